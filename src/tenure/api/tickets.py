"""What is a ticket to a program? A question or complaint of an account, open until it is closed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import Field

from tenure.api.choices import example
from tenure.api.nouns import AtAccount, AtContact, AtEmail, Dated, Noun, Sent, Shown, Time, dated, or_null
from tenure.records.ticket import Ticket as Row
from tenure.records.workspace import Workspace


class Ticket(Shown):
    """A question or complaint of an account, from when it was opened until it was closed."""

    model_config = example(
        key="T-81", account="acme", contact="jana", subject="Cannot sign in", priority="high", status=None,
        opened_at="2026-03-01T09:30:00Z", closed_at=None, created_at="2026-03-01T09:31:00Z",
    )  # fmt: skip

    key: str = Field(description="Its number in the help desk")
    account: str = Field(description="The key of the account")
    contact: str | None = Field(description="The key of the contact")
    subject: str | None
    priority: str | None
    status: str | None = Field(description="As the help desk calls it; the times say whether it is open")
    opened_at: datetime
    closed_at: datetime | None = Field(description="null while it is open")
    created_at: datetime = Field(description="Since when Tenure knows it")


class TicketSent(Sent):
    """A ticket as it may be sent, with its account or somebody at it."""

    model_config = example(
        key="T-81", account="acme", contact="jana", subject="Cannot sign in", priority="high",
        opened_at="2026-03-01T09:30:00Z",
    )  # fmt: skip

    key: str
    account: AtAccount | None = None
    contact: AtContact | None = None
    email: AtEmail | None = None
    subject: str | None = None
    priority: str | None = None
    status: str | None = None
    opened_at: Time
    closed_at: Time | None = None


class Tickets(Dated):
    """What the list takes; since and until are about when tickets were opened."""

    is_open: Annotated[bool | None, Field(description="Only those that are open, or only closed ones")] = None


def _show(_: Workspace, rows: Sequence[Row]) -> list[Shown]:
    return [
        Ticket(
            key=row.key,
            account=row.account.key,
            contact=row.contact.key if row.contact else None,
            subject=or_null(row.subject),
            priority=or_null(row.priority),
            status=or_null(row.status),
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            created_at=row.created_at,
        )
        for row in rows
    ]


def _narrow(rows: "QuerySet[Any]", query: Tickets) -> "QuerySet[Any]":
    rows = dated("opened_at")(rows, query)
    return rows if query.is_open is None else rows.filter(closed_at__isnull=query.is_open)


TICKETS = Noun("tickets", "ticket", Row, Ticket, TicketSent, Tickets, _show, _narrow, joins=("account", "contact"))
