"""The list of plays: what starts each, how it stands, who is on it, and what it made lately."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from tenure.answers.play_rows import names_of
from tenure.answers.play_rows import plays as of_workspace
from tenure.answers.play_standing import tasks_made
from tenure.console.access import for_members, may_manage
from tenure.console.plays import words
from tenure.plays.names import Names
from tenure.plays.parse import parse
from tenure.records.models import Member, Play

_ORDER: Final = (Play.State.PUBLISHED, Play.State.PAUSED, Play.State.DRAFT, Play.State.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Row:
    """One play as the list shows it. ``compares``: it leaves accounts alone, so that what it brings can be told."""

    play: Any
    trigger: str
    state: str | Promise
    tasks: int
    compares: bool


@for_members
@require_safe
def plays(request: HttpRequest, member: Member) -> HttpResponse:
    """Those that run or are written; with ``state=archived`` those that were put away."""
    names, tasks = names_of(member.workspace), tasks_made(member.workspace)
    every: list[Any] = sorted(
        of_workspace(member.workspace), key=lambda one: (_ORDER.index(Play.State(one.state)), one.name)
    )
    put_away = request.GET.get("state") == "archived"
    running = [one for one in every if one.state == Play.State.PUBLISHED]
    context = {
        "member": member,
        "section": "plays",
        "lead": words.lead(len(running), sum(one.inside for one in running)),
        "rows": [_row(one, names, member, tasks) for one in every if (one.state == Play.State.ARCHIVED) == put_away],
        "put_away": put_away,
        "archived": any(one.state == Play.State.ARCHIVED for one in every),
        "may_manage": may_manage(member),
    }
    return render(request, "console/plays/list.html", context)


def _row(row: Any, names: Names, member: Member, tasks: dict[str, int]) -> Row:
    said = parse(row.definition or row.draft)
    trigger = words.trigger(said, names, member)
    return Row(row, trigger, words.STATES[row.state], tasks.get(row.slug, 0), said.hold_out is not None)
