"""What does a watch see of an account? Half a year of days as bars, with where it became unusual."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.alert_words import watches
from tenure.answers.watched import watched_days
from tenure.calc.watch.say import say
from tenure.console.access import for_members
from tenure.console.signals.query import seen
from tenure.records.models import Member
from tenure.values.moment import Moment, day_of
from tenure.values.voice import worded

DAYS: Final = 182
WIDE, HIGH = 5, 48  # units of the drawing: of a day, and of the highest bar
LARGEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Bar:
    """One day with something: its place and height in the drawing."""

    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """``since`` is where the unusual begins, in units of the drawing; None when it lies before it."""

    says: str
    bars: list[Bar]
    width: int
    since: int
    first: date
    last: date
    most: float


@for_members
@require_safe
def alert_chart(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The drawings of an alert, one for each watch that held."""
    found = seen(member).select_related("signal").filter(pk=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404("no such alert")
    moment = Moment(clock.now() if found.ended_at is None else found.ended_at)
    pictures = []
    for watch, verdict in watches(found):
        days = watched_days(member.workspace, moment, watch, found.account_id, DAYS)
        first = moment.window_day - len(days)
        since = first if verdict.since is None else max(verdict.since, first)
        says = say(verdict, watch.of or worded("usage"))
        pictures.append(picture(says, days, first, since))
    return render(request, "console/signals/_chart.html", {"member": member, "pictures": pictures})


def picture(says: str, days: list[float], first: int, since: int) -> Picture:
    """Days as bars, the highest as high as the drawing."""
    most = max(days, default=0.0) or 1.0
    bars = [
        Bar(place * WIDE, round(HIGH - value / most * HIGH, 1), round(value / most * HIGH, 1))
        for place, value in enumerate(days)
        if value > 0
    ]
    return Picture(
        says, bars, len(days) * WIDE, (since - first) * WIDE, day_of(first), day_of(first + len(days) - 1), most
    )
