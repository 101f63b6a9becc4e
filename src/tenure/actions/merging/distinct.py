"""Keeps that two accounts, or two contacts, that look like one are not; and takes that back."""

from typing import Final

from django.db import transaction

from tenure import clock
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.distinct import Distinct

TOLD: Final = "tell_apart"
TAKEN_BACK: Final = "undo_tell_apart"


def tell_apart(*, one: Account | Contact, other: Account | Contact, by: str) -> bool:
    """They are suggested no more as one; False when that was said already. ValueError for what are no two of a kind."""
    if type(one) is not type(other) or one.pk == other.pk or one.workspace_id != other.workspace_id:
        raise ValueError("it takes two accounts or two contacts of one workspace")
    noun = "account" if isinstance(one, Account) else "contact"
    first, second = sorted((one.pk, other.pk))
    with transaction.atomic():
        row, is_new = Distinct.objects.get_or_create(
            workspace=one.workspace, noun=noun, one=first, other=second, defaults={"by": by, "at": clock.now()}
        )
        if is_new:
            _note(row, TOLD, by)
    return is_new


def undo_tell_apart(*, row: Distinct, by: str) -> bool:
    """They may be suggested again; False when that was taken back already."""
    with transaction.atomic():
        deleted, _ = Distinct.objects.filter(workspace=row.workspace_id, pk=row.pk).delete()
        if deleted:
            _note(row, TAKEN_BACK, by)
    return bool(deleted)


def _note(row: Distinct, verb: str, by: str) -> None:
    said = {"other": row.other}
    AuditEntry.objects.create(
        workspace=row.workspace, at=clock.now(), by=by, verb=verb, noun=row.noun, record=row.one,
        before=None if verb == TOLD else said, after=said if verb == TOLD else None,
    )  # fmt: skip
