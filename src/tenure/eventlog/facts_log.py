"""What was known then? Stores each day's facts and health of every account, and finds them again."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.eventlog.home import Home
from tenure.eventlog.table import Conflict
from tenure.eventlog.tables import FACTS, date_of, day_in, facts_table
from tenure.values.moment import Moment

ROW_GROUP = 8_192  # facts are long texts: a reader of one account should not have to unpack a hundred thousand
ATTEMPTS = 20


def store_day(home: Home, workspace: str, day: int, table: pa.Table, *, keep_others: bool = False) -> None:
    """Make ``table`` (FACTS, without ``day``) what was known at the end of that day.

    It replaces the day; with ``keep_others`` only the accounts it names, for a pass that works in slices.
    """
    named = table.drop_columns("day") if "day" in table.column_names else table
    rows = named.append_column("day", pa.repeat(pa.scalar(day, pa.int32()), table.num_rows)).select(FACTS.names)
    rows = rows.cast(FACTS)
    log, partition = facts_table(home, workspace), date_of(day)
    for _ in range(ATTEMPTS):
        try:
            replaced = log.files([partition])
            both = pa.concat_tables([rows, *(_others(path, rows) for path in replaced)]) if keep_others else rows
            if both.num_rows or replaced:
                log.write({partition: both.sort_by("account")}, replace=replaced, row_group_size=ROW_GROUP)
            return
        except (Conflict, FileNotFoundError):  # another slice of the same day was stored meanwhile
            log.reload()
    raise Conflict(f"{log.path}: {ATTEMPTS} attempts to store {partition} met another writer every time")


def stored_days(home: Home, workspace: str) -> frozenset[int]:
    """The keys of all days that were stored."""
    return frozenset(day_in(file.partition) for file in facts_table(home, workspace).active())


def stored(home: Home, workspace: str, moment: Moment, accounts: Sequence[int] | None = None) -> pa.Table | None:
    """FACTS of the last day that had ended by the moment and was stored; None when no such day was.

    With ``accounts`` only theirs: an account that day did not know has no row.
    """
    log = facts_table(home, workspace)
    last = date_of(moment.window_day - 1)
    days = [file.partition for file in log.active() if file.partition <= last]
    if not days:
        return None
    chosen = None if accounts is None else pc.is_in(pc.field("account"), pa.array(sorted(accounts), pa.int64()))
    for attempt in range(2):
        paths = log.files([max(days)])
        try:
            parts = [pq.read_table(path, schema=FACTS, partitioning=None, filters=chosen) for path in paths]
            return pa.concat_tables(parts).sort_by("account")
        except FileNotFoundError:  # the day was stored again, and the old file deleted
            if attempt:
                raise
            log.reload()
    return None


def _others(path: str, rows: pa.Table) -> pa.Table:
    known = pq.read_table(path, schema=FACTS, partitioning=None)
    return known.filter(pc.invert(pc.is_in(known["account"], value_set=rows["account"].combine_chunks())))
