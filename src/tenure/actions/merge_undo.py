"""Takes a merge back: the account that went is there again under its number and key, with all that was its own."""

from dataclasses import dataclass, field, fields
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from tenure import clock
from tenure.actions.owner_links import link_owners
from tenure.actions.staleness import mark_stale
from tenure.records.account import Account, AccountHistory, AccountKey
from tenure.records.audit import AuditEntry
from tenure.records.member import Member
from tenure.records.merge import Merge

Json = dict[str, Any]


class TooLate(ValueError):  # noqa: N818 - reads as what is the matter
    """A merge that cannot be taken back any more; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """``gone`` and ``history`` as rows; ``kept`` the other account's own fields before, ``moved`` numbers by table.column.

    ``kept_history`` is what was known of the other under the names that were chosen, ``taken_over`` the numbers of what
    was known of them right after.
    """

    gone: Json
    history: list[Json]
    kept: Json
    kept_history: list[Json]
    moved: dict[str, list[int]]
    taken_over: list[int] = field(default_factory=list)

    @classmethod
    def parse(cls, said: Json) -> "Undoing":
        """From what a merge keeps; raises KeyError for anything else."""
        return cls(**{one.name: said[one.name] for one in fields(cls)})

    def as_json(self) -> Json:
        """The form that `parse` reads."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


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
        gone: Account = _make(Account, undoing.gone | _still_there(row.workspace_id, undoing.gone))
        for one in undoing.history:
            _make(AccountHistory, one)
        for place, numbers in undoing.moved.items():
            table, column = place.split(".")
            model = apps.get_model("records", table)
            model._default_manager.filter(pk__in=numbers, **{column: kept}).update(**{column: gone})
        _put_back(kept, undoing)
        row.undone_at = clock.now()
        row.save(update_fields=["undone_at"])
        AuditEntry.objects.create(
            workspace=row.workspace, at=clock.now(), by=by, verb="undo_merge", noun="account", record=kept.pk,
            after={"key": gone.key, "name": gone.name},
        )  # fmt: skip
        mark_stale(row.workspace, [kept.pk, gone.pk])
    return gone


def _put_back(kept: Account, undoing: Undoing) -> None:
    """Let the other account be what it was, but for what was said of it since."""
    for name, value in (undoing.kept | _still_there(kept.workspace_id, undoing.kept)).items():
        setattr(kept, name, value)
    kept.save(update_fields=[name.removesuffix("_id") for name in undoing.kept])
    before = {one["id"]: one for one in undoing.kept_history}
    known = AccountHistory.objects.filter(workspace=kept.workspace_id, account=kept)
    known.filter(pk__in=[pk for pk in undoing.taken_over if pk not in before]).delete()
    for pk, one in before.items():
        known.filter(pk=pk).update(value=one["value"])
    link_owners(kept.workspace, [kept.pk])


def _still_there(workspace: int, said: Json) -> Json:
    """What an account hangs from, or whose it is, where that has gone meanwhile: nothing."""
    parents = Account.objects.filter(workspace=workspace, pk=said["parent_id"] or 0)
    owners = Member.objects.filter(workspace=workspace, pk=said["owner_id"] or 0)
    return {
        "parent_id": said["parent_id"] if parents.exists() else None,
        "owner_id": said["owner_id"] if owners.exists() else None,
    }


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
