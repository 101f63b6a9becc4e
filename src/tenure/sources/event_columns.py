"""What does a file of events hold, as typed Arrow columns? Whole columns at a time; only odd cells go through Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from tenure.sources import cells
from tenure.sources.event_cells import TIME, Column, typed_column
from tenure.sources.event_payload import payloads
from tenure.sources.parquet import ParquetFile
from tenure.sources.problems import Problem, quoted, shortened, too_many_cells
from tenure.sources.reading import Reading
from tenure.sources.survey import is_blank
from tenure.sources.table import BadLine, Cells
from tenure.values.voice import worded

BATCH = 131_072
_NAMES = ("user_id", "anonymous_id", "group_id", "event", "message_id", "time", "value")


@dataclass(frozen=True, slots=True)
class EventBatch:
    """Good rows as columns (`row` is their number in the file), how many were kept out, and what was wrong."""

    rows: pa.Table
    failed: int
    problems: list[Problem]


def event_batches(reading: Reading, oldest: datetime) -> Iterator[EventBatch]:
    """The events of a file in order. Rows without event, time or actor, or from before ``oldest``, are kept out."""
    for numbers, batch, lost in _raw(reading):
        yield _typed(reading, numbers, batch, lost, oldest)


def _raw(reading: Reading) -> Iterator[tuple[pa.Array, pa.Table, list[Problem]]]:
    """Row numbers and columns as they come, by header."""
    table = reading.table
    if isinstance(table, ParquetFile):
        first = 1
        for batch in table.batches(BATCH):
            yield pa.array(range(first, first + batch.num_rows), pa.int64()), pa.Table.from_batches([batch]), []
            first += batch.num_rows
        return
    numbers: list[int] = []
    rows: list[Cells] = []
    lost: list[Problem] = []
    width = len(table.headers)
    for number, row in enumerate(table.rows(), start=1):
        if isinstance(row, BadLine):
            lost.append(Problem(number, "", shortened(row.text), row.reason))
        elif len(row) > width and not is_blank(row[width:]):
            reason = too_many_cells(len(row), width)
            lost.append(Problem(number, "", shortened(row[width]), reason))
        elif not is_blank(row):
            numbers.append(number)
            rows.append(row)
        if len(numbers) + len(lost) >= BATCH:
            yield pa.array(numbers, pa.int64()), _columns(table.headers, rows), lost
            numbers, rows, lost = [], [], []
    yield pa.array(numbers, pa.int64()), _columns(table.headers, rows), lost


def _columns(headers: tuple[str, ...], rows: list[Cells]) -> pa.Table:
    width = len(headers)
    whole = [row if len(row) >= width else [*row, *[None] * (width - len(row))] for row in rows]
    columns = [[row[position] for row in whole] for position in range(width)]
    return pa.Table.from_arrays([_arrow(column) for column in columns], names=list(headers))


def _arrow(column: list[object]) -> pa.Array:
    """Values of one type as that type, a mixture as text."""
    try:
        return pa.array(column)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return pa.array([None if cell is None else cells.as_text(cell) for cell in column], pa.string())


def _typed(
    reading: Reading, raw_numbers: pa.Array, batch: pa.Table, lost: list[Problem], oldest: datetime
) -> EventBatch:
    """Type the columns of a batch and part good rows from bad."""
    count = batch.num_rows
    columns = {name: typed_column(name, _cells(reading, batch, name), count, reading.style_of(name)) for name in _NAMES}
    payload, values = payloads(reading, batch, columns["value"].values)
    time = columns["time"].values
    is_old = pc.fill_null(pc.less(time, pa.scalar(oldest, TIME)), False)
    has_actor = pc.or_(columns["user_id"].values.is_valid(), columns["anonymous_id"].values.is_valid())
    is_good = pc.and_(
        pc.and_(columns["event"].values.is_valid(), time.is_valid()), pc.and_(has_actor, pc.invert(is_old))
    )
    problems = lost + _problems(reading, raw_numbers, columns, batch)
    if pc.sum(is_good).as_py() != count:
        problems += _left_out(reading, raw_numbers, columns, is_good, is_old)
    typed = {
        "row": raw_numbers,
        **{name: column.values for name, column in columns.items()},
        "value": values,
        "payload": payload,
    }
    rows = pa.table(typed).filter(is_good)
    return EventBatch(rows, count - rows.num_rows + len(lost), sorted(problems, key=lambda problem: problem.row))


def _cells(reading: Reading, batch: pa.Table, name: str) -> pa.Array | None:
    if name not in reading.match.columns:
        return None
    found = batch.column(reading.match.columns[name]).combine_chunks()
    return pa.concat_arrays(found.chunks) if isinstance(found, pa.ChunkedArray) else found


def _problems(reading: Reading, numbers: pa.Array, columns: dict[str, Column], batch: pa.Table) -> list[Problem]:
    """Cells that could not be read."""
    found = []
    for name, column in columns.items():
        for at, reason in column.bad.items():
            shown = shortened(batch.column(reading.match.columns[name])[at].as_py())
            found.append(Problem(numbers[at].as_py(), reading.header(name), shown, quoted(shown, reason)))
    return found


def _left_out(
    reading: Reading, numbers: pa.Array, columns: dict[str, Column], is_good: pa.Array, is_old: pa.Array
) -> list[Problem]:
    """Why rows are kept out whose cells could be read."""
    found = []
    for at in pc.indices_nonzero(pc.invert(is_good)).to_pylist():
        needed = [name for name in ("event", "time") if not columns[name].values[at].is_valid]
        if not columns["user_id"].values[at].is_valid and not columns["anonymous_id"].values[at].is_valid:
            needed.append("user_id" if "user_id" in reading.match.columns else "anonymous_id")
        row = numbers[at].as_py()
        if is_old[at].as_py():
            shown = columns["time"].values[at].as_py().isoformat()
            found.append(Problem(row, reading.header("time"), shown, worded("is older than the history that is kept")))
        found += [
            Problem(row, reading.header(name), "", worded("is needed, but the cell is blank"))
            for name in needed
            if at not in columns[name].bad
        ]
    return found
