"""What is an invoice to a program? What an account was asked to pay, and when it did."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from tenure.api.choices import EUR, example
from tenure.api.nouns import AtAccount, AtEmail, Dated, Day, Money, Noun, Sent, Shown, on_days
from tenure.records.invoice import Invoice as Row
from tenure.records.workspace import Workspace


class Invoice(Shown):
    """What an account was asked to pay, by when, and when it did."""

    model_config = example(
        key="2026-0117", account="acme", issued_on="2026-03-01", due_on="2026-03-31", amount=EUR, paid_on=None,
        created_at="2026-03-01T09:31:00Z",
    )  # fmt: skip

    key: str = Field(description="Its number")
    account: str = Field(description="The key of the account")
    issued_on: date
    due_on: date | None
    amount: Money
    paid_on: date | None = Field(description="null while it is open")
    created_at: datetime = Field(description="Since when Tenure knows it")


class InvoiceSent(Sent):
    """An invoice as it may be sent, with its account or somebody at it."""

    model_config = example(key="2026-0117", account="acme", issued_on="2026-03-01", due_on="2026-03-31", amount=EUR)

    key: str
    account: AtAccount | None = None
    email: AtEmail | None = None
    issued_on: Day
    amount: Money
    due_on: Day | None = None
    paid_on: Day | None = None


def _show(_: Workspace, rows: Sequence[Row]) -> list[Shown]:
    return [
        Invoice(
            key=row.key,
            account=row.account.key,
            issued_on=row.issued_on,
            due_on=row.due_on,
            amount=Money(amount=row.amount, currency=row.currency),
            paid_on=row.paid_on,
            created_at=row.created_at,
        )
        for row in rows
    ]


INVOICES = Noun("invoices", "invoice", Row, Invoice, InvoiceSent, Dated, _show, on_days("issued_on"))
