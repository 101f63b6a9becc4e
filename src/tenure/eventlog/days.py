"""How does a day close? Its events are counted once and for all into ``days`` and ``spans``, many days at a time."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.eventlog.aggregate import count_spans, lost_spans, table
from tenure.eventlog.engines.engine import Files
from tenure.eventlog.engines.own import engine
from tenure.eventlog.home import Home
from tenure.eventlog.marks import settle
from tenure.eventlog.recount import recount
from tenure.eventlog.schema import DAYS, SPANS
from tenure.eventlog.spool import Spool
from tenure.eventlog.tables import date_of, days_table, events_table, month_of, spans_table

ROWS_AT_ONCE = 8_000_000  # events counted in one go; what they need stays well under the engine's memory
NOTE = {"tenure": "maintenance"}
ORDER = pa.schema([("actor", pa.string()), ("account", pa.int64())])
_DAYS = table("days", DAYS)
_ORDER = table("order", ORDER).group_by("actor").agg(account=lambda t: t.account.min())
_SORTED = (
    _DAYS.left_join(_ORDER, "actor")
    .order_by(*(ibis.asc(name, nulls_first=False) for name in ("account", "actor", "day", "group_id", "event")))
    .select(*DAYS.names)
)


@dataclass(frozen=True, slots=True)
class Closed:
    """Days that were closed. ``shrank``: somebody's first or last use is not what it was, for events were taken away."""

    days: tuple[int, ...]
    shrank: bool


def close_days(
    home: Home, spool: Spool, workspace: str, marks: Mapping[int, int], order: pa.Table | None = None
) -> Closed:
    """Close the days of ``marks`` (day -> its mark in ``open_days``, read before this call); answers those closed.

    A day whose mark has risen since stays open: events came while we counted, so its rows may lack them. Rows are
    written before the day is closed and readers ignore the files of an open day, so that a kill at any point leaves
    a day that is open and will be counted again. ``order`` (actor, account) makes rows of one account lie together.
    Raises Conflict when somebody else rewrote the same days meanwhile; they stay open.
    """
    if not marks:
        return Closed((), False)
    for _month, days in groupby(sorted(marks), key=month_of):
        for some in _portions(home, workspace, list(days)):
            at = days_table(home, workspace).version
            replace_days(home, workspace, some, recount(home, workspace, some), order, at=at)
    shrank = write_spans(home, workspace, month_of(min(marks)))
    for written in (days_table(home, workspace), spans_table(home, workspace)):
        settle(spool, workspace, written)  # what a closed day is told by must never be taken for a torn end
    closed = (day for day in sorted(marks) if spool.close_day(workspace, day, marks[day]))
    return Closed(tuple(closed), shrank)


def replace_days(
    home: Home, workspace: str, days: Collection[int], rows: pa.Table, order: pa.Table | None, *, at: int
) -> None:
    """Make ``rows`` all that the files say about these days, which are of one month, in one commit.

    ``at`` is the table's version before they were counted: raises Conflict when somebody wrote since, who may have
    written the same days.
    """
    month = month_of(min(days))
    log = days_table(home, workspace)
    replaced = [path for path in log.files([month]) if _may_hold(path, days)]
    kept = [pq.read_table(path, schema=DAYS, partitioning=None) for path in replaced]
    gone = pa.array(sorted(days), pa.int32())
    kept = [rest for part in kept if (rest := part.filter(pc.invert(pc.is_in(part["day"], gone)))).num_rows]
    if rows.num_rows or replaced:
        # What is kept stays in its order: a late event must not cost the sorting of a month.
        parts = [*kept, in_order(rows, order)]
        log.write({month: pa.concat_tables(parts)}, replace=replaced, at=at, note=NOTE)


def write_spans(home: Home, workspace: str, since: str) -> bool:
    """Count the spans of a month and of every later one anew, each from the one before it and its own days.

    Whether somebody's first or last use is no longer what spans said: events were taken away. Raises Conflict when
    somebody else writes spans at the same time.
    """
    spans = spans_table(home, workspace)
    at: int | None = spans.version  # read before the days are: whoever writes days writes spans after them
    days = days_table(home, workspace)
    months = sorted({file.partition for told in (days, spans) for file in told.active()})
    earlier = [path for month in months if month < since for path in spans.files([month])][-1:]
    shrank = False
    for month in (month for month in months if month >= since):
        own, replaced = days.files([month]), spans.files([month])
        rows = SPANS.empty_table()
        if own:
            rows = count_spans(engine(), Files(tuple(earlier), SPANS), Files(tuple(own), DAYS))
        if own or replaced:
            shrank = shrank or lost_spans(engine(), Files(tuple(replaced), SPANS), rows)
            at = spans.write({month: rows}, replace=replaced, at=at, note=NOTE)
            earlier = spans.files([month]) or earlier
    return shrank


def merge_month(home: Home, workspace: str, month: str, order: pa.Table | None = None) -> bool:
    """Put a month's files into one, in order of account and actor; False when there is nothing to merge."""
    log = days_table(home, workspace)
    paths = log.files([month])
    if len(paths) < 2:
        return False
    rows = in_order(Files(tuple(paths), DAYS), order)
    return log.write({month: rows}, replace=paths, data_change=False, note=NOTE) is not None


def in_order(rows: pa.Table | Files, order: pa.Table | None) -> pa.Table:
    """Rows of DAYS by account, actor and day; actors without an account come last."""
    frame = ORDER.empty_table() if order is None else order.select(ORDER.names).cast(ORDER)
    return engine().run("eventlog.sorted", _SORTED, {"days": rows, "order": frame}).cast(DAYS)


def built_at(home: Home, workspace: str, day: int) -> float | None:
    """When the files that hold this day were last written (seconds since the epoch); None when none does."""
    files = days_table(home, workspace).files([month_of(day)])
    times = [Path(path).stat().st_mtime for path in files if _may_hold(path, [day])]
    return max(times, default=None)


def _portions(home: Home, workspace: str, days: list[int]) -> Iterator[list[int]]:
    """Split days so that each part has a number of events that fits in memory."""
    events = events_table(home, workspace)
    rows = {day: sum(file.rows for file in events.active([date_of(day)])) for day in days}
    part: list[int] = []
    for day in days:
        if part and sum(rows[other] for other in part) + rows[day] > ROWS_AT_ONCE:
            yield part
            part = []
        part.append(day)
    yield part


def _may_hold(path: str, days: Collection[int]) -> bool:
    """Whether the file's span of days, from its footer, meets one of these days."""
    with pq.ParquetFile(path) as file:
        place = file.schema_arrow.get_field_index("day")
        groups = [
            file.metadata.row_group(group).column(place).statistics for group in range(file.metadata.num_row_groups)
        ]
    if not all(group is not None and group.has_min_max for group in groups):
        return True
    return any(min(g.min for g in groups) <= day <= max(g.max for g in groups) for day in days) if groups else False
