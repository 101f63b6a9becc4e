"""What do rules ask beside facts, on many days? How often an event came, what followed it, and how that compares.

Counts and watches are asked of the copies of accounts, many days at once; what looks into the events themselves, day by day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tenure.answers.backtest.past import Copies
from tenure.answers.backtest.shifted import whose
from tenure.answers.done import followed, times_done
from tenure.answers.watched import FIRST_USED, verdicts
from tenure.calc.watch.series import DAYS
from tenure.records.workspace import Workspace
from tenure.rules.asks import Asked
from tenure.values.moment import Moment, day_of

Asking = Callable[[Moment], Asked]  # what is asked as of a moment: a window may begin on a date
Known = dict[int, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is asked of one workspace."""

    workspace: Workspace
    asking: Asking

    def of_copies(self, copies: Copies, days: Sequence[int], known: Known) -> None:
        """Add what is counted over days to the facts of the copies."""
        asked = [self.asking(_end(day)) for day in days]
        did = frozenset(one for each in asked for one in each.did if not one.where)
        watches = frozenset(one for each in asked for one in each.watches)
        if did:
            _add(known, times_done(self.workspace, copies.moment, did, sorted(known), given=copies))
        if watches:
            found = verdicts(self.workspace, copies.moment, watches, known, given=copies)
            for copy, mine in found.items():
                moved = days[-1] - days[whose(copy)[1]]
                for key, verdict in mine.items():
                    since = None if verdict.since is None else verdict.since - moved
                    known[copy][key] = replace(verdict, since=since)

    def of_day(self, day: int, known: Known) -> None:
        """Add what the events of accounts say as of the end of a day."""
        moment = _end(day)
        asked = self.asking(moment)
        if did := [one for one in asked.did if one.where]:
            _add(known, times_done(self.workspace, moment, did, sorted(known)))
        if asked.followed:
            _add(known, followed(self.workspace, moment, asked.followed, sorted(known)))


def facts_of(asked: Asked) -> frozenset[str]:
    """The facts that have to be known, those that watches need among them."""
    return asked.facts | ({FIRST_USED} if asked.watches else frozenset())


def reach(asked: Asked) -> int:
    """How many days of usage before a moment are asked for."""
    return max([DAYS if asked.watches else 0, *(one.days or 0 for one in asked.did)])


def _end(day: int) -> Moment:
    return Moment.end_of(day_of(day))


def _add(known: Known, more: Mapping[int, Mapping[str, object]]) -> None:
    for account, values in more.items():
        if account in known:
            known[account] |= values
