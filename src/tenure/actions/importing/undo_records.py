"""Takes back what an import did to records of one table: deletes, restores or makes again, unless something came since."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from tenure.actions.importing.assets import move_measurements
from tenure.actions.importing.records import TABLES, put, snapshot
from tenure.actions.importing.undo_history import changed_since, drop, held_by
from tenure.actions.owner_links import link_owners
from tenure.records.account import Account, AccountHistory
from tenure.records.asset import Asset, AssetHistory
from tenure.records.contract import ContractLine, ContractPeriod
from tenure.records.health import AccountHealth, HealthChange
from tenure.records.imports import Import, ImportRow
from tenure.records.measurement import Measurement
from tenure.records.queue import StaleAccount
from tenure.values.voice import later, worded

# They go with their account or asset, and come back with it.
_DERIVED = (AccountHistory, AccountHealth, AssetHistory, HealthChange, StaleAccount)
# What depends on a record, as sentences call it where the table's own name is no word.
_IN_PLURAL = {
    "account keys": later("other keys"), "attendees": later("attendees"), "contract lines": later("options of contracts"),
    "contract periods": later("terms of contracts"), "departures": later("departures"), "identitys": later("ids"),
    "health overrides": later("health overrides"), "objectives": later("objectives"), "snoozes": later("snoozes"),
    "renewal words": later("words about renewals"), "tasks": later("tasks"),
}  # fmt: skip
_WORDS = {**{name: name for name in TABLES}, "line": "option"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that was not taken back: its row in the file, what it is called, and why."""

    row: int
    record: str
    reason: str

    def as_json(self) -> dict[str, object]:
        """The form of `tenure undo --json`."""
        return {"row": self.row, "record": self.record, "reason": self.reason}


@dataclass(slots=True)
class Undoing:
    """A batch being taken back. ``settled`` are import rows with nothing left to do."""

    of: Import
    used: set[str]  # keys of accounts that events name
    deleted: int = 0
    restored: int = 0
    kept: list[Kept] = field(default_factory=list)
    settled: list[int] = field(default_factory=list)
    stale: set[int] = field(default_factory=set)

    def keep(self, row: ImportRow, record: models.Model, reason: str) -> None:
        """A record stays as it is."""
        self.kept.append(Kept(row.row, f"{_WORDS[row.table]} {called(record)}", reason))


def take_back(undoing: Undoing, rows: Sequence[ImportRow]) -> None:
    """Take back deeds of one sort on different records of one table. Inside the caller's transaction."""
    model = TABLES[rows[0].table]
    if not rows[0].after:
        for row in rows:
            _make_again(undoing, model, row)
        return
    known = model._default_manager.filter(workspace=undoing.of.workspace_id)
    if issubclass(model, ContractPeriod | ContractLine):
        known = known.select_related("contract")
    records = known.in_bulk([row.record for row in rows])
    gone = [row for row in rows if row.record not in records]
    undoing.settled += [row.pk for row in gone]  # deleted since by somebody: nothing is left of it
    present = [(row, records[row.record]) for row in rows if row.record in records]
    changed = _by_whom(undoing.of, rows[0].table, _changed_since(present))
    whole = [(row, record) for row, record in present if row.record not in changed]
    if model is Measurement:  # which is called by what it is of; of a million others nobody asks
        models.prefetch_related_objects([record for _, record in present if record.pk in changed], "account", "asset")
    for row, record in present:
        if row.record in changed:
            undoing.keep(row, record, changed[row.record])
    if rows[0].before is None:
        _delete(undoing, model, whole)
    else:
        _restore(undoing, whole)


def called(record: Any) -> str:
    """What a person knows a record by."""
    if hasattr(record, "key"):
        return str(record.key)
    if hasattr(record, "option"):
        return f"{record.option} ({record.contract.key})"
    if isinstance(record, Measurement):
        return f"{record.metric} ({(record.asset or record.account).key}, {record.day})"
    return f"{record.contract.key} ({record.starts_on})"


Present = Sequence[tuple[ImportRow, Any]]


