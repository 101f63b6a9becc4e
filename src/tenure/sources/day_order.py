"""How are rows put in order of days when a file is larger than memory? Sorted runs on disk, then merged day by day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

RUN_ROWS = 2_000_000
CHUNK_ROWS = 250_000
_MICROS = 86_400_000_000

Span = tuple[int, int]  # first row and number of rows


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows sorted by day, and where each day lies in them; on disk when ``path`` is given."""

    rows: pa.Table
    days: dict[int, Span]

    def day(self, day: int) -> pa.Table | None:
        span = self.days.get(day)
        return None if span is None else self.rows.slice(*span)


def by_day(
    tables: Iterable[pa.Table], folder: Path, run_rows: int = RUN_ROWS, chunk_rows: int = CHUNK_ROWS
) -> Iterator[pa.Table]:
    """Tables of whole days in order of day, each of at least ``chunk_rows`` rows but the last.

    Rows have a column ``time``; those of one day stay in the order of the file. ``folder`` takes what does not fit.
    """
    runs = list(_runs(tables, folder, run_rows))
    held: list[pa.Table] = []
    count = 0
    for day in sorted({day for run in runs for day in run.days}):
        for run in runs:
            if (part := run.day(day)) is not None:
                held.append(part)
                count += part.num_rows
        if count >= chunk_rows:
            yield pa.concat_tables(held)
            held, count = [], 0
    if held:
        yield pa.concat_tables(held)


def _runs(tables: Iterable[pa.Table], folder: Path, run_rows: int) -> Iterator[_Run]:
    held: list[pa.Table] = []
    count = spilled = 0
    for table in tables:
        held.append(table)
        count += table.num_rows
        if count >= run_rows:
            yield _spill(_sorted(held), folder / f"run-{spilled}.arrow")
            held, count, spilled = [], 0, spilled + 1
    if held:
        last = _sorted(held)
        yield _spill(last, folder / f"run-{spilled}.arrow") if spilled else last


def _sorted(tables: list[pa.Table]) -> _Run:
    rows = pa.concat_tables(tables).combine_chunks()
    days = pc.cast(
        pc.floor(pc.divide(pc.cast(pc.cast(rows["time"], pa.int64()), pa.float64()), float(_MICROS))), pa.int32()
    )
    rows = rows.append_column("_day", days)
    order = pc.sort_indices(rows, sort_keys=[("_day", "ascending")])  # stable: the order of the file within a day
    rows = rows.take(order)
    counts = pc.value_counts(rows["_day"].combine_chunks())
    spans: dict[int, Span] = {}
    first = 0
    for day, number in zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True):
        spans[day] = (first, number)
        first += number
    return _Run(rows.drop_columns(["_day"]), spans)


def _spill(run: _Run, path: Path) -> _Run:
    """The same run, its rows in a file that is mapped instead of held."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, run.rows.schema) as writer:
        writer.write_table(run.rows, max_chunksize=65_536)
    source = pa.memory_map(str(path), "r")
    return _Run(pa.ipc.open_file(source).read_all(), run.days)
