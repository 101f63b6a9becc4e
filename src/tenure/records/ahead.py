"""When does something that is recorded already come to be known? A meeting of tomorrow counts once its time has come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tenure.records.order import Order
from tenure.records.slices import rows_of
from tenure.records.ticket import Ticket
from tenure.records.touchpoint import Touchpoint
from tenure.records.workspace import Workspace


def ahead(workspace: Workspace, accounts: Sequence[int], at: datetime) -> dict[int, datetime]:
    """Account -> the first time from ``at`` on at which one of its rows becomes known; only of accounts with any.

    What is known by the day is left out: at midnight every account is computed anew.
    """
    times: dict[int, datetime] = {}
    for rows, field in _timed(workspace):
        for account, time in rows_of(rows.filter(**{f"{field}__gte": at}), "account", accounts, ("account", field)):
            times[account] = min(time, times.get(account, time))
    return times


def _timed(workspace: Workspace) -> list[tuple[QuerySet[Any], str]]:
    tickets = Ticket.objects.filter(workspace=workspace)
    return [
        (Order.objects.filter(workspace=workspace), "ordered_at"),
        (Touchpoint.objects.filter(workspace=workspace), "at"),
        (tickets, "opened_at"),
        (tickets, "closed_at"),
    ]
