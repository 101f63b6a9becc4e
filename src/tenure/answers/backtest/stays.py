"""When was each account there, when did it leave, and until when is that known? As the Retention page counts it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow.compute as pc

from tenure import clock
from tenure.answers.spans import History
from tenure.calc.backtest.outcomes import Stay
from tenure.calc.spans import OPEN
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment


@dataclass(frozen=True, slots=True)
class Stays:
    """The stays of each account, in order; who comes back begins another. Days are keys.

    ``known_until`` is the last day on which it is known who was there: today, or where no contract runs today, the day on
    which one last began. Whatever ended later may just be the end of the data.
    """

    of: Mapping[int, Sequence[Stay]]
    known_until: int

    def on(self, account: int, day: int) -> Stay | None:
        """The stay that an account is in on a day."""
        return next((stay for stay in self.of.get(account, ()) if stay.holds(day)), None)

    def present(self, day: int) -> list[int]:
        """The accounts that are there on a day."""
        return [account for account, some in self.of.items() if any(stay.holds(day) for stay in some)]

    def began(self, account: int) -> int:
        """The day on which an account first came."""
        return self.of[account][0].since


def stays_of(workspace: Workspace) -> Stays:
    """Everybody who was ever there, by contracts and in a shop by orders; trials apart."""
    history = History.of(workspace)
    today = Moment(clock.now()).day
    spans = history.presence
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, start, end in zip(spans.at.tolist(), spans.start.tolist(), spans.end.tolist(), strict=True):
        rows[int(spans.accounts[at])].append((start, end))
    told = _told(history)
    found = {account: _stays(some, told.get(account, ())) for account, some in rows.items()}
    return Stays(found, _known_until(history, today))


def _stays(spans: Sequence[tuple[int, int]], told: Sequence[int]) -> list[Stay]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return [_stay(start, end, told) for start, end in joined]


def _stay(start: int, end: int, told: Sequence[int]) -> Stay:
    mine = [day for day in told if start <= day <= end]
    return Stay(start, None if end == OPEN else end, max(mine, default=None))


def _told(history: History) -> Mapping[int, list[int]]:
    """The days on which each account gave notice."""
    noticed = history.paid.filter(pc.less(history.paid["notice"], OPEN))
    found: dict[int, list[int]] = defaultdict(list)
    for account, day in zip(noticed["account"].to_pylist(), noticed["notice"].to_pylist(), strict=True):
        found[account].append(day)
    return found


def _known_until(history: History, today: int) -> int:
    paid = history.paid
    runs = pc.any(pc.and_(pc.less_equal(paid["start"], today), pc.greater(paid["end"], today))).as_py()
    if history.order_days is not None and history.order_days.num_rows:
        last = pc.max(history.order_days["day"]).as_py()
        return today if runs else min(today, max(last, history.last_start or last))
    return today if runs or history.last_start is None else history.last_start
