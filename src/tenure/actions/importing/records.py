"""What did an import do to each record? Values before and after as JSON, so that undo can tell its work from later work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from tenure.records.account import Account
from tenure.records.asset import Asset
from tenure.records.contact import Contact
from tenure.records.contract import Contract, ContractLine, ContractPeriod
from tenure.records.invoice import Invoice
from tenure.records.measurement import Measurement
from tenure.records.note import Note
from tenure.records.order import Order
from tenure.records.ticket import Ticket
from tenure.records.touchpoint import Touchpoint
from tenure.sources.problems import Problem

Json = dict[str, Any]

TABLES: Mapping[str, type[models.Model]] = {
    "account": Account,
    "contact": Contact,
    "contract": Contract,
    "period": ContractPeriod,
    "line": ContractLine,
    "order": Order,
    "invoice": Invoice,
    "asset": Asset,
    "measurement": Measurement,
    "touchpoint": Touchpoint,
    "ticket": Ticket,
    "note": Note,
}
_NAMES = {model: name for name, model in TABLES.items()}
_UNTOLD = {"id", "workspace"}


@dataclass(frozen=True, slots=True)
class Change:
    """One record created (``before`` is None), changed (both hold the changed fields) or deleted (``after`` is empty)."""

    row: int
    table: str
    record: int
    before: Json | None
    after: Json


@dataclass(slots=True)
class Outcome:
    """What a batch of rows came to, counted in rows of the file; ``stale`` accounts must be computed again.

    ``records`` is row -> number of the record it is about, for rows that went in.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    stale: set[int] = field(default_factory=set)
    records: dict[int, int] = field(default_factory=dict)

    def refuse(self, problem: Problem) -> None:
        """A row stays out."""
        self.failed += 1
        self.problems.append(problem)

    def new_accounts(self) -> list[tuple[int, str]]:
        """Number and key of every account that was created."""
        return [
            (change.record, change.after["key"])
            for change in self.changes
            if change.table == "account" and change.before is None
        ]


def snapshot(record: models.Model) -> Json:
    """All fields of a record but its number and workspace, as JSON values; relations as numbers."""
    return {
        name.attname: as_json(getattr(record, name.attname))
        for name in record._meta.concrete_fields
        if name.name not in _UNTOLD
    }


def as_json(value: Any) -> Any:
    """A field's value as JSON keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def put(record: models.Model, values: Json) -> list[str]:
    """Set fields of a record from JSON values; returns their names."""
    fields = {name.attname: name for name in record._meta.concrete_fields}
    for name, value in values.items():
        setattr(record, name, fields[name].to_python(value))
    return [fields[name].name for name in values]


def difference(before: Json, after: Json) -> tuple[Json, Json]:
    """The fields in which two snapshots differ, before and after."""
    changed = [name for name, value in after.items() if before[name] != value or type(before[name]) is not type(value)]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def table_of(record: models.Model) -> str:
    """The name under which an import notes records of this model."""
    return _NAMES[type(record)]
