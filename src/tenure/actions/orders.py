"""Notes that orders changed, so that accounts with few of them are judged by a usual gap that is still true."""

from datetime import datetime, timedelta

from django.db.models import F

from tenure import clock
from tenure.actions.facts_marks import facts_mark
from tenure.records.queue import FactsMark
from tenure.records.workspace import Workspace

# A transaction that begins before midnight may end after it, when orders of its day are of a past day already.
_SLACK = timedelta(minutes=5)


def note_orders_changed(*, workspace: Workspace, earliest: datetime | None = None) -> None:
    """Call this where orders were created, changed or removed, in the same transaction; mark their own accounts yourself.

    ``earliest`` is the time of the earliest of these orders, when it is known: orders of today alone change nothing that
    is asked before midnight. The facts round then looks whether the workspace's usual gap is another, and if it is
    makes stale whoever is judged by it.
    """
    if earliest is not None and earliest.date() >= (clock.now() + _SLACK).date():
        return
    facts_mark(workspace)
    FactsMark.objects.filter(workspace=workspace).update(orders_version=F("orders_version") + 1)
