"""Makes one account of two: everything of the one moves to the other, and for thirty days it can be taken back.

Its key leads to the other account from then on, so that events and files that name it go on counting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.db import models, transaction

from tenure import clock
from tenure.actions.accounts import record_history
from tenure.actions.merge_undo import Undoing, row_as_json
from tenure.actions.staleness import mark_stale
from tenure.records.account import Account, AccountHistory, AccountKey
from tenure.records.audit import AuditEntry
from tenure.records.health import AccountHealth
from tenure.records.merge import Merge
from tenure.records.queue import StaleAccount

DAYS: Final = 30  # within which a merge can be taken back
OWN: Final = ("name", "minimum_score")  # fields of the account itself that can be chosen
# What an account has once goes with it, and is computed again for the one that stays.
_COMPUTED: Final = (AccountHealth, StaleAccount)


class MergeError(ValueError):
    """Two records that cannot be made one; the sentence says why."""


def merge_accounts(*, kept: Account, gone: Account, chosen: Sequence[str] = (), by: str) -> Merge:
    """Move all of ``gone`` to ``kept``, which takes over the values of ``gone`` that are ``chosen`` (name, owner, trait.NAME …).

    What else was known of it by date is kept with the merge. Raises MergeError for one account, two workspaces, or an
    account and one above it.
    """
    if kept.pk == gone.pk or kept.workspace_id != gone.workspace_id:
        raise MergeError("A merge needs two accounts of one workspace.")
    with transaction.atomic():
        rows = {
            one.pk: one
            for one in Account.objects.select_for_update().filter(
                workspace=kept.workspace_id, pk__in=(kept.pk, gone.pk)
            )
        }
        if len(rows) < 2:
            raise MergeError("One of the two accounts is no longer there.")
        kept, gone = rows[kept.pk], rows[gone.pk]
        history = list(AccountHistory.objects.filter(workspace=kept.workspace_id, account=gone))
        undoing = Undoing(
            gone=row_as_json(gone),
            history=[row_as_json(one) for one in history],
            kept={name: getattr(kept, name) for name in (*OWN, "parent_id", "owner_id")},
            kept_history=[row_as_json(one) for one in _said(kept, chosen)],
            moved=_move(kept, gone),
        )
        _take_over(kept, gone, chosen, {one.name: one.value for one in sorted(history, key=lambda one: one.since)}, by)
        undoing = replace(undoing, taken_over=[one.pk for one in _said(kept, chosen)])
        merge = Merge.objects.create(
            workspace=kept.workspace, noun="account", kept=kept.pk, kept_name=str(kept), gone_name=str(gone),
            undoing=undoing.as_json(), by=by, at=clock.now(),
        )  # fmt: skip
        _drop(kept, gone)
        AuditEntry.objects.create(
            workspace=kept.workspace, at=clock.now(), by=by, verb="merge", noun="account", record=kept.pk,
            before={"key": gone.key, "name": gone.name}, after={"key": kept.key, "chosen": list(chosen)},
        )  # fmt: skip
        mark_stale(kept.workspace, [kept.pk])
    return merge


def may_take_back(merge: Merge) -> bool:
    """Whether it is young enough, and was not taken back."""
    return merge.undone_at is None and clock.now() - merge.at < timedelta(days=DAYS)


def _move(kept: Account, gone: Account) -> dict[str, list[int]]:
    """Let every row that names the one name the other; their numbers by table and column."""
    moved: dict[str, list[int]] = {}
    for relation in Account._meta.related_objects:
        table, column = relation.related_model, relation.field.name
        if table in (AccountHistory, *_COMPUTED) or not isinstance(table, type):
            continue
        rows = table._default_manager.filter(**{column: gone})
        numbers = [pk for pk in rows.values_list("pk", flat=True) if not (table is Account and pk == kept.pk)]
        if numbers:
            moved[f"{table._meta.model_name}.{column}"] = numbers
            table._default_manager.filter(pk__in=numbers).update(**{column: kept})
    return moved


def _said(account: Account, names: Sequence[str]) -> list[AccountHistory]:
    """What is known of the account under these names, by date."""
    return list(AccountHistory.objects.filter(workspace=account.workspace_id, account=account, name__in=names))


def _take_over(kept: Account, gone: Account, chosen: Sequence[str], held: Mapping[str, Any], by: str) -> None:
    for name in chosen:
        if name in OWN:
            setattr(kept, name, getattr(gone, name))
        elif name in held:
            record_history(account=kept, name=name, value=held[name], by=by)
    if kept.parent_id == gone.pk:
        kept.parent_id = gone.parent_id if gone.parent_id != kept.pk else None
    kept.save(update_fields=[*OWN, "parent"])


def _drop(kept: Account, gone: Account) -> None:
    key = gone.key
    for table in _COMPUTED:
        computed: models.QuerySet[Any] = table._default_manager.filter(account=gone)
        computed.delete()
    gone.delete()
    AccountKey.objects.create(workspace=kept.workspace, key=key, account=kept)
