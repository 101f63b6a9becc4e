"""Writes rows of a tickets file: questions and complaints, from when they were opened until they were closed."""

from collections.abc import Sequence
from datetime import datetime, time

from tenure.actions.importing.plain import Given, Noun, write
from tenure.actions.importing.records import Outcome
from tenure.records.imports import Import
from tenure.sources.reading import Reading, Row
from tenure.values.voice import worded


def _settle(given: Given) -> None:
    now, closed = given.now, given.row.values.get("closed_at")
    if not isinstance(closed, datetime):
        return
    opened = now["opened_at"]
    if closed >= opened:
        now["closed_at"] = closed
    elif closed.time() == time() and closed.date() == opened.date():
        now["closed_at"] = opened  # a day without a time: the day on which it was opened
    else:
        given.report(
            "closed_at",
            worded("lies before the ticket was opened, at {time} UTC: it is left out", time=f"{opened:%Y-%m-%d %H:%M}"),
        )


TICKETS = Noun(
    table="ticket",
    columns={
        "account_id": None,
        "contact_id": None,
        "key": "",
        "subject": "",
        "priority": "",
        "status": "",
        "opened_at": None,
        "closed_at": None,
        "created_at": None,
    },
    taken=("subject", "priority", "status", "opened_at"),
    settle=_settle,
    brings_people=True,
)


def write_tickets(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update the ticket of each row. Runs inside the caller's transaction."""
    return write(TICKETS, of, reading, rows)