def _changed_since(present: Present) -> dict[int, str]:
    """Why records are no longer as the import left them."""
    found: dict[int, str] = {}
    histories = held_by(record for _, record in present)
    for row, record in present:
        current = snapshot(record)
        after = {name: value for name, value in row.after.items() if name != "history"}
        noted = row.after.get("history", {})
        if later := [name for name, value in after.items() if current.get(name) != value]:
            found[row.record] = worded("{field} was changed since", field=_plain(later[0]))
        elif other := changed_since(histories.get(record.pk, {}), noted, is_new=row.before is None):
            found[row.record] = worded("{field} was changed since", field=_plain(other))
    return found


def _by_whom(of: Import, table: str, changed: dict[int, str]) -> dict[int, str]:
    """The same reasons, naming the later import that did it where one did: taking that back first clears the way."""
    if not changed:
        return changed
    later = ImportRow.objects.filter(workspace=of.workspace_id, table=table, record__in=changed, of__gt=of.pk)
    by = dict(later.order_by("of").values_list("record", "of"))
    return {
        record: worded("{reason} by import {number}: take that back first", reason=reason, number=str(by[record]))
        if record in by
        else reason
        for record, reason in changed.items()
    }


def _plain(name: str) -> str:
    return name.removesuffix("_id").removeprefix("trait.").replace("_", " ")


def _delete(undoing: Undoing, model: type[models.Model], whole: Present) -> None:
    ids = [record.pk for _, record in whole]
    needed = _needed(model, ids)
    going = []
    for row, record in whole:
        if reason := needed.get(record.pk):
            undoing.keep(row, record, reason)
        elif isinstance(record, Account) and record.key in undoing.used:
            undoing.keep(row, record, worded("events name it"))
        else:
            going.append(record)
            undoing.settled.append(row.pk)
            undoing.stale.update(_account_of(record))
    undoing.deleted += len(going)
    model._default_manager.filter(workspace=undoing.of.workspace_id, pk__in=[record.pk for record in going]).delete()
    if model is Account:
        undoing.stale.difference_update(record.pk for record in going)


def _needed(model: type[models.Model], ids: Sequence[int]) -> dict[int, str]:
    """Records that others depend on, with what depends on them."""
    found: dict[int, str] = {}
    for relation in model._meta.related_objects:
        other = relation.related_model
        if other in _DERIVED:
            continue
        column = relation.field.attname
        users = other._default_manager.filter(**{f"{column}__in": ids}).values_list(column, flat=True).distinct()
        plural = str(other._meta.verbose_name_plural)
        found.update(
            {pk: worded("it still has {kind}", kind=_IN_PLURAL.get(plural, plural)) for pk in users if pk not in found}
        )
    return found


def _restore(undoing: Undoing, whole: Present) -> None:
    for row, record in whole:
        undoing.stale.update(_account_of(record))  # both where it is now and where it goes back to
        if names := put(record, row.before or {}):
            record.save(update_fields=names)
        drop(record, row.after.get("history", {}))
        if isinstance(record, Asset) and "account_id" in (row.before or {}):
            move_measurements(record.workspace_id, record.pk, record.account_id)
        undoing.stale.update(_account_of(record))
        undoing.settled.append(row.pk)
        undoing.restored += 1
    owned = [record.pk for row, record in whole if "owner" in row.after.get("history", {})]
    link_owners(undoing.of.workspace, owned)


def _make_again(undoing: Undoing, model: type[models.Model], row: ImportRow) -> None:
    """A record that the import had taken away, under its old number."""
    record = model(pk=row.record, workspace_id=undoing.of.workspace_id)
    put(record, row.before or {})
    if model._default_manager.filter(pk=row.record).exists() or _clashes(model, record):
        undoing.keep(row, record, worded("something else took its place since"))
        return
    record.save(force_insert=True)
    undoing.stale.update(_account_of(record))
    undoing.settled.append(row.pk)
    undoing.restored += 1


def _clashes(model: type[models.Model], record: models.Model) -> bool:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            same = {
                name: getattr(record, name if name != "workspace" else "workspace_id") for name in constraint.fields
            }
            if model._default_manager.filter(**same).exists():
                return True
    return False


def _account_of(record: Any) -> list[int]:
    if isinstance(record, Account):
        return [record.pk]
    owner = record.contract if hasattr(record, "contract") else record
    return [owner.account_id] if owner.account_id is not None else []
