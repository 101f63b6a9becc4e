"""What did accounts spend between two days, on what, and what did they take of our time?

Contract revenue is MRR by the day: a whole calendar month is the MRR, a day of it its share of that month. Orders count on their day and refunds on theirs. Only
one currency at a time. Time is that of touchpoints and tickets; a touchpoint without minutes takes its service's usual ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Count, QuerySet, Sum
from numpy.typing import NDArray

from tenure.answers.months import Period
from tenure.answers.spans import History
from tenure.calc.month_parts import between
from tenure.calc.profit import Profit
from tenure.records.contract import ContractPeriod
from tenure.records.option import Option
from tenure.records.order import Order
from tenure.records.ticket import Ticket
from tenure.records.touchpoint import Touchpoint
from tenure.records.workspace import Workspace
from tenure.values.moment import day_key

DAYS_A_MONTH: Final = 365.25 / 12
By = dict[tuple[int, str], int]  # (account, product or service) -> minor units or minutes


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders before the end of a period: how many each account placed in all, and in the period, and what they came to."""

    in_all: Mapping[int, int]
    in_period: Mapping[int, int]
    amount: int
    count: int

    @property
    def new_buyers(self) -> list[int]:
        """Those who ordered in the period and never before."""
        return [account for account, count in self.in_period.items() if self.in_all[account] == count]

    @property
    def returning_buyers(self) -> list[int]:
        """Those who ordered in the period, and before it too."""
        return [account for account, count in self.in_period.items() if self.in_all[account] > count]


def contract_revenue(history: History, period: Period, currency: str) -> By:
    """What contracts brought in the period, by account and product."""
    rows = history.paid.filter(pc.equal(history.paid["currency"], currency))
    first, last = period.days
    start, end = _numbers(rows, "start"), _numbers(rows, "end")
    months = between(np.maximum(start, first), np.minimum(end, last))
    earned = np.rint(_numbers(rows, "mrr") * months).astype(np.int64)
    return _sum(zip(rows["account"].to_pylist(), rows["product"].to_pylist(), earned.tolist(), strict=True))


def order_revenue(workspace: Workspace, period: Period, currency: str) -> By:
    """What orders of the period came to, less what was given back in it, by account and product."""
    orders = Order.objects.filter(workspace=workspace, currency=currency)
    bought = orders.filter(ordered_at__gte=_at(period.start), ordered_at__lt=_at(period.end))
    gone = orders.filter(refunded_on__gte=period.start, refunded_on__lt=period.end, refunded__gt=0)
    undated = bought.filter(refunded_on=None, refunded__gt=0)
    rows = [
        *bought.values_list("account", "product").annotate(total=Sum("amount")).order_by(),
        *((*key, -total) for *key, total in _refunds(gone)),
        *((*key, -total) for *key, total in _refunds(undated)),
    ]
    return _sum(rows)


def orders_of(workspace: Workspace, period: Period, currency: str) -> Orders:
    """Who ordered how often by the end of the period."""
    known = Order.objects.filter(workspace=workspace, currency=currency, ordered_at__lt=_at(period.end))
    lately = known.filter(ordered_at__gte=_at(period.start))
    total = lately.aggregate(amount=Sum("amount"))["amount"] or 0
    in_period = _counts(lately)
    return Orders(_counts(known), in_period, total, sum(in_period.values()))


def minutes(workspace: Workspace, period: Period) -> By:
    """The time that each account took, by what it was about (empty: it was not said)."""
    options = Option.objects.filter(workspace=workspace).values_list("name", "minutes")
    usual = {name.casefold(): took or 0 for name, took in options}
    held = Touchpoint.objects.filter(
        workspace=workspace, is_held=True, at__gte=_at(period.start), at__lt=_at(period.end)
    )
    said = (
        held.filter(minutes__isnull=False).values_list("account", "service").annotate(total=Sum("minutes")).order_by()
    )
    unsaid = held.filter(minutes=None).exclude(service="").values_list("account", "service")
    tickets = Ticket.objects.filter(
        workspace=workspace, opened_at__gte=_at(period.start), opened_at__lt=_at(period.end), minutes__isnull=False
    )
    return _sum(
        [
            *said,
            *((account, service, usual.get(service.casefold(), 0)) for account, service in unsaid),
            *(
                (account, "", took)
                for account, took in tickets.values_list("account").annotate(t=Sum("minutes")).order_by()
            ),
        ]
    )


def discounts(workspace: Workspace, period: Period, currency: str) -> By:
    """What was given off the price in the period, by account and product; revenue is after it already."""
    periods = ContractPeriod.objects.filter(
        workspace=workspace, currency=currency, discount__gt=0, starts_on__lt=period.end
    )
    rows = periods.exclude(ends_on__lte=period.start).values_list(
        "contract__account", "contract__product", "discount", "starts_on", "ends_on"
    )
    ordered = Order.objects.filter(
        workspace=workspace, currency=currency, discount__gt=0,
        ordered_at__gte=_at(period.start), ordered_at__lt=_at(period.end),
    )  # fmt: skip
    return _sum(
        [
            *(
                (account, product, round(given * _months(starts, ends, period)))
                for account, product, given, starts, ends in rows
            ),
            *ordered.values_list("account", "product").annotate(total=Sum("discount")).order_by(),
        ]
    )


def profits(history: History, period: Period, currency: str) -> dict[tuple[int, str], Profit]:
    """Revenue, time and discounts by account and product or service; what is not known of one is 0."""
    workspace = history.workspace
    rate = workspace.hourly_cost or 0
    earned = _sum(
        (*key, amount)
        for part in (contract_revenue(history, period, currency), order_revenue(workspace, period, currency))
        for key, amount in part.items()
    )
    took, given = minutes(workspace, period), discounts(workspace, period, currency)
    return {
        key: Profit(earned.get(key, 0), took.get(key, 0), rate, given.get(key, 0))
        for key in {**earned, **took, **given}
    }


def total(found: Iterable[Profit], hourly_cost: int) -> Profit:
    """Several together."""
    return sum(found, Profit(0, 0, hourly_cost))


def _refunds(orders: QuerySet[Order]) -> Iterator[tuple[int, str, int]]:
    yield from orders.values_list("account", "product").annotate(total=Sum("refunded")).order_by()


def _counts(orders: QuerySet[Order]) -> dict[int, int]:
    counted = orders.values_list("account").annotate(n=Count("pk")).order_by()
    return dict(counted)


def _sum(rows: Iterable[tuple[int, str, int]]) -> By:
    found: By = {}
    for account, of, amount in rows:
        found[account, of] = found.get((account, of), 0) + amount
    return found


def _months(starts: date, ends: date | None, period: Period) -> float:
    first, last = max(starts, period.start), period.end if ends is None else min(ends, period.end)
    return float(between(np.array([day_key(first)]), np.array([day_key(last)]))[0])


def _at(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _numbers(table: pa.Table, name: str) -> NDArray[np.int64]:
    return np.asarray(table[name].to_numpy(), dtype=np.int64)
