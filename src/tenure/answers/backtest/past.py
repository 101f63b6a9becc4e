"""What lies beneath the facts of past days? Everything of a workspace, read once, for every day of a back-test.

It is what is known now; `tenure.answers.backtest.hindsight` looks whether a past day could have known it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from tenure.answers.backtest.shifted import AT_MOST, copies
from tenure.answers.order_gap import order_gap, order_gap_frame
from tenure.answers.process import home, spool
from tenure.answers.tables import OF_RECORDS, USAGE
from tenure.eventlog.past_days import PastDays
from tenure.facts.ask import frames_of, question
from tenure.facts.asset_rows import METRICS, PUSHES
from tenure.facts.catalogue import CATALOGUE
from tenure.facts.custom import CustomFact
from tenure.facts.schemas import FRAMES, HORIZON_DAYS
from tenure.records import business_frames, frames
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_of

MOST_ROWS: Final = 2_000_000  # of usage that is copied at once
MOST_COPIES: Final = 60_000  # accounts
_ALL_TIME: Final = 40_000  # days
_GIVEN: Final = tuple(FRAMES.keys() - {"moment", "customs", "order_days", "order_gaps"})


class Past:
    """Everything of a workspace, each frame read when it is first needed. Days are asked for in rising order.

    ``reach`` is how many days before a day its usage is asked for, beside what facts need; ``metrics`` are those that
    are asked for beside theirs.
    """

    def __init__(
        self, workspace: Workspace, customs: Sequence[CustomFact], reach: int = 0, metrics: Collection[str] = ()
    ) -> None:
        self.workspace = workspace
        self._metrics = {*METRICS, *metrics, *(one.of for one in customs if one.source == "measurement")}
        self._all_pushes = PUSHES in metrics or any(one.of == PUSHES for one in customs)
        self._horizon = max([HORIZON_DAYS, reach, *(one.days for one in customs if one.source == "event")])
        self._read: dict[str, pa.Table] = {}
        self._usage: PastDays | None = None

    def frame(self, name: str) -> pa.Table:
        """A frame of records, of all accounts and all times."""
        if name not in self._read:
            self._read[name] = self._fill(name)
        return self._read[name]

    def used(self, name: str, day: int) -> pa.Table:
        """A frame of usage as of the end of a day."""
        usage = self._usage = self._usage or PastDays(home(), spool(), self.workspace.slug)
        if name == "closed":
            return usage.closed(day - self._horizon, day)
        if name == "spans":
            return usage.spans_before(day + 1)
        if name == "open":
            return usage.open.filter(pc.less_equal(usage.open["day"], day))
        return FRAMES[name].to_pyarrow().empty_table()  # what is open is not among what is closed

    def at_once(self, days: Sequence[int], names: Sequence[str]) -> Iterator[list[int]]:
        """Days that these facts can be asked for together: alike in what is of the whole workspace, and few enough for the
        memory."""
        accounts = max(self.frame("accounts").num_rows, 1)
        rows = max(self.used("closed", days[-1]).num_rows, 1) if days else 1
        most = max(1, min(AT_MOST, MOST_COPIES // accounts, MOST_ROWS // rows))
        declared = [name for name in names if name in CATALOGUE]
        has_gap = "workspace" in frames_of(question(declared)[1])

        def gap(day: int) -> float | None:
            return order_gap(self.workspace, Moment.end_of(day_of(day))) if has_gap else None

        for _gap, some in groupby(days, key=gap):
            alike = list(some)
            yield from (alike[start : start + most] for start in range(0, len(alike), most))

    def _fill(self, name: str) -> pa.Table:
        of: Mapping[str, Callable[[], pa.Table]] = {
            "identities": partial(frames.identities, self.workspace),
            "groups": partial(frames.groups, self.workspace),
            "measurements": self._measurements,
            "push_spans": FRAMES["push_spans"].to_pyarrow().empty_table,  # every push is among the measurements
        }
        return of[name]() if name in of else OF_RECORDS[name](self.workspace)

    def _measurements(self) -> pa.Table:
        above_zero = {} if self._all_pushes else {PUSHES: _ALL_TIME}
        whole = dict.fromkeys(self._metrics - above_zero.keys(), _ALL_TIME)
        return business_frames.measurements(self.workspace, metrics=whole, above_zero=above_zero, until=_ALL_TIME)


Among = Callable[[int], Sequence[int]]  # a day -> the accounts that are looked at
Cut = Callable[[str, pa.Table, Moment], pa.Table]


class Copies(Mapping[str, pa.Table]):
    """Frames of the copies of all accounts for a few days, made as they are asked for: ``given`` of `answers.facts`.

    ``among`` says of which accounts there are copies on a day; ``cut`` takes out of a frame what it must not
    hold as of a moment.
    """

    def __init__(self, past: Past, days: Sequence[int], among: Among, cut: Cut | None = None) -> None:
        self._past, self._days, self._among, self._cut = past, days, among, cut
        self.moment = Moment.end_of(day_of(days[-1]))

    def __getitem__(self, name: str) -> pa.Table:
        if name not in _GIVEN:
            raise KeyError(name)
        if name == "workspace":
            return order_gap_frame(self._past.workspace, self.moment, None)
        last = self._days[-1]
        return copies(name, [(last - day, self._rows(name, day)) for day in self._days])

    def __contains__(self, name: object) -> bool:
        return name in _GIVEN

    def __iter__(self) -> Iterator[str]:
        return iter(_GIVEN)

    def __len__(self) -> int:
        return len(_GIVEN)

    def _rows(self, name: str, day: int) -> pa.Table:
        rows = self._past.used(name, day) if name in USAGE else self._past.frame(name)
        if name == "accounts":
            rows = rows.filter(pc.is_in(rows["account"], pa.array(self._among(day), pa.int64())))
        return rows if self._cut is None else self._cut(name, rows, Moment.end_of(day_of(day)))
