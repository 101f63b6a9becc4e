"""How does a row leave and come back? As JSON with every column, and what it hung from is looked for again."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

Json = dict[str, Any]


def row_as_json(row: models.Model) -> Json:
    """Every column of a row, as JSON can hold it."""
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def make_row(model: type[models.Model], said: Json) -> Any:
    """The row again under its number; None when what it was a part of has gone meanwhile."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    values = {name: known[name].to_python(value) for name, value in said.items() if name in known}
    if not _fit(model, values):
        return None
    row = model(**values)
    row.save(force_insert=True)
    return row


def put_back(model: type[models.Model], number: int, before: Json, after: Json) -> None:
    """Let a row's columns say again what they said before, but for those that were given something else since."""
    row = model._default_manager.filter(pk=number).first()
    if row is None:
        return
    now = row_as_json(row)
    known = {field.attname: field for field in model._meta.concrete_fields}
    values = {name: known[name].to_python(value) for name, value in before.items() if now.get(name) == after[name]}
    if values and _fit(model, values):
        model._default_manager.filter(pk=number).update(**values)


def clashing(table: type[models.Model], column: str, numbers: Collection[int], kept: int) -> list[int]:
    """Those of the rows that could not name the other record too, because one that says the same names it already."""
    rows = table._default_manager.filter(pk__in=numbers)
    found: set[int] = set()
    for constraint in table._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or column not in constraint.fields:
            continue
        others = [name for name in constraint.fields if name != column]
        where = constraint.condition or models.Q()
        taken = set(table._default_manager.filter(where, **{column: kept}).values_list(*others))
        mine = rows.filter(where).values_list("pk", *others)
        found |= {pk for pk, *said in mine if tuple(said) in taken}
    return sorted(found)


def _fit(model: type[models.Model], values: dict[str, Any]) -> bool:
    """Forget what a row hung from where that has gone; False when it cannot be without."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not isinstance(target, type) or (number := values.get(field.attname)) is None:
            continue
        if not target._default_manager.filter(pk=number).exists():
            if not field.null:
                return False
            values[field.attname] = None
    return True


def _plain(value: object) -> object:
    if isinstance(value, str | int | float | bool | list | dict | None):
        return value
    # To the microsecond, which the encoder would cut off.
    return value.isoformat() if isinstance(value, date | datetime) else DjangoJSONEncoder().default(value)


def changes(before: Mapping[int, Json], after: Mapping[int, Json]) -> list[Json]:
    """What became of rows that were there before: their numbers, and the columns that differ, before and after."""
    return [
        {
            "id": pk,
            "before": {name: value for name, value in was.items() if value != after[pk][name]},
            "after": {name: value for name, value in after[pk].items() if value != was[name]},
        }
        for pk, was in before.items()
        if pk in after and after[pk] != was
    ]
