"""How does history come in without the spool, and out again? Whole chunks of events, each appended exactly once."""

from collections.abc import Callable, Collection, Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.eventlog.home import Home
from tenure.eventlog.marks import settle
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.spool import Spool
from tenure.eventlog.table import Conflict, Table
from tenure.eventlog.table_state import ActiveFile
from tenure.eventlog.tables import date_of, day_in, events_table
from tenure.eventlog.traces import whole

ROWS_AT_ONCE = 1_000_000  # events rewritten in one commit
ATTEMPTS = 20

Rewrite = Callable[[pa.Table], pa.Table]  # rows of EVENTS -> the rows to keep; the same table: leave the file alone


def append_import(  # noqa: PLR0917 - where, then what, in the order one says it
    home: Home, spool: Spool, workspace: str, import_id: int, chunk: int, table: pa.Table
) -> bool:
    """Append one chunk (EVENTS; any order, best 250,000 rows or more) of an import; False when it was in already.

    Chunks of an import are numbered from 0 and must come in order: after a stop, begin again with any earlier one.
    """
    days = whole(table["time"].cast(pa.timestamp("us")).cast(pa.date32()).cast(pa.int32()))
    counts = sorted((pair["values"], pair["counts"]) for pair in pc.value_counts(days).to_pylist())
    order, start, parts = pc.sort_indices(days), 0, dict[str, pa.Table]()
    marked = table.set_column(
        table.column_names.index("import_id"), "import_id", pa.repeat(pa.scalar(import_id, pa.int64()), table.num_rows)
    )
    by_day = marked.take(order)
    for day, count in counts:
        parts[date_of(day)] = by_day.slice(start, count)
        start += count
    touched = [day for day, _ in counts]
    # Days are opened before the commit, so that nobody takes them for closed while they hold events that no count has,
    # and again after it: they may have been closed in between, on what was read before. A crash between commit and
    # second opening is healed when the chunk is appended again: it is found to be in, and its days are opened all the same.
    spool.open_day(workspace, touched)
    events = events_table(home, workspace)
    version = events.write(parts, app=(_app(import_id), chunk))
    spool.open_day(workspace, touched)
    settle(spool, workspace, events)
    return version is not None


def remove_import(home: Home, spool: Spool, workspace: str, import_id: int) -> int:
    """Take all events of an import out of the log; how many there were. Can be repeated after a stop."""

    def without(rows: pa.Table) -> pa.Table:
        others = pc.fill_null(pc.not_equal(rows["import_id"], import_id), True)
        return rows if pc.all(others).as_py() else rows.filter(others)

    return rewrite_events(home, spool, workspace, without, _may_hold(import_id))


def rewrite_events(
    home: Home,
    spool: Spool,
    workspace: str,
    rewrite: Rewrite,
    concerns: Callable[[str], bool] | None = None,
) -> int:
    """Replace every file of events of which ``rewrite`` keeps other rows than it has; how many rows went away.

    Files that are appended meanwhile are looked at too. Days are opened before and after, as in ``append_import``.
    """
    gone = 0
    seen: set[str] = set()
    events = events_table(home, workspace)
    for _ in range(ATTEMPTS):
        files = [file for file in events.active() if file.path not in seen]
        for some in _portions(files):
            try:
                gone += _rewrite(
                    spool,
                    workspace,
                    events,
                    [file for file in some if concerns is None or concerns(file.path)],
                    rewrite,
                )
                seen |= {file.path for file in some}
            except (Conflict, FileNotFoundError):  # maintenance joined some of these files: look at the list again
                pass
        events.reload()
        if all(file.path in seen for file in events.active()):
            settle(spool, workspace, events)
            return gone
    raise Conflict(f"{events.path}: {ATTEMPTS} attempts to rewrite files met other writers every time")


def _rewrite(spool: Spool, workspace: str, events: Table, files: Collection[ActiveFile], rewrite: Rewrite) -> int:
    parts: dict[str, list[pa.Table]] = {}
    replaced: list[ActiveFile] = []
    before = after = 0
    for file in files:
        rows = pq.read_table(file.path, schema=EVENTS, partitioning=None)
        kept = rewrite(rows)
        if kept is not rows:
            replaced.append(file)
            parts.setdefault(file.partition, []).append(kept)
            before, after = before + rows.num_rows, after + kept.num_rows
    if not replaced:
        return 0
    days = {day_in(file.partition) for file in replaced}
    spool.open_day(workspace, days)
    events.write(
        {value: pa.concat_tables(tables) for value, tables in parts.items()},
        replace=[file.path for file in replaced],
        note={"tenure": "rewrite"},
    )
    spool.open_day(workspace, days)
    return before - after


def _portions(files: Collection[ActiveFile]) -> Iterator[list[ActiveFile]]:
    part: list[ActiveFile] = []
    for file in files:
        if part and sum(other.rows for other in part) + file.rows > ROWS_AT_ONCE:
            yield part
            part = []
        part.append(file)
    if part:
        yield part


def _may_hold(import_id: int) -> Callable[[str], bool]:
    """Whether a file may hold rows of an import, from the statistics in its footer."""

    def concerns(path: str) -> bool:
        with pq.ParquetFile(path) as file:
            place = file.schema_arrow.get_field_index("import_id")
            groups = [file.metadata.row_group(n).column(place).statistics for n in range(file.metadata.num_row_groups)]
        return any(
            group is None
            or (not group.has_min_max and group.null_count is None)
            or (group.has_min_max and group.min <= import_id <= group.max)
            for group in groups
        )

    return concerns


def _app(import_id: int) -> str:
    return f"import:{import_id}"
