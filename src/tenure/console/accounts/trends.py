"""The spark lines of a list: how the scores of its accounts went over twelve weeks."""

import math
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.score_history import WEEKS, score_history
from tenure.calc.band import USUAL_BANDS, Bands
from tenure.calc.health import HealthError, from_json
from tenure.console.access import for_members
from tenure.console.accounts.account_list import PAGE
from tenure.records.models import Account, AccountHealth, Member
from tenure.values.moment import Moment

TURN = 3.0  # points of score that count as rising or falling
LAST = 7 * (WEEKS - 1) + 1  # today, in days from the first point: it follows the day after the last stored one


@dataclass(frozen=True, slots=True)
class Spark:
    """One line: its runs of known points, where it stands today, how far down its zones reach, and its words.

    Points are days since ``since`` and points of score short of 100, so that a script reads out what the line says.
    """

    account: int
    runs: list[str]
    today: int | None
    good: str
    average: str
    words: str


@for_members
@require_safe
def trends(request: HttpRequest, member: Member) -> HttpResponse:
    """The cells that htmx puts into a list after it is there, so that the list never waits for them."""
    asked = [int(text) for text in request.GET.getlist("id")[:PAGE] if text.isdecimal() and len(text) < 19]
    mine = Account.objects.filter(workspace=member.workspace, pk__in=asked).values_list("pk", flat=True)
    stored = AccountHealth.objects.filter(workspace=member.workspace, account__in=asked)
    now = {
        account: (score, _bands(detail)) for account, score, detail in stored.values_list("account", "score", "detail")
    }
    moment = Moment(clock.now())
    history = score_history(member.workspace, moment, list(mine)) if asked else {}
    sparks = []
    for account, scores in history.items():
        score, bands = now.get(account, (None, USUAL_BANDS))
        sparks.append(spark(account, [*scores, score], bands))
    context = {"sparks": sparks, "last": LAST, "since": moment.at.date() - timedelta(LAST)}
    return render(request, "console/accounts/_trends.html", context)


def _bands(detail: object) -> Bands:
    """Where the bands of an account's own scorecard begin."""
    with suppress(HealthError):  # the account's own page says that it cannot be read
        health = from_json(detail)
        return Bands(health.good_from, health.average_from)
    return USUAL_BANDS


def spark(account: int, scores: list[float | None], bands: Bands = USUAL_BANDS) -> Spark:
    """The line through twelve weeks and today; a gap where there was no score."""
    runs: list[list[str]] = [[]]
    for week, score in enumerate(scores):
        if score is None:
            runs.append([])
        else:
            runs[-1].append(f"{min(7 * week, LAST)},{_short(score)}")
    today = None if scores[-1] is None else _short(scores[-1])
    good, average = (f"{100 - begins:g}" for begins in (bands.good, bands.average))
    return Spark(account, [" ".join(run) for run in runs if len(run) > 1], today, good, average, words(scores))


def words(scores: list[float | None]) -> str:
    """The trend for those who do not see it."""
    known = [score for score in scores if score is not None]
    if len(known) < 2:
        return _("Too little history for a trend.")
    change = known[-1] - known[0]
    told = {"first": 100 - _short(known[0]), "last": 100 - _short(known[-1])}
    if change >= TURN:
        return _("The score rose: %(first)s to %(last)s over twelve weeks.") % told
    if change <= -TURN:
        return _("The score fell: %(first)s to %(last)s over twelve weeks.") % told
    return _("The score kept steady: %(first)s to %(last)s over twelve weeks.") % told


def _short(score: float) -> int:
    """Whole points short of 100, where scores are written rounded down."""
    return 100 - math.floor(score)
