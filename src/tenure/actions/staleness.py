"""Marks accounts whose facts must be computed again, in the transaction of whatever made them stale."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Least

from tenure import clock
from tenure.records.account import Account
from tenure.records.queue import StaleAccount
from tenure.records.slices import SLICE
from tenure.records.workspace import Workspace

_INSERT = 2_000


def mark_stale(workspace: Workspace, account_ids: Iterable[int], *, fresh_events: bool = False) -> None:
    """Queue accounts, or raise the mark of those queued already; ids that are not the workspace's are passed over.

    A round that read an earlier mark then leaves the account queued. ``fresh_events`` puts accounts before the daily
    pass, and stays once set. Any number of ids; all in one transaction.
    """
    ids = sorted(set(account_ids))
    with transaction.atomic():
        for start in range(0, len(ids), SLICE):
            _mark(workspace, ids[start : start + SLICE], fresh_events)


def mark_all_stale(workspace: Workspace) -> None:
    """Queue every account of the workspace."""
    mark_stale(workspace, Account.objects.filter(workspace=workspace).values_list("pk", flat=True).iterator())


def _mark(workspace: Workspace, ids: list[int], fresh_events: bool) -> None:
    now = clock.now()
    missing = _not_queued(
        workspace, set(Account.objects.filter(workspace=workspace, pk__among=ids).values_list("pk", flat=True))
    )
    # A new row starts at the microsecond, not at 1: were a mark ever to repeat, a round that read the old row and was
    # slow could take the new one off the queue.
    first = int(now.timestamp() * 1_000_000)
    while missing:
        StaleAccount.objects.bulk_create(
            [
                StaleAccount(workspace=workspace, account_id=pk, mark=first, fresh_events=fresh_events, since=now)
                for pk in sorted(missing)
            ],
            batch_size=_INSERT,
            ignore_conflicts=True,
        )
        # What another process queued and a round took off again before we had its lock is inserted once more.
        missing = _not_queued(workspace, missing)
    changes: dict[str, object] = {"mark": F("mark") + 1, "since": Least(F("since"), Value(now, DateTimeField()))}
    if fresh_events:
        changes["fresh_events"] = True
    StaleAccount.objects.filter(workspace=workspace, account__among=ids).update(**changes)


def _not_queued(workspace: Workspace, accounts: set[int]) -> set[int]:
    """Those without a row; the rows of the others are locked until the transaction ends.

    In one order, so that two that mark the same accounts wait for each other and never deadlock.
    """
    queued = StaleAccount.objects.select_for_update().filter(workspace=workspace, account__among=sorted(accounts))
    return accounts - set(queued.order_by("account").values_list("account", flat=True))
