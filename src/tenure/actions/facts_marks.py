"""Notes how far the facts of a workspace are, together with the accounts that this makes stale."""

from collections.abc import Sequence

from django.db import transaction

from tenure.actions.staleness import mark_stale
from tenure.records.queue import FactsMark
from tenure.records.workspace import Workspace


def note_log_version(*, workspace: Workspace, version: int, accounts: Sequence[int]) -> None:
    """The log is read up to a version; the accounts of its new events are queued in the same transaction."""
    with transaction.atomic():
        if accounts:
            mark_stale(workspace, accounts, fresh_events=True)
        FactsMark.objects.filter(workspace=workspace).update(log_version=version)


def note_day(*, workspace: Workspace, day: int) -> None:
    """Every account was queued because a day began."""
    FactsMark.objects.filter(workspace=workspace).update(day=day)


def note_stored_day(*, workspace: Workspace, day: int) -> None:
    """The facts of a day, as known at its end, are in the log."""
    FactsMark.objects.filter(workspace=workspace).update(stored_day=day)


def note_order_gap(*, workspace: Workspace, gap: float | None, version: int, accounts: Sequence[int]) -> None:
    """The workspace's usual gap is known as of a version of its orders; accounts that it changes are queued with it."""
    with transaction.atomic():
        if accounts:
            mark_stale(workspace, accounts)
        FactsMark.objects.filter(workspace=workspace).update(order_gap=gap, order_gap_version=version)


def facts_mark(workspace: Workspace) -> FactsMark:
    """How far the facts are; made at the first look."""
    return FactsMark.objects.get_or_create(workspace=workspace)[0]
