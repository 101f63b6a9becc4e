"""What would this have caught? A rule, a signal or a scorecard on each day of the past, against who left."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from tenure.answers.backtest.beside import Asking, reach
from tenure.answers.backtest.days import known_days
from tenure.answers.backtest.gathered import USAGE, Gathered
from tenure.answers.backtest.hindsight import refuse_hindsight
from tenure.answers.backtest.past import Past
from tenure.answers.backtest.stays import Stays, stays_of
from tenure.answers.backtest.told import Told
from tenure.answers.backtest.tried import Tried
from tenure.answers.custom_facts import customs_of, refuse_unknown
from tenure.answers.process import home
from tenure.calc.backtest.firings import WITHIN
from tenure.calc.backtest.result import Result
from tenure.eventlog.facts_log import stored_days
from tenure.records.workspace import Workspace
from tenure.rules.asks import Asked
from tenure.values.moment import Moment, day_key, day_of
from tenure.values.voice import worded

LONGEST_DAYS: Final = 3_700


class BacktestError(ValueError):
    """A back-test that cannot be made; the sentence says why."""


def backtest(
    workspace: Workspace,
    tried: Tried,
    start: date,
    end: date,
    *,
    within: int = WITHIN[0],
    treated: frozenset[int] = frozenset(),
    progress: Callable[[int], object] = lambda _days: None,
) -> Result:
    """The past from one day to another, both included; ``treated`` are accounts that were acted on.

    ``progress`` is called with each number of days done. Raises BacktestError where there is nothing to look at,
    UnknownFact for a fact that there is not, and Hindsight for one that knows the future.
    """
    stays = stays_of(workspace)
    days = _days(start, end, stays)
    asked = tried.asked(Moment.end_of(day_of(days[-1])))
    if tried.kind != "scorecard":  # what a card measures and nobody declares yet counts as unknown
        refuse_unknown(workspace, [*asked.facts])
    metrics = {watch.of for watch in asked.watches if watch.source == "metric"}
    past = Past(workspace, customs_of(workspace), reach(asked), metrics)
    stored = stored_days(home(), workspace.slug)
    refuse_hindsight(past, asked, [day for day in days if day not in stored], stays.present)
    gathered = Gathered(tried, stays, days)
    anew = []  # days that were stored, but not with all that is asked for
    for one in known_days(past, _with_usage(tried), days, stays.present):
        gathered.add(one)
        anew += [one.day] if one.known == "now" and one.day in stored else []
        progress(1)
    refuse_hindsight(past, asked, anew, stays.present)
    return Told(workspace, gathered, end, within, treated).result()


def _with_usage(tried: Tried) -> Asking:
    """What is asked, and what a plain ranking goes by."""

    def asking(moment: Moment) -> Asked:
        whole = tried.asked(moment)
        return replace(whole, facts=whole.facts | {USAGE})

    return asking


def _days(start: date, end: date, stays: Stays) -> Sequence[int]:
    if start > end:
        raise BacktestError(worded("The first day comes after the last: swap them."))
    if (end - start).days >= LONGEST_DAYS:
        raise BacktestError(worded("That is more than ten years: choose a shorter stretch."))
    last = min(day_key(end), stays.known_until)
    if last < day_key(start):
        known = day_of(stays.known_until).isoformat()
        raise BacktestError(worded("Nothing is known after {day}: choose an earlier stretch.", day=known))
    if not any(stay.since <= last for some in stays.of.values() for stay in some):
        raise BacktestError(worded("No account was there in that stretch: there is nothing to look at."))
    return range(day_key(start), last + 1)
