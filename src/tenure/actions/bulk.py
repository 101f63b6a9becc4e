"""How are very many rows written? In one statement's worth at a time, without an object for each.

A million accounts are six million rows; making a model instance of each takes longer than writing them.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import connection, models

_ROWS = 1_000  # a statement's worth where rows are sent as one statement

Values = Sequence[Any]


def insert(model: type[models.Model], fields: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows of values in the order of ``fields``; inside the caller's transaction. Foreign keys are given as ids.

    Fields that are not named and cannot be null are what the model says of a new row.
    """
    if not rows:
        return
    usual = _usual(model, fields)
    if usual:
        fields, rows = (*fields, *usual), [(*row, *usual.values()) for row in rows]
    columns, prepare = _columns(model, fields)
    start = f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(columns)}) VALUES "  # noqa: S608 - names of our own columns
    one = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(start + one, _prepared(rows, prepare))
            return
        # PostgreSQL waits for an answer to each statement, so that many rows go in one.
        for first in range(0, len(rows), _ROWS):
            chunk = _prepared(rows[first : first + _ROWS], prepare)
            cursor.execute(start + ", ".join([one] * len(chunk)), [value for row in chunk for value in row])


def update(model: type[models.Model], fields: Sequence[str], rows: Sequence[Values]) -> None:
    """Set ``fields`` of rows to values; the last value of each row is its primary key. Inside the caller's transaction."""
    if not rows:
        return
    columns, prepare = _columns(model, (*fields, "pk"))
    setting = ", ".join(f"{column} = %s" for column in columns[:-1])
    with connection.cursor() as cursor:
        statement = f"UPDATE {_quoted(model._meta.db_table)} SET {setting} WHERE {columns[-1]} = %s"  # noqa: S608 - names of our own columns
        cursor.executemany(statement, _prepared(rows, prepare))


def find(  # noqa: PLR0917 - which table, whose rows, told by what, and what of them
    model: type[models.Model], workspace: int, by: Sequence[str], wanted: Sequence[Values], field: str, null: str | None
) -> list[tuple[int, int, Any]]:
    """(position in ``wanted``, primary key, value of ``field``) of the rows whose columns ``by`` have the wanted values.

    The first of those columns is never null in them; that of ``null``, when given, is. An index over ``by`` answers it,
    however many rows the table has.
    """
    found: list[tuple[int, int, Any]] = []
    columns, prepare = _columns(model, (*by, "workspace", "pk", field))
    same = " AND ".join(f"it.{column} = wanted.c{at}" for at, column in enumerate(columns[: len(by)]))
    is_null = "" if null is None else f" AND it.{_columns(model, (null,))[0][0]} IS NULL"
    one = f"({', '.join(['%s'] * (len(by) + 1))})"
    names = ", ".join(f"c{at}" for at in range(len(by)))
    with connection.cursor() as cursor:
        for first in range(0, len(wanted), _ROWS):
            chunk = _prepared(wanted[first : first + _ROWS], prepare[: len(by)])
            cursor.execute(
                f"WITH wanted (n, {names}) AS (VALUES {', '.join([one] * len(chunk))}) "  # noqa: S608 - names of our own columns
                f"SELECT wanted.n, it.{columns[-2]}, it.{columns[-1]} FROM wanted "
                f"JOIN {_quoted(model._meta.db_table)} it ON {same} "
                f"WHERE it.{columns[0]} IS NOT NULL{is_null} AND it.{columns[-3]} = %s",
                [value for n, row in enumerate(chunk, first) for value in (n, *row)] + [workspace],
            )
            found += cursor.fetchall()
    return found


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for that many rows about to be inserted, which nobody else gets. Inside the caller's transaction.

    Numbers of new rows are thus known without asking for each row again.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # The transaction holds the only write lock, and inserting a number raises the sequence to it.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            return list(range(last + 1, last + 1 + count))
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [number for (number,) in cursor.fetchall()]


def hold_more_pages() -> None:
    """Let SQLite keep 64 MB of pages in this connection instead of 2: indexes of a million keys are read at random."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -65536")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _usual(model: type[models.Model], fields: Sequence[str]) -> dict[str, Any]:
    named = {model._meta.get_field(name) for name in fields if name != "pk"}
    others = (one for one in model._meta.concrete_fields if one not in named and not one.null and not one.primary_key)
    return {one.name: one.get_default() for one in others}


def _columns(model: type[models.Model], fields: Sequence[str]) -> tuple[list[str], list[Callable[[Any], Any] | None]]:
    found = [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in fields]
    columns, prepare = [], []
    for field in found:
        assert isinstance(field, models.Field)  # noqa: S101 - relations from elsewhere have no column here
        columns.append(_quoted(str(field.column)))
        prepare.append(_preparer(field))
    return columns, prepare


def _preparer(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    encode = msgspec.json.Encoder().encode
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else encode(value).decode()
    if isinstance(field, models.DateTimeField):
        known: dict[datetime, Any] = {}

        def moment(value: datetime | None) -> Any:
            if value is None:
                return None
            if value not in known:
                known[value] = connection.ops.adapt_datetimefield_value(value)
            return known[value]

        return moment
    if isinstance(field, models.DateField):
        days: dict[date, Any] = {}

        def day(value: date | None) -> Any:
            if value is None:
                return None
            if value not in days:
                days[value] = connection.ops.adapt_datefield_value(_as_date(value))
            return days[value]

        return day
    return None


def _as_date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _prepared(rows: Sequence[Values], prepare: Sequence[Callable[[Any], Any] | None]) -> list[Values]:
    """Rows as the database takes them: turned column by column, which is quicker than cell by cell."""
    columns = zip(*rows, strict=True)
    made = [
        column if make is None else [make(value) for value in column]
        for column, make in zip(columns, prepare, strict=True)
    ]
    return list(zip(*made, strict=True))
