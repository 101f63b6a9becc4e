"""The spark lines of a list: how the scores of its accounts went over twelve weeks."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.score_history import score_history
from tenure.console.access import for_members
from tenure.console.accounts.account_list import PAGE
from tenure.records.models import Account, AccountHealth, Member
from tenure.values.moment import Moment

WIDTH, HEIGHT = 84.0, 22.0
TURN = 3.0  # points of score that count as rising or falling


@dataclass(frozen=True, slots=True)
class Spark:
    """One line: its runs of known points, where it stands today, and its words."""

    account: int
    runs: list[str]
    today: tuple[str, str] | None
    words: str


@for_members
@require_safe
def trends(request: HttpRequest, member: Member) -> HttpResponse:
    """The cells that htmx puts into a list after it is there, so that the list never waits for them."""
    asked = [int(text) for text in request.GET.getlist("id")[:PAGE] if text.isdecimal() and len(text) < 19]
    mine = Account.objects.filter(workspace=member.workspace, pk__in=asked).values_list("pk", flat=True)
    stored = AccountHealth.objects.filter(workspace=member.workspace, account__in=asked)
    now = dict(stored.values_list("account", "score"))
    history = score_history(member.workspace, Moment(clock.now()), list(mine)) if asked else {}
    sparks = [spark(account, [*scores, now.get(account)]) for account, scores in history.items()]
    return render(request, "console/accounts/_trends.html", {"sparks": sparks})


def spark(account: int, scores: list[float | None]) -> Spark:
    """The line through twelve weeks and today; a gap where there was no score."""
    step = WIDTH / (len(scores) - 1)
    runs: list[list[str]] = [[]]
    for at, score in enumerate(scores):
        if score is None:
            runs.append([])
        else:
            runs[-1].append(f"{at * step:.1f},{_height(score):.1f}")
    last = scores[-1]
    today = None if last is None else (f"{WIDTH:.1f}", f"{_height(last):.1f}")
    return Spark(account, [" ".join(run) for run in runs if len(run) > 1], today, words(scores))


def words(scores: list[float | None]) -> str:
    """The trend for those who do not see it."""
    known = [score for score in scores if score is not None]
    if len(known) < 2:
        return _("Too little history for a trend.")
    change = known[-1] - known[0]
    told = {"first": f"{known[0]:.0f}", "last": f"{known[-1]:.0f}"}
    if change >= TURN:
        return _("The score rose: %(first)s to %(last)s over twelve weeks.") % told
    if change <= -TURN:
        return _("The score fell: %(first)s to %(last)s over twelve weeks.") % told
    return _("The score kept steady: %(first)s to %(last)s over twelve weeks.") % told


def _height(score: float) -> float:
    return HEIGHT * (1 - score / 100)
