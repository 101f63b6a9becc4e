"""Lets a record be as it was before an entry of the audit, where it still is as that left it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, models, transaction

from tenure import clock
from tenure.actions.importing.records import put, snapshot
from tenure.actions.merging.rows import make_row
from tenure.actions.staleness import mark_stale
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.goal import Goal
from tenure.records.health import HealthOverride
from tenure.records.note import Note
from tenure.records.objective import Objective
from tenure.records.snooze import Snooze
from tenure.records.task import Task
from tenure.records.view import View
from tenure.values.voice import later, worded

UNDO_FOR: Final = timedelta(
    hours=1
)  # pages offer it for seconds; who reads slowly, or keeps the pointer there, has longer
CHANGED: Final = later("It was changed since, so nothing was taken back. Change it by hand instead.")
# Records of which their entries tell everything: created without a before, removed without an after, else what differs.
TABLES: Final[Mapping[str, type[models.Model]]] = {
    "contact": Contact,
    "goal": Goal,
    "note": Note,
    "objective": Objective,
    "override": HealthOverride,
    "snooze": Snooze,
    "task": Task,
    "view": View,
}
_READ_BY_FACTS: Final = (Contact, HealthOverride, Objective, Task)


class UndoError(ValueError):
    """What cannot be taken back; the sentence says why, and what to do instead."""


def is_as_left(row: models.Model, entry: AuditEntry) -> bool:
    """Whether a row still says what an entry left it saying."""
    now = snapshot(row)
    return all(now.get(name) == value for name, value in (entry.after or {}).items())


def put_back(entry: AuditEntry) -> None:
    """Make gone what an entry created, bring again what it removed, and put back what it changed; UndoError if it cannot."""
    table = TABLES[entry.noun]
    rows = table._default_manager.select_for_update().filter(workspace=entry.workspace_id)
    row = rows.filter(pk=entry.record or 0).first()
    if entry.after is None:
        row = _brought_again(table, row, entry)
    elif row is None or not is_as_left(row, entry) or (entry.before is None and _is_used(row)):
        raise UndoError(worded(CHANGED))
    account = getattr(row, "account_id", None)
    if entry.before is None:
        row.delete()
    elif entry.after is not None:
        put(row, entry.before)
        row.save()
    if table in _READ_BY_FACTS and account is not None:
        mark_stale(entry.workspace, [account])
    note_undone(entry)


def note_undone(entry: AuditEntry) -> None:
    """Write down that it was taken back, by whom it was done."""
    AuditEntry.objects.create(
        workspace_id=entry.workspace_id, at=clock.now(), by=entry.by, verb="undo", noun=entry.noun,
        record=entry.record, before=entry.after, after=entry.before,
    )  # fmt: skip


def _brought_again(table: type[models.Model], row: models.Model | None, entry: AuditEntry) -> models.Model:
    """The row that was removed, under its number; UndoError when what it belongs to, or its key, is no longer free."""
    said: dict[str, Any] = {**(entry.before or {}), "id": entry.record, "workspace_id": entry.workspace_id}
    try:
        with transaction.atomic():
            made: models.Model | None = make_row(table, said) if row is None else None
    except IntegrityError:
        made = None
    if made is None:
        raise UndoError(worded(CHANGED))
    return made


def _is_used(row: models.Model) -> bool:
    """Whether anything was said of it since."""
    return any(
        one.related_model._default_manager.filter(**{one.field.name: row.pk}).exists()
        for one in row._meta.related_objects
    )
