"""How are the facts of many days asked for at once? Each account on each of the days as an account of its own.

Facts are functions of how long before the moment something happened. So a copy of an account whose whole past is moved
forward by two days is, as of a moment, what the account itself was two days before; and one question about copies answers
for all days, with the expressions that `tenure.facts` declares. The copies of an account are numbered one after another.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from tenure.facts.schemas import FRAMES

AT_MOST: Final = 32  # copies of an account
_NUMBERS: Final = frozenset({"account", "contract", "contact", "asset"})
_NAMES: Final = frozenset({"actor", "person", "group_id"})
_DAYS: Final = frozenset({"day", "first_day", "last_day"})
_LAST_DATE: Final = pa.scalar((date.max - date(1970, 1, 1)).days, pa.int32())


def copies(name: str, parts: Sequence[tuple[int, pa.Table]]) -> pa.Table:
    """A frame of copies, the first to the last: by how many days each is moved, and its rows of the frame of that name."""
    moved = [_moved(rows, number, days) for number, (days, rows) in enumerate(parts)]
    return pa.concat_tables(moved).cast(FRAMES[name].to_pyarrow())


def whose(copy: int) -> tuple[int, int]:
    """The account of a copy, and which of its copies that is."""
    return divmod(copy, AT_MOST)


def moved_back(value: Any, days: int) -> Any:
    """A date of a copy as its account has it."""
    return value - timedelta(days=days) if isinstance(value, date) else value


def _moved(rows: pa.Table, number: int, days: int) -> pa.Table:
    columns = {field.name: _column(field, number, days)(rows[field.name]) for field in rows.schema}
    return pa.table(columns, schema=rows.schema)


def _column(field: pa.Field, number: int, days: int) -> Callable[[Any], Any]:
    if field.name in _NUMBERS:
        return lambda column: pc.add(pc.multiply(column, AT_MOST), number)
    if field.name in _NAMES:
        return lambda column: pc.binary_join_element_wise(column, str(number), "\x1f")
    if field.name in _DAYS:
        return lambda column: pc.add(column, pa.scalar(days, pa.int32()))
    if pa.types.is_date32(field.type):
        return lambda column: _dates(column, days)
    if pa.types.is_timestamp(field.type):
        return lambda column: pc.add(column, pa.scalar(timedelta(days=days), pa.duration("us")))
    return lambda column: column


def _dates(column: Any, days: int) -> Any:
    moved = pc.add(column.cast(pa.int32()), pa.scalar(days, pa.int32()))
    return pc.min_element_wise(moved, _LAST_DATE, skip_nulls=False).cast(pa.date32())
