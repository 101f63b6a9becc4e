"""The list of plays: what starts each, how it stands, who is on it, and what it made lately."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from tenure.answers.play_standing import Standing, plays_of
from tenure.console.access import for_members, may_manage
from tenure.console.plays import words
from tenure.console.plays.found import said_by
from tenure.records.models import Member, Play


@dataclass(frozen=True, slots=True)
class Row:
    """One play as the list shows it. ``compares``: it leaves accounts alone, so that what it brings can be told."""

    standing: Standing
    trigger: str
    state: str | Promise
    compares: bool


@for_members
@require_safe
def plays(request: HttpRequest, member: Member) -> HttpResponse:
    """Those that run or are written; with ``state=archived`` those that were put away."""
    every, names = plays_of(member.workspace), words.names_of(member.workspace)
    said = said_by(member.workspace)
    put_away = request.GET.get("state") == "archived"
    shown = [one for one in every if (one.play.state == Play.State.ARCHIVED) == put_away]
    running = [one for one in every if one.play.state == Play.State.PUBLISHED]
    rows = []
    for one in shown:
        play = said[one.play.pk]
        trigger = words.trigger(play, names, member)
        rows.append(Row(one, trigger, words.STATES[one.play.state], play.hold_out is not None))
    context = {
        "member": member,
        "section": "plays",
        "lead": words.lead(len(running), sum(one.on for one in running)),
        "rows": rows,
        "put_away": put_away,
        "archived": sum(one.play.state == Play.State.ARCHIVED for one in every),
        "may_manage": may_manage(member),
    }
    return render(request, "console/plays/list.html", context)
