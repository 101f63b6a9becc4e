"""One play: how it goes, how many accounts stand at each step, and what is written and not published yet."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from tenure.answers.play_problems import problems
from tenure.answers.play_rows import names_of
from tenure.answers.play_standing import Inside, inside, tasks_made
from tenure.console import people
from tenure.console.access import for_members, may_change, may_manage
from tenure.console.locale import Counted
from tenure.console.plays import words
from tenure.console.plays.found import kept_draft, latest, play_of
from tenure.plays.decide import step_at
from tenure.plays.names import Names
from tenure.plays.parse import parse
from tenure.plays.play import Branch, Call, Check, Play, Task, Wait, WaitForDate, WaitForRule
from tenure.plays.progress import END
from tenure.records.models import Member, PlayVersion
from tenure.records.models import Play as Row

_TABS: Final = (
    ("play", gettext_lazy("How it goes")),
    ("play-runs", gettext_lazy("Accounts")),
    ("play-results", gettext_lazy("What it brings")),
    ("play-versions", gettext_lazy("Versions")),
)
_WAITS: Final = (Wait, WaitForDate, WaitForRule)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages about a play."""

    words: str | Promise
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the picture: ``kind`` is how it is drawn, ``here`` how many accounts stand there."""

    path: str
    depth: int
    text: str
    kind: str
    here: int
    script: str


@for_members
@require_safe
def play(request: HttpRequest, member: Member, play: str) -> HttpResponse:
    """How it goes, with how many accounts stand where."""
    row = play_of(member, play)
    version, names, standing = latest(row), names_of(member.workspace), inside(row)
    draft = kept_draft(row)
    said = parse(version.definition) if version else draft
    here = standing.pop(version.version if version else 0, Inside())
    context = head(member, row, "play", version) | {
        "around": words.around(said, names, member) if said else [],
        "about": said.about if said else "",
        "steps": picture(said, names, member, here) if said else [],
        "standing": _standing(here),
        "alone": here.alone,
        "older": sum(one.on + one.alone for one in standing.values()),
        "problems": problems(member.workspace, said) if said and version else [],
        "changes": version is not None and draft is not None,
        "made": tasks_made(row.workspace).get(row.slug, 0),
    }
    return render(request, "console/plays/one.html", context)


def head(member: Member, row: Row, here: str, version: PlayVersion | None) -> dict[str, Any]:
    """What all pages about a play share."""
    slug = member.workspace.slug
    return {
        "member": member,
        "section": "plays",
        "play": row,
        "version": version,
        "by": people.names(member.workspace).get(version.published_by, "") if version else "",
        "state": words.STATES[row.state],
        "tabs": [Tab(said, reverse(page, args=[slug, row.slug]), page == here) for page, said in _TABS],
        "may_manage": may_manage(member),
        "may_change": may_change(member),
    }


def picture(said: Play, names: Names, member: Member, here: Inside) -> list[Shown]:
    """Its steps from top to bottom, those of branches further in; the end stands last."""
    found = [
        Shown(
            line.path,
            line.depth,
            line.text,
            _kind(said, line.path),
            here.at.get(line.path, 0),
            _script(said, line.path),
        )
        for line in words.steps(said, names, member)
    ]
    return [*found, Shown(END, 0, _("Then it is over."), "end", here.at.get(END, 0), "")]


def _kind(said: Play, path: str) -> str:
    if path.endswith(".else"):
        return "else"
    step = step_at(said, path)
    if isinstance(step, Branch | Check):
        return "branch" if isinstance(step, Branch) else "check"
    if isinstance(step, _WAITS):
        return "wait"
    return "call" if isinstance(step, Call) else "do"


def _script(said: Play, path: str) -> str:
    step = None if path.endswith(".else") else step_at(said, path)
    return step.script if isinstance(step, Task) else ""


def _standing(here: Inside) -> str:
    if not here.on:
        return _("No account is on its way.")
    return ngettext("%(count)s account is on its way.", "%(count)s accounts are on their way.", here.on) % {
        "count": Counted(here.on)
    }
