"""Notes that orders changed, so that accounts with few of them are judged by a usual gap that is still true."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F

from tenure import clock
from tenure.actions.facts_marks import facts_mark
from tenure.actions.importing.records import Change
from tenure.records.queue import FactsMark
from tenure.records.workspace import Workspace

# A transaction that begins before midnight may end after it, when orders of its day are of a past day already.
_SLACK = timedelta(minutes=5)


def note_orders_changed(*, workspace: Workspace, changes: Iterable[Change] | None = None) -> None:
    """Call this where orders were created, changed or removed, in the same transaction; mark their own accounts yourself.

    ``changes`` are all that was done, where that is at hand: orders of today that are new concern nothing that is asked
    before midnight. The facts round then looks whether the workspace's usual gap is another, and if it is makes stale
    whoever is judged by it.
    """
    if changes is not None and all(map(_is_of_today, changes)):
        return
    facts_mark(workspace)
    FactsMark.objects.filter(workspace=workspace).update(orders_version=F("orders_version") + 1)


def _is_of_today(change: Change) -> bool:
    """Whether it is no order, or one that was not there before and is of today or later."""
    if change.table != "order":
        return True
    today = (clock.now() + _SLACK).date()
    return change.before is None and datetime.fromisoformat(change.after["ordered_at"]).date() >= today
