"""Takes a merge back: the record that went is there again under its number and key, with all that was its own."""

from collections.abc import Mapping
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, models, transaction

from tenure import clock
from tenure.actions.merging.moves import Undoing
from tenure.actions.owner_links import link_owners
from tenure.actions.staleness import mark_stale
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.merge import Merge
from tenure.values.voice import worded

_TABLES: Final[Mapping[str, type[models.Model]]] = {"account": Account, "contact": Contact}


class TooLate(ValueError):  # noqa: N818 - reads as what is the matter
    """A merge that cannot be taken back any more; the sentence says why."""


def take_merge_back(*, merge: Merge, by: str) -> Any:
    """Separate the two again; returns the account or contact that had gone. What came since stays with the one that was kept.

    Raises TooLate when it was taken back already, or what was kept is no longer there.
    """
    with transaction.atomic():
        row = Merge.objects.select_for_update().get(workspace=merge.workspace_id, pk=merge.pk)
        there: models.QuerySet[Any] = _TABLES[row.noun]._default_manager.select_for_update()
        kept = there.filter(workspace=row.workspace_id, pk=row.kept).first()
        if row.undone_at is not None or kept is None:
            raise TooLate(worded("This merge was taken back already, or what it made is no longer there."))
        undoing = Undoing.parse(row.undoing)
        stale = _accounts(kept, undoing)
        tables = {model._meta.model_name or "": model for model in apps.get_app_config("records").get_models()}
        try:
            with transaction.atomic():
                gone = undoing.take_back(kept, tables)
        except IntegrityError:
            raise TooLate(
                worded("What went with this merge cannot come back: something else has its id by now.")
            ) from None
        if row.noun == "account":
            link_owners(row.workspace, [kept.pk])
        row.undone_at = clock.now()
        row.save(update_fields=["undone_at"])
        AuditEntry.objects.create(
            workspace=row.workspace, at=clock.now(), by=by, verb="undo_merge", noun=row.noun, record=kept.pk,
            after={"key": gone.key, "name": gone.name},
        )  # fmt: skip
        mark_stale(row.workspace, stale)
    return gone


def _accounts(kept: Any, undoing: Undoing) -> set[int]:
    """Those of which something changes: the two, or those that the two persons are and were at."""
    if isinstance(kept, Account):
        return {kept.pk, undoing.gone["id"]}
    said = [kept.account_id, undoing.gone["account_id"]]
    said += [one["before"].get("account_id") for one in undoing.changed.get("contact", [])]
    said += [one.get("account_id") for one in undoing.made.get("identity", [])]
    return {one for one in said if one is not None}
