"""Changes some fields of one row, and writes down what they were: what most settings need and nothing more."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.db import models

from tenure import clock
from tenure.actions.importing.records import as_json
from tenure.records.audit import AuditEntry
from tenure.records.workspace import Workspace


def change(
    row: models.Model, values: Mapping[str, Any], *, workspace: Workspace, noun: str, by: str, verb: str = "change"
) -> bool:
    """Give a row these values. Inside the caller's transaction; False when they are what it has."""
    before = {name: getattr(row, name) for name in values if getattr(row, name) != values[name]}
    if not before:
        return False
    for name in before:
        setattr(row, name, values[name])
    row.save(update_fields=[row._meta.get_field(name).name for name in before])
    note(
        workspace, by, verb, noun, row.pk,
        {name: _kept(value) for name, value in before.items()}, {name: _kept(values[name]) for name in before},
    )  # fmt: skip
    return True


def note(  # noqa: PLR0917 - who did what to which record, in that order
    workspace: Workspace,
    by: str,
    verb: str,
    noun: str,
    record: int,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write down what was done. Inside the caller's transaction."""
    AuditEntry.objects.create(
        workspace=workspace, at=clock.now(), by=by, verb=verb, noun=noun, record=record, before=before, after=after
    )


def _kept(value: Any) -> Any:
    return value.isoformat("minutes") if isinstance(value, time) else as_json(value)
