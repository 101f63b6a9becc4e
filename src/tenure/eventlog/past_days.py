"""What was used on each day of a long stretch? The months of ``days`` and the open days in memory, for many moments in turn."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.eventlog.home import Home
from tenure.eventlog.recount import recount
from tenure.eventlog.schema import DAYS, SPANS
from tenure.eventlog.spool import Spool
from tenure.eventlog.table import Table
from tenure.eventlog.tables import days_table, month_of, spans_table
from tenure.values.moment import day_of


class PastDays:
    """Usage of a workspace as it is known now, each month read once. The days are asked for in rising order.

    What `eventlog.usage` answers of one moment at the end of a day, this answers of each: closed and open days alike.
    """

    def __init__(self, home: Home, spool: Spool, workspace: str) -> None:
        # Open days are read before the files, as `eventlog.usage` does: never half a day.
        opened = spool.open_days(workspace)
        self._open_keys = pa.array(sorted(opened), pa.int32())
        self.open = recount(home, workspace, set(opened)).cast(DAYS)
        self._days, self._spans = days_table(home, workspace), spans_table(home, workspace)
        self._months: dict[str, pa.Table] = {}

    def closed(self, first: int, last: int) -> pa.Table:
        """Rows of DAYS of closed days from one day to another, both included, in order of day."""
        self._months = {month: self._months.get(month) or self._read(month) for month in months(first, last)}
        rows = pa.concat_tables([DAYS.empty_table(), *self._months.values()])
        return rows.filter(pc.and_(pc.greater_equal(rows["day"], first), pc.less_equal(rows["day"], last)))

    def spans_before(self, window_day: int) -> pa.Table:
        """Rows of SPANS of the time before the month of a day."""
        before = [file.partition for file in self._spans.active() if file.partition < month_of(window_day)]
        return _whole(self._spans, [max(before)], SPANS) if before else SPANS.empty_table()

    def _read(self, month: str) -> pa.Table:
        rows = _whole(self._days, [month], DAYS)
        return rows.filter(pc.invert(pc.is_in(rows["day"], self._open_keys))).sort_by("day")


def months(first: int, last: int) -> list[str]:
    """The partitions of all months from the one of a day to that of another."""
    start, end = day_of(first), day_of(last)
    numbers = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def _whole(table: Table, partitions: Iterable[str], schema: pa.Schema) -> pa.Table:
    wanted = list(partitions)
    try:
        return _parts(table.files(wanted), schema)
    except FileNotFoundError:  # maintenance replaced a file between our look and our reading: list again, once
        table.reload()
        return _parts(table.files(wanted), schema)


def _parts(paths: Iterable[str], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables(
        [schema.empty_table(), *(pq.read_table(p, schema=schema, partitioning=None) for p in paths)]
    )
