"""Takes a merge back: the account that went is there again under its number and key, with all that was its own."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from tenure import clock
from tenure.actions.staleness import mark_stale
from tenure.records.account import Account, AccountHistory, AccountKey
from tenure.records.audit import AuditEntry
from tenure.records.merge import Merge

Json = dict[str, Any]


class TooLate(ValueError):  # noqa: N818 - reads as what is the matter
    """A merge that cannot be taken back any more; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """``gone`` and ``history`` as rows; ``kept`` the other account's own fields before; ``moved`` numbers by table.column."""

    gone: Json
    history: list[Json]
    kept: Json
    moved: dict[str, list[int]]

    @classmethod
    def parse(cls, said: Json) -> "Undoing":
        """From what a merge keeps; raises KeyError for anything else."""
        return cls(said["gone"], said["history"], said["kept"], said["moved"])

    def as_json(self) -> Json:
        """The form that `parse` reads."""
        return {"gone": self.gone, "history": self.history, "kept": self.kept, "moved": self.moved}


def take_merge_back(*, merge: Merge, by: str) -> Account:
    """Separate the two again. What came since the merge stays with the account that was kept.

    Raises TooLate when it was taken back already, or its account is no longer there.
    """
    with transaction.atomic():
        row = Merge.objects.select_for_update().get(workspace=merge.workspace_id, pk=merge.pk)
        kept = Account.objects.select_for_update().filter(workspace=row.workspace_id, pk=row.kept).first()
        if row.undone_at is not None or kept is None:
            raise TooLate("This merge was taken back already, or what it made is no longer there.")
        undoing = Undoing.parse(row.undoing)
        AccountKey.objects.filter(workspace=row.workspace_id, key=undoing.gone["key"]).delete()
        gone: Account = _make(Account, undoing.gone)
        for one in undoing.history:
            _make(AccountHistory, one)
        for place, numbers in undoing.moved.items():
            table, column = place.split(".")
            model = apps.get_model("records", table)
            model._default_manager.filter(pk__in=numbers, **{column: kept}).update(**{column: gone})
        for name, value in undoing.kept.items():
            setattr(kept, name, value)
        kept.save(update_fields=list(undoing.kept))
        row.undone_at = clock.now()
        row.save(update_fields=["undone_at"])
        AuditEntry.objects.create(
            workspace=row.workspace, at=clock.now(), by=by, verb="undo_merge", noun="account", record=kept.pk,
            after={"key": gone.key, "name": gone.name},
        )  # fmt: skip
        mark_stale(row.workspace, [kept.pk, gone.pk])
    return gone


def row_as_json(row: models.Model) -> Json:
    """Every column of a row, as JSON can hold it."""
    encoder = DjangoJSONEncoder()
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {
        name: encoder.default(value) if not isinstance(value, str | int | float | bool | list | dict | None) else value
        for name, value in values.items()
    }


def _make(model: type[models.Model], said: Json) -> Any:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    row = model(**{name: fields[name].to_python(value) for name, value in said.items() if name in fields})
    row.save(force_insert=True)
    return row
