"""Makes one account of two: everything of the one moves to the other, and for thirty days it can be taken back.

Its key leads to the other account from then on, so that events and files that name it go on counting.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db import models, transaction

from tenure import clock
from tenure.actions.accounts import record_history
from tenure.actions.merging.moves import MergeError, Undoing, note_merge
from tenure.actions.merging.rows import row_as_json
from tenure.actions.owner_links import link_owners
from tenure.actions.plays.ending import end_doubled
from tenure.actions.staleness import mark_stale
from tenure.records.account import Account, AccountHistory, AccountKey
from tenure.records.health import AccountHealth
from tenure.records.merge import Merge
from tenure.records.play import PlayRun
from tenure.records.queue import StaleAccount
from tenure.values.voice import worded

OWN: Final = ("name", "minimum_score")  # fields of the account itself that can be chosen
# What an account has once goes with it, and is computed again for the one that stays.
_COMPUTED: Final = (AccountHealth, StaleAccount)


def merge_accounts(*, kept: Account, gone: Account, chosen: Sequence[str] = (), by: str) -> Merge:
    """Move all of ``gone`` to ``kept``, which takes over the values of ``gone`` that are ``chosen`` (name, owner, trait.NAME …).

    A chosen value holds from now on, and what was known of the other before stays known of that time; where nothing was,
    the whole history of the chosen one is taken over. What else was known of ``gone`` by date is kept with the merge.
    Raises MergeError for one account, two workspaces, or an account that has gone.
    """
    if kept.pk == gone.pk or kept.workspace_id != gone.workspace_id:
        raise MergeError(worded("A merge needs two accounts of one workspace."))
    with transaction.atomic():
        rows = {
            one.pk: one
            for one in Account.objects.select_for_update().filter(
                workspace=kept.workspace_id, pk__in=(kept.pk, gone.pk)
            )
        }
        if len(rows) < 2:
            raise MergeError(worded("One of the two accounts is no longer there."))
        kept, gone = rows[kept.pk], rows[gone.pk]
        names, key = (str(kept), str(gone)), gone.key
        undoing = Undoing(gone=row_as_json(gone))
        mine = Account.objects.filter(pk=kept.pk)
        known = AccountHistory.objects.filter(workspace=kept.workspace_id, account=kept, name__in=chosen)
        with undoing.watching(mine), undoing.watching(known):
            undoing.move(kept, gone, apart=(AccountHistory, *_COMPUTED))
            _take_over(kept, gone, chosen, by)
        came = undoing.moved.get("playrun.account", [])
        with undoing.watching(PlayRun.objects.filter(pk__in=came)):
            end_doubled(kept, came)
        undoing.drop(AccountHistory.objects.filter(workspace=kept.workspace_id, account=gone))
        _drop(gone)
        with undoing.watching(AccountKey.objects.filter(account=kept)):
            AccountKey.objects.create(workspace=kept.workspace, key=key, account=kept)
        merge = note_merge(
            workspace=kept.workspace, noun="account", kept=kept, gone={"key": key, "name": undoing.gone["name"]},
            undoing=undoing, chosen=chosen, names=names, by=by,
        )  # fmt: skip
        mark_stale(kept.workspace, [kept.pk])
    return merge


def _take_over(kept: Account, gone: Account, chosen: Sequence[str], by: str) -> None:
    for name in chosen:
        if name in OWN:
            setattr(kept, name, getattr(gone, name))
        else:
            _take_over_dated(kept, gone, name, by)
    if kept.parent_id == gone.pk:
        kept.parent_id = gone.parent_id if gone.parent_id != kept.pk else None
    kept.save(update_fields=[*OWN, "parent"])


def _take_over_dated(kept: Account, gone: Account, name: str, by: str) -> None:
    """The value that holds, from now on; where nothing is known of the one that stays, all that was known, by date."""
    known = AccountHistory.objects.filter(workspace=kept.workspace_id, name=name)
    theirs = list(known.filter(account=gone).order_by("since"))
    if not theirs:
        return
    if known.filter(account=kept).exists():
        held = [one for one in theirs if one.since <= clock.now()]
        if held:
            record_history(account=kept, name=name, value=held[-1].value, by=by)
        return
    for one in theirs:
        AccountHistory.objects.create(
            workspace=kept.workspace, account=kept, name=name, value=one.value, since=one.since
        )
    if name in {"owner", "trait.owner"}:
        link_owners(kept.workspace, [kept.pk])


def _drop(gone: Account) -> None:
    for table in _COMPUTED:
        computed: models.QuerySet[Any] = table._default_manager.filter(account=gone)
        computed.delete()
    gone.delete()
