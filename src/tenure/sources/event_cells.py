"""Which value has each cell of a column of events? Ids and names as text, times in UTC, values as numbers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import isnan

import pyarrow as pa
import pyarrow.compute as pc

from tenure.sources import cells
from tenure.sources.cells import LONGEST_KEY, Style
from tenure.sources.problems import CellError
from tenure.values.voice import worded

TIME = pa.timestamp("us", tz="UTC")
_LONGEST_EVENT = 500
_EPOCH = r"\A\d{10}(\d{3}){0,2}\z"  # seconds, thousandths or millionths since 1970, in this age
_CONTROL = r"[\x00-\x1f\x7f]"
# Times that are numbers: seconds, milliseconds or microseconds since 1970, told by their size; else nanoseconds.
_UNITS = ((10**11, "s"), (10**14, "ms"), (10**17, "us"))


@dataclass(frozen=True, slots=True)
class Column:
    """A typed column, and which of its cells could not be read, with the reason."""

    values: pa.Array
    bad: dict[int, str] = field(default_factory=dict)


def typed_column(name: str, raw: pa.Array | None, count: int, style: Style) -> Column:
    """A column of events as its type: `time`, `value`, else text. All null when the file has no such column."""
    if name == "time":
        return Column(pa.nulls(count, TIME)) if raw is None else _times(raw, style)
    if name == "value":
        return Column(pa.nulls(count, pa.float64())) if raw is None else _numbers(raw, style)
    if raw is None:
        return Column(pa.nulls(count, pa.string()))
    return _texts(raw, _LONGEST_EVENT if name == "event" else LONGEST_KEY)


def _texts(raw: pa.Array, longest: int) -> Column:
    if pa.types.is_dictionary(raw.type):
        distinct = _texts(raw.dictionary, longest)
        if not distinct.bad:
            return Column(distinct.values.take(raw.indices))
        raw = raw.dictionary_decode()
    if pa.types.is_floating(raw.type):  # ids in a column with blanks often come as 12.0
        raw = pa.array(
            [None if cell is None or isnan(cell) else cells.as_text(cell) for cell in raw.to_pylist()], pa.string()
        )
    elif pa.types.is_temporal(raw.type) or pa.types.is_boolean(raw.type) or pa.types.is_binary(raw.type):
        raw = pa.array([None if cell is None else _decoded(cell) for cell in raw.to_pylist()], pa.string())
    text = pc.utf8_trim_whitespace(pc.cast(raw, pa.string()))
    size = pc.utf8_length(text)
    odd = pc.or_(pc.greater(size, longest), pc.match_substring_regex(text, _CONTROL))
    bad = {
        at: worded("is longer than {most} characters", most=str(longest))
        if size[at].as_py() > longest
        else worded("holds control characters")
        for at in pc.indices_nonzero(pc.fill_null(odd, False)).to_pylist()
    }
    blank = pc.or_kleene(pc.equal(size, 0), odd)
    return Column(pc.if_else(pc.fill_null(blank, True), pa.scalar(None, pa.string()), text), bad)


def _decoded(cell: object) -> str:
    return cell.decode(errors="replace") if isinstance(cell, bytes) else cells.as_text(cell)


def _times(raw: pa.Array, style: Style) -> Column:
    kind = raw.type
    if pa.types.is_dictionary(kind):
        raw, kind = raw.dictionary_decode(), raw.type.value_type
    if pa.types.is_timestamp(kind):
        return Column(pc.cast(raw if kind.tz else pc.assume_timezone(raw, "UTC"), TIME, safe=False))
    if pa.types.is_date(kind):
        return Column(pc.assume_timezone(pc.cast(raw, pa.timestamp("us")), "UTC"))
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return Column(_since_epoch(raw))
    text = pc.utf8_trim_whitespace(pc.cast(raw, pa.string()))
    text = pc.if_else(pc.equal(pc.utf8_length(text), 0), pa.scalar(None, pa.string()), text)
    if text.null_count < len(text) and pc.all(pc.match_substring_regex(text, _EPOCH)).as_py():
        return Column(_since_epoch(pc.cast(text, pa.int64())))
    for wanted in (TIME, pa.timestamp("us")):
        try:
            return _times(pc.cast(text, wanted), style)
        except pa.ArrowInvalid:
            continue  # a mixture, another order, or a slip: cell by cell then
    return _each(text, TIME, lambda cell: cells.moment(cell, style))


def _since_epoch(raw: pa.Array) -> pa.Array:
    largest = pc.max(pc.abs(raw)).as_py() or 0
    unit = next((unit for limit, unit in _UNITS if largest < limit), "ns")
    if pa.types.is_floating(raw.type):
        scale = {"s": 1_000_000, "ms": 1_000, "us": 1, "ns": 0.001}[unit]
        return pc.cast(pc.cast(pc.floor(pc.multiply(raw, scale)), pa.int64()), TIME)
    return pc.cast(pc.cast(pc.cast(raw, pa.int64()), pa.timestamp(unit, tz="UTC")), TIME, safe=False)


def _numbers(raw: pa.Array, style: Style) -> Column:
    if pa.types.is_integer(raw.type) or pa.types.is_floating(raw.type):
        plain = pc.cast(raw, pa.float64(), safe=False)
        return Column(pc.if_else(pc.is_finite(plain), plain, pa.scalar(None, pa.float64())))
    text = pc.utf8_trim_whitespace(pc.cast(raw, pa.string()))
    text = pc.if_else(pc.equal(pc.utf8_length(text), 0), pa.scalar(None, pa.string()), text)
    return _each(text, pa.float64(), lambda cell: float(cells.number(cell, style)))


def _each(text: pa.Array, kind: pa.DataType, parse: Callable[[object], object]) -> Column:
    """Parse every different cell once."""
    coded = pc.dictionary_encode(text)
    values: list[object] = []
    wrong: dict[int, str] = {}
    for at, cell in enumerate(coded.dictionary.to_pylist()):
        try:
            values.append(parse(cell))
        except CellError as error:
            values.append(None)
            wrong[at] = str(error)
    bad = {}
    if wrong:
        suspects = pc.indices_nonzero(pc.is_in(coded.indices, value_set=pa.array(list(wrong), coded.indices.type)))
        bad = {at: wrong[coded.indices[at].as_py()] for at in suspects.to_pylist()}
    return Column(pa.array(values, kind).take(coded.indices), bad)
