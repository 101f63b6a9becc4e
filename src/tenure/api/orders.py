"""What is an order to a program? Something bought once."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from tenure.api.choices import EUR, example
from tenure.api.nouns import AtAccount, AtEmail, Dated, Day, Money, Noun, Sent, Shown, Time, dated, or_null
from tenure.records.order import Order as Row
from tenure.records.workspace import Workspace


class Order(Shown):
    """Something that an account bought once: its amount is revenue, not MRR."""

    model_config = example(
        key="1001", account="acme", ordered_at="2026-03-01T09:30:00Z", product="Extra storage", amount=EUR,
        refunded={"amount": 0, "currency": "EUR"}, refunded_on=None, created_at="2026-03-01T09:31:00Z",
    )  # fmt: skip

    key: str = Field(description="Its number in your shop")
    account: str = Field(description="The key of the account")
    ordered_at: datetime
    product: str | None
    amount: Money
    refunded: Money = Field(description="How much of the amount was given back")
    refunded_on: date | None
    created_at: datetime = Field(description="Since when Tenure knows it")


class OrderSent(Sent):
    """An order as it may be sent, with its account or somebody at it."""

    model_config = example(
        key="1001", account="acme", ordered_at="2026-03-01T09:30:00Z", amount=EUR, product="Extra storage"
    )

    key: str
    account: AtAccount | None = None
    email: AtEmail | None = None
    ordered_at: Time
    amount: Money
    product: str | None = None
    refunded: Money | None = None
    refunded_on: Day | None = None


def _show(_: Workspace, rows: Sequence[Row]) -> list[Shown]:
    return [
        Order(
            key=row.key,
            account=row.account.key,
            ordered_at=row.ordered_at,
            product=or_null(row.product),
            amount=Money(amount=row.amount, currency=row.currency),
            refunded=Money(amount=row.refunded, currency=row.currency),
            refunded_on=row.refunded_on,
            created_at=row.created_at,
        )
        for row in rows
    ]


ORDERS = Noun("orders", "order", Row, Order, OrderSent, Dated, _show, dated("ordered_at"))
