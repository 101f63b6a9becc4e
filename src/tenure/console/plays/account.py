"""What is going to happen to an account by plays, what was done, and why? A page beside the others about the account."""

import secrets
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.actions.plays.stopping import LONGEST_REASON
from tenure.answers.account_plays import DAYS, Expected, expected
from tenure.answers.play_rows import names_of
from tenure.console.access import for_members
from tenure.console.account.head import found as account_with
from tenure.console.account.head import head
from tenure.console.plays import words
from tenure.console.plays.runs import Run, read
from tenure.plays.names import Names
from tenure.plays.parse import parse
from tenure.records.models import Account, Member, Play, PlayRun, PlayStep, PlayVersion

RUNS: Final = 20


@dataclass(frozen=True, slots=True)
class Logged:
    """One run with its log."""

    run: Run
    log: list[tuple[PlayStep, str]]


@for_members
@require_safe
def account_plays(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """What comes, in its order, and the runs that there are, each with its log."""
    account, names = account_with(member, key), names_of(member.workspace)
    runs = PlayRun.objects.select_related("play", "version", "account__owner")
    runs = runs.filter(workspace=member.workspace_id, account=account).order_by("-started_at", "-pk")[: RUNS + 1]
    rows = list(runs)
    context = head(request, member, account, "account-plays") | {
        "coming": _coming(account, names, member),
        "days": DAYS,
        "logged": _logged(rows[:RUNS], names, member),
        "more": len(rows) > RUNS,
        "to_start": Play.objects.filter(workspace=member.workspace_id, state=Play.State.PUBLISHED).order_by("name"),
        "longest": LONGEST_REASON,
        "play_token": secrets.token_hex(8),
        "today": clock.now().date(),
    }
    return render(request, "console/plays/account.html", context)


def _coming(account: Account, names: Names, member: Member) -> list[tuple[Expected, str, str]]:
    """Each with its sentence and why, for this reader."""
    found = expected(account, clock.now(), names)
    versions = PlayVersion.objects.filter(play__in={one.play.pk for one in found}, replaced_at=None)
    said = {row.play_id: parse(row.definition) for row in versions}
    shown = []
    for one in found:
        play = parse(one.run.version.definition) if one.run is not None else said[one.play.pk]
        shown.append((one, words.step(play, one.path, names, member), words.trigger(play, names, member)))
    return shown


def _logged(rows: list[PlayRun], names: Names, member: Member) -> list[Logged]:
    steps: dict[int, list[PlayStep]] = defaultdict(list)
    for step in PlayStep.objects.filter(run__in=rows).select_related("task").order_by("at", "pk"):
        steps[step.run_id].append(step)
    shown = []
    for run in read(rows, names, member):
        play = parse(run.row.version.definition)
        shown.append(Logged(run, [(one, words.became(play, one, names, member)) for one in steps[run.row.pk]]))
    return shown
