"""What do the events of some days add up to? Counted from the log itself, for days that no other table holds."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from tenure.eventlog.aggregate import READ, count_days, count_some, wanted_days
from tenure.eventlog.engines.engine import Files, StaleFiles
from tenure.eventlog.engines.own import engine
from tenure.eventlog.home import Home
from tenure.eventlog.schema import DAYS
from tenure.eventlog.tables import date_of, events_table
from tenure.values.moment import Moment

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def recount(
    home: Home,
    workspace: str,
    days: Collection[int],
    moment: Moment | None = None,
    *,
    actors: pa.Array | None = None,
    groups: pa.Array | None = None,
) -> pa.Table:
    """Rows of DAYS counted from the events of these days themselves, strictly before the moment when one is given."""
    if not days:
        return DAYS.empty_table()
    limit = None if moment is None else (moment.at - EPOCH) // timedelta(microseconds=1)
    wanted = wanted_days({day: limit if moment and day == moment.window_day else None for day in days})
    try:
        return _count(home, workspace, wanted, actors, groups)
    except StaleFiles:  # maintenance replaced a file between our look and our reading; it will not do so twice in a row
        return _count(home, workspace, wanted, actors, groups)


def _count(
    home: Home,
    workspace: str,
    wanted: pa.Table,
    actors: pa.Array | None,
    groups: pa.Array | None,
) -> pa.Table:
    near = {date_of(other) for day in wanted["day"].to_pylist() for other in (day - 1, day, day + 1)}
    files = Files(tuple(events_table(home, workspace).files(sorted(near))), READ)
    if not files.paths:
        return DAYS.empty_table()
    if actors is None and groups is None:
        return count_days(engine(), files, wanted)
    return count_some(engine(), files, wanted, _strings(actors), _strings(groups))


def _strings(values: pa.Array | None) -> pa.Array:
    return pa.array([], pa.string()) if values is None else values.cast(pa.string())
