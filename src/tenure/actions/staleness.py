"""Queues accounts whose facts must be computed again."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from tenure import clock
from tenure.records.queue import StaleAccount
from tenure.records.slices import SLICE
from tenure.records.workspace import Workspace


def mark_stale(workspace: Workspace, account_ids: Sequence[int], *, fresh_events: bool = False) -> None:
    """Queue accounts, or raise the mark of those that wait already, so that a pass under way does not take them off.

    Call it inside the transaction that changes what facts read. ``fresh_events`` puts them before the daily pass.
    """
    now = clock.now()
    news = {"fresh_events": True} if fresh_events else {}
    with transaction.atomic():
        for start in range(0, len(account_ids), SLICE):
            some = account_ids[start : start + SLICE]
            waiting = StaleAccount.objects.filter(workspace=workspace, account__in=some)
            known = set(waiting.values_list("account", flat=True))
            waiting.update(mark=F("mark") + 1, **news)
            StaleAccount.objects.bulk_create(
                [
                    StaleAccount(workspace=workspace, account_id=account, since=now, fresh_events=fresh_events)
                    for account in some
                    if account not in known
                ],
                batch_size=2_000,
                ignore_conflicts=True,  # another process was quicker: the account waits, which is all that matters
            )
