"""What did accounts spend between two days, on what, and what did they take of our time?

Contract revenue is MRR by the day: a whole calendar month is the MRR, a day of it its share of that month. Orders count on their day and refunds on theirs. Only
one currency at a time. Time is that of touchpoints and tickets; a touchpoint without minutes takes its service's usual ones.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Count, Q, Sum
from numpy.typing import NDArray

from tenure.answers.months import Period
from tenure.answers.spans import History
from tenure.answers.spelling import spelling, written
from tenure.answers.with_product import of_products
from tenure.calc.ledger import Ledger, Part
from tenure.calc.month_parts import between
from tenure.records.option import Option
from tenure.records.order import Order
from tenure.records.ticket import Ticket
from tenure.records.touchpoint import Touchpoint
from tenure.values.moment import day_key

Rows = Iterable[tuple[int, str, int]]  # account, product or service, minor units or minutes


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders before the end of a period: how many each account placed in all, and in the period, and what they came to."""

    in_all: Mapping[int, int]
    in_period: Mapping[int, int]
    amounts: Mapping[int, int]

    @property
    def amount(self) -> int:
        """What the orders of the period came to."""
        return sum(self.amounts.values())

    @property
    def count(self) -> int:
        """How many they are."""
        return sum(self.in_period.values())

    def of_accounts(self, accounts: Iterable[int]) -> "Orders":
        """Those of some accounts alone."""
        among = set(accounts)
        kinds = (self.in_all, self.in_period, self.amounts)
        return Orders(*({one: kind[one] for one in kind if one in among} for kind in kinds))

    @property
    def new_buyers(self) -> list[int]:
        """Those who ordered in the period and never before."""
        return [account for account, count in self.in_period.items() if self.in_all[account] == count]

    @property
    def returning_buyers(self) -> list[int]:
        """Those who ordered in the period, and before it too."""
        return [account for account, count in self.in_period.items() if self.in_all[account] > count]


def ledger(history: History, period: Period, currency: str) -> Ledger:
    """Revenue, time and discounts by account and product or service, as contracts, orders and touchpoints name it.

    Time about an option is its product's.
    """
    earned = [by_contracts(history, period, currency, "mrr"), order_revenue(history, period, currency)]
    given = [by_contracts(history, period, currency, "discount"), order_discounts(history, period, currency)]
    kinds = [earned, [of_products(history, minutes(history, period))], given]
    spelled = spelling(history, (part[1] for kind in kinds for part in kind))
    earned, took, given = ([written(part, spelled) for part in kind] for kind in kinds)
    return Ledger.made(earned, took, given, history.hourly_cost(currency) or 0)


def revenue(history: History, period: Period, currency: str) -> int:
    """What contracts and orders brought in the period, together."""
    parts = (by_contracts(history, period, currency, "mrr"), order_revenue(history, period, currency))
    return sum(int(amounts.sum()) for _accounts, _names, amounts in parts)


def by_contracts(history: History, period: Period, currency: str, what: str) -> Part:
    """What contracts brought in the period (``mrr``), or what was given off their price (``discount``)."""
    rows = history.paid.filter(pc.equal(history.paid["currency"], currency))
    first, last = day_key(period.start), day_key(period.until)
    start, end = _numbers(rows, "start"), _numbers(rows, "end")
    months = between(np.maximum(start, first), np.minimum(end, last))
    amounts = np.rint(_numbers(rows, what) * months).astype(np.int64)
    some = (start < last) & (end > first) & ((amounts != 0) | (what == "mrr"))
    return _numbers(rows, "account")[some], rows["product"].filter(pa.array(some)).to_pylist(), amounts[some]


def order_revenue(history: History, period: Period, currency: str) -> Part:
    """What orders of the period came to, less what was given back in it, by account and product."""
    orders = Order.objects.filter(workspace=history.workspace, currency=currency)
    bought = orders.filter(ordered_at__gte=_at(period.start), ordered_at__lt=_at(period.until))
    gone = orders.filter(refunded_on__gte=period.start, refunded_on__lt=period.until, refunded__gt=0)
    undated = bought.filter(refunded_on=None, refunded__gt=0)
    back = [*_by_product(gone, "refunded"), *_by_product(undated, "refunded")]
    rows = [*_by_product(bought, "amount"), *((account, product, -total) for account, product, total in back)]
    return _part(history, rows)


def order_discounts(history: History, period: Period, currency: str) -> Part:
    """What was given off orders of the period, by account and product; revenue is after it already."""
    orders = Order.objects.filter(workspace=history.workspace, currency=currency, discount__gt=0)
    given = orders.filter(ordered_at__gte=_at(period.start), ordered_at__lt=_at(period.until))
    return _part(history, _by_product(given, "discount"))


def orders_of(history: History, period: Period, currency: str) -> Orders:
    """Who ordered how often by the end of the period, today too where it runs."""
    known = Order.objects.filter(workspace=history.workspace, currency=currency, ordered_at__lt=_at(period.until))
    lately = Q(ordered_at__gte=_at(period.start))
    counted = known.values_list("account").order_by()
    rows = counted.annotate(n=Count("pk"), lately=Count("pk", filter=lately), amount=Sum("amount", filter=lately))
    in_all, in_period, amounts = {}, {}, {}
    for account, count, of_period, spent in rows:
        in_all[account] = count
        if of_period:
            in_period[account] = of_period
            amounts[account] = spent
    found = Orders(in_all, in_period, amounts)
    return found if history.among is None else found.of_accounts(history.among.tolist())


def minutes(history: History, period: Period) -> Part:
    """The time that each account took, by what it was about (empty: it was not said)."""
    workspace, since, until = history.workspace, _at(period.start), _at(period.until)
    options = Option.objects.filter(workspace=workspace).values_list("name", "minutes")
    usual = {name.casefold(): took or 0 for name, took in options}
    held = Touchpoint.objects.filter(workspace=workspace, is_held=True, at__gte=since, at__lt=until)
    grouped = held.values_list("account", "service").order_by()
    said = grouped.filter(minutes__isnull=False).annotate(total=Sum("minutes"))
    unsaid = grouped.filter(minutes=None).exclude(service="").annotate(count=Count("pk"))
    tickets = Ticket.objects.filter(workspace=workspace, opened_at__gte=since, opened_at__lt=until)
    known = tickets.filter(minutes__isnull=False).values_list("account").annotate(took=Sum("minutes")).order_by()
    rows = [
        *said,
        *((account, service, count * usual.get(service.casefold(), 0)) for account, service, count in unsaid),
        *((account, "", took) for account, took in known),
    ]
    return _part(history, rows)


def _by_product(orders: Any, amount: str) -> Rows:
    found: Rows = orders.values_list("account", "product").annotate(total=Sum(amount)).order_by()
    return found


def _part(history: History, rows: Rows) -> Part:
    """As columns; of some accounts where the history is of some."""
    accounts, names, amounts = zip(*rows, strict=True) if (rows := list(rows)) else ((), (), ())
    columns = np.array(accounts, dtype=np.int64), list(names), np.array(amounts, dtype=np.int64)
    if history.among is None:
        return columns
    mine = np.isin(columns[0], history.among)
    kept = [name for name, is_mine in zip(names, mine.tolist(), strict=True) if is_mine]
    return columns[0][mine], kept, columns[2][mine]


def _at(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _numbers(table: pa.Table, name: str) -> NDArray[np.int64]:
    return np.asarray(table[name].to_numpy(), dtype=np.int64)
