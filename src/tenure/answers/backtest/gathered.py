"""What was said of whom on which day? The flags of a back-test, day by day, and those of two plain rankings beside them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from tenure.answers.backtest.days import KnownDay
from tenure.answers.backtest.stays import Stays
from tenure.answers.backtest.tried import Said, Tried
from tenure.calc.backtest.cases import Case
from tenure.calc.backtest.firings import Firing, firings
from tenure.calc.backtest.outcomes import Stay
from tenure.values.moment import Moment, day_of

USAGE: Final = "events_28"  # what the plain ranking by recent usage goes by
SNAPSHOT_DAYS: Final = 7  # an account is a case on one day of so many
_NEVER_USED: Final = -1.0

Flag = tuple[int, bool, bool]  # the day, whether it holds, whether that counts as resolved
Flags = dict[int, list[Flag]]  # by account


class Gathered:
    """What the days said, which are added in their order."""

    def __init__(self, tried: Tried, stays: Stays, days: Sequence[int]) -> None:
        self.tried, self.stays, self.days = tried, stays, days
        self.known: Counter[str] = Counter()  # days by how their facts are known
        self.seen: set[int] = set()  # accounts that were looked at
        self.cases: list[Case] = []
        self._flags: Flags = defaultdict(list)
        self._by_usage: Flags = defaultdict(list)
        self._by_tenure: Flags = defaultdict(list)

    def add(self, one: KnownDay) -> None:
        """One day."""
        say = self.tried.on(Moment.end_of(day_of(one.day)))
        self.known[one.known] += 1
        said: dict[int, Said] = {}
        staying: dict[int, Stay] = {}
        for account, facts in one.facts.items():
            stay = self.stays.on(account, one.day)
            if stay is not None and (found := say(facts)).risk is not None:
                said[account], staying[account] = found, stay
                self._flags[account].append((one.day, found.holds, found.resolved))
        self.seen |= said.keys()
        usage = {account: _usage(one.facts[account]) for account in said}
        tenure = {account: float(one.day - self.stays.began(account)) for account in said}
        flagged = sum(found.holds for found in said.values())
        _flag_least(self._by_usage, usage, flagged, one.day)
        _flag_least(self._by_tenure, tenure, flagged, one.day)
        if (one.day - self.days[0]) % SNAPSHOT_DAYS == 0:
            self.cases += [
                Case(
                    account, one.day, staying[account], found.risk or 0.0, -usage[account],
                    -tenure[account], self.tried.measured(one.facts[account]),
                )
                for account, found in said.items()
            ]  # fmt: skip

    @property
    def alerts(self) -> Mapping[int, Sequence[Firing]]:
        """The alerts of each account."""
        return self._fired(self._flags)

    @property
    def by_usage(self) -> Mapping[int, Sequence[Firing]]:
        """Those of flagging, each day, as many of those that used least lately."""
        return self._fired(self._by_usage)

    @property
    def by_tenure(self) -> Mapping[int, Sequence[Firing]]:
        """Those of flagging, each day, as many of those that came last."""
        return self._fired(self._by_tenure)

    def _fired(self, flags: Flags) -> dict[int, list[Firing]]:
        return {account: firings(days, self.tried.manner) for account, days in flags.items()}


def _usage(facts: Mapping[str, object]) -> float:
    events = facts.get(USAGE)
    return float(events) if isinstance(events, int) else _NEVER_USED


def _flag_least(flags: Flags, ranked: Mapping[int, float], count: int, day: int) -> None:
    """Flag as many as were flagged: those of the lowest values, of equal ones those with the lower number."""
    first = set(sorted(ranked, key=lambda account: (ranked[account], account))[:count])
    for account in ranked:
        flags[account].append((day, account in first, account not in first))
