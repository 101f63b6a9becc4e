"""What else does a row say of its event? The columns that no field took, and its own JSON, as one JSON object."""

import msgspec
import pyarrow as pa

from tenure.sources.problems import CellError
from tenure.sources.reading import Column, Reading

_VALUES = ("value", "revenue", "total")  # the property that counts as the event's value, as in calls


def payloads(reading: Reading, batch: pa.Table, values: pa.Array) -> tuple[pa.Array, pa.Array]:
    """JSON text for each row (null when it says nothing more), and its value, from the JSON when no column has it."""
    others = [column for column in reading.columns if column.is_trait]
    own = reading.match.columns.get("properties")
    if own is None and not others:
        return pa.nulls(batch.num_rows, pa.string()), values
    objects: list[dict[str, object]] = [{} for _ in range(batch.num_rows)]
    if own is not None:
        objects = [_object(cell) for cell in batch.column(own).to_pylist()]
        if "value" not in reading.match.columns:
            values = pa.array([_value(found) for found in objects], pa.float64())
    for column in others:
        for found, cell in zip(objects, batch.column(column.position).to_pylist(), strict=True):
            if cell is not None and cell != "":
                found[column.header] = _typed(column, cell, reading)
    encode = msgspec.json.Encoder().encode
    return pa.array([encode(found).decode() if found else None for found in objects], pa.string()), values


def _object(cell: object) -> dict[str, object]:
    """The JSON object in a cell; other content is kept under the name ``properties``."""
    if cell is None or cell == "":
        return {}
    try:
        found = msgspec.json.decode(str(cell))
    except (msgspec.DecodeError, RecursionError):
        found = str(cell)
    return found if isinstance(found, dict) else {"properties": found}


def _typed(column: Column, cell: object, reading: Reading) -> object:
    try:
        return column.parse(cell, column.style or reading.style)
    except CellError:
        return str(cell)


def _value(found: dict[str, object]) -> float | None:
    for name in _VALUES:
        value = found.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300:
            return float(value)
    return None
