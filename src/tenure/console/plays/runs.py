"""Who is on a play, since when, at which step and why; and a member takes an account off it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.plays.publishing import PlayRefused
from tenure.actions.plays.stopping import LONGEST_REASON, stop_run
from tenure.answers.play_rows import names_of
from tenure.answers.play_standing import runs_of
from tenure.console.access import actor, for_members, for_writers
from tenure.console.choice import Choice
from tenure.console.csv_file import csv_file, file_name
from tenure.console.plays import words
from tenure.console.plays.found import latest, play_of, run_of
from tenure.console.plays.one import head
from tenure.console.undo import told
from tenure.plays.names import Names
from tenure.plays.parse import parse
from tenure.plays.play import Play
from tenure.plays.progress import parse as parse_progress
from tenure.records.models import Member, PlayRun, PlayStep
from tenure.records.models import Play as Row

PAGE: Final = 50
SHOWN: Final[dict[str, str | Promise]] = {
    "": gettext_lazy("On their way"),
    "alone": gettext_lazy("Left alone"),
    "over": gettext_lazy("Over"),
}


@dataclass(frozen=True, slots=True)
class Query:
    """``show`` is ``alone``, ``over``, or empty for those on their way; ``search`` a part of the account's name or key."""

    show: str = ""
    search: str = ""
    page: int = 1

    @classmethod
    def read(cls, parameters: dict[str, str]) -> "Query":
        """From the address; what makes no sense there is left at its usual value."""
        show, page = parameters.get("show", ""), parameters.get("page", "")
        search = parameters.get("q", "").replace("\0", "").strip()[:200]
        number = int(page) if page.isdecimal() and 0 < len(page) < 6 and int(page) else 1
        return cls(show if show in SHOWN else "", search, number)

    def address(self, **changes: str | int) -> str:
        """The query string with some parts changed; a change of anything but the page starts at page 1."""
        to = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # fields by name
        parts = {"show": to.show, "q": to.search} | ({"page": str(to.page)} if to.page > 1 else {})
        return "?" + urlencode({name: text for name, text in parts.items() if text})


@dataclass(frozen=True, slots=True)
class Run:
    """One run as people read it: where it stands, and what became of it last."""

    row: PlayRun
    state: str | Promise
    at: str
    why: str


@for_members
@require_safe
def runs(request: HttpRequest, member: Member, play: str) -> HttpResponseBase:
    """A page of them, or with ``format=csv`` all that are asked for as a file."""
    row, query = play_of(member, play), Query.read(request.GET.dict())
    found, names = _matching(row, query), names_of(member.workspace)
    if request.GET.get("format") == "csv":
        return _csv(member, row, read(found, names, member))
    start = (query.page - 1) * PAGE
    rows = list(found[start : start + PAGE + 1])
    context = head(member, row, "play-runs", latest(row)) | {
        "rows": list(read(rows[:PAGE], names, member)),
        "query": query,
        "shows": [Choice(name, said, query.address(show=name), query.show == name) for name, said in SHOWN.items()],
        "previous": query.address(page=query.page - 1) if query.page > 1 else "",
        "next": query.address(page=query.page + 1) if len(rows) > PAGE else "",
        "back": query.address(page=query.page),
    }
    return render(request, "console/plays/runs.html", context)


@for_members
@require_safe
def run(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """One run: every step that was taken, and why."""
    found, names = run_of(member, number), names_of(member.workspace)
    said = parse(found.version.definition)
    steps = PlayStep.objects.filter(run=found).select_related("task").order_by("at", "pk")
    context = head(member, found.play, "play-runs", found.version) | {
        "run": read_one(found, said, names, member),
        "log": [(step, words.became(said, step, names, member)) for step in steps],
        "longest": LONGEST_REASON,
    }
    return render(request, "console/plays/run.html", context)


@for_writers
@require_POST
def stop(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Take an account off a play; why has to be said."""
    found = run_of(member, number)
    back = reverse("play-run", args=[member.workspace.slug, number])
    try:
        stop_run(run=found, reason=request.POST.get("reason", ""), by=actor(member), name=member.name)
    except PlayRefused as error:
        return told(request, str(error), back=back, went_well=False)
    said = _("Stopped: %(account)s is not on “%(play)s” any more.") % {"account": found.account, "play": found.play}
    return told(request, said, back=back, events=("plays",))


def read(rows: Iterable[PlayRun], names: Names, member: Member) -> Iterable[Run]:
    """Runs as people read them; each version is read once."""
    said: dict[int, Play] = {}
    for row in rows:
        if row.version_id not in said:
            said[row.version_id] = parse(row.version.definition)
        yield read_one(row, said[row.version_id], names, member)


def read_one(row: PlayRun, said: Play, names: Names, member: Member) -> Run:
    """One run as people read it: of one that is over what ended it, else what started it."""
    if row.ended_at is not None:
        return Run(row, words.RUNS[row.state], "", words.ended(said, row, member))
    at = words.step(said, parse_progress(row.progress).at, names, member)
    return Run(row, words.RUNS[row.state], at, words.trigger(said, names, member))


def _matching(row: Row, query: Query) -> QuerySet[PlayRun]:
    runs = runs_of(row)
    if query.show == "over":
        runs = runs.filter(ended_at__isnull=False).exclude(state=PlayRun.State.HELD_OUT)
    elif query.show == "alone":
        runs = runs.filter(state=PlayRun.State.HELD_OUT)
    else:
        runs = runs.filter(ended_at=None).exclude(state=PlayRun.State.HELD_OUT)
    for word in query.search.split():
        runs = runs.filter(Q(account__name__icontains=word) | Q(account__key__icontains=word))
    return runs


def _csv(member: Member, row: Row, runs: Iterable[Run]) -> HttpResponseBase:
    heads = (
        _("Account ID"), _("Account"), _("Owner"), _("Since"), _("State"), _("Stands at"), _("Why"), _("Over on"),
        _("Version"),
    )  # fmt: skip
    lines = [
        (
            one.row.account.key, one.row.account.name, one.row.account.owner.name if one.row.account.owner else "",
            one.row.started_at.date(), str(one.state), one.at, one.why, one.row.ended_at and one.row.ended_at.date(),
            one.row.version.version,
        )
        for one in runs
    ]  # fmt: skip
    return csv_file(file_name(member.workspace, row.name), heads, lines)
