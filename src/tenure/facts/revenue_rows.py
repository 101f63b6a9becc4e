"""What has each account bought and paid? Orders and invoices as they were known just before the moment.

``age`` is ``window_day - day`` as for usage: a window of n days is age 0..n, its complete days are age 1..n.
"""

from typing import Any

import ibis
from ibis import _

from tenure.facts.moments import days_between, the, utc_day
from tenure.facts.schemas import table

YEAR = 365
OWN_GAP_FROM = 3  # days with orders from which an account has a usual gap of its own
_EPOCH = ibis.date("1970-01-01")


def revenue() -> tuple[ibis.Table, ...]:
    """One row for each account with orders, and one for each with invoices."""
    orders = _orders()
    return _bought(orders), _gaps(orders), _owed()


def gaps(order_days: Any) -> ibis.Table:
    """(account, day, gap) from (account, day): the days since the account's order day before; none for its first."""
    before = ibis.window(group_by="account", order_by="day")
    found: Any = order_days.mutate(gap=(_.day - _.day.lag().over(before)).cast("int32"))
    return found.filter(found.gap.notnull()).select("account", "day", "gap")


def _orders() -> ibis.Table:
    """Orders before the moment with ``day``, ``age`` and what was given back of each by then."""
    orders: Any = table("orders")
    known: Any = orders.filter(orders.ordered_at < the("at"))
    # A refund without a date is known with its order.
    refund_day = days_between(_EPOCH, known.refunded_on)
    known = known.mutate(
        day=utc_day(known.ordered_at),
        back=ibis.ifelse(known.refunded_on.isnull() | (known.refunded_on <= the("date")), known.refunded, 0),
        back_complete=ibis.ifelse(
            known.refunded_on.isnull() | (refund_day < the("window_day").cast("int64")), known.refunded, 0
        ),
    )
    return known.mutate(age=(the("window_day") - known.day).cast("int64")).alias("known_orders")


def _bought(orders: Any) -> ibis.Table:
    lately, before = _.age.between(1, YEAR), _.age.between(YEAR + 1, 2 * YEAR)
    spent = _.amount - _.back_complete
    found: Any = orders.group_by("account").agg(
        orders_total=_.count(),
        orders_365=_.count(where=_.age <= YEAR),
        gross=_.amount.sum(),
        net=(_.amount - _.back).sum(),
        net_365=(_.amount - _.back).sum(where=_.age <= YEAR),
        bought_lately=_.amount.sum(where=lately),
        back_lately=_.back_complete.sum(where=lately),
        spent_lately=spent.sum(where=lately),
        spent_before=spent.sum(where=before),
        first_order=_.day.min(),
        last_order=_.day.max(),
        currencies=_.currency.nunique(),
        order_currency=_.currency.max(),
    )
    one = found.currencies == 1
    return found.mutate(
        order_currency=ibis.ifelse(one, found.order_currency, ibis.null("string")),
        net_365=found.net_365.fill_null(0),
        spent_lately=found.spent_lately.fill_null(0),
        last_order_days=the("day").cast("int64") - found.last_order,
        first_order_days=the("day").cast("int64") - found.first_order,
    ).drop("currencies", "first_order", "last_order")


def _gaps(orders: Any) -> ibis.Table:
    days = orders.select("account", "day").distinct()
    found: Any = gaps(days).group_by("account").agg(own_gap=_.gap.median(), gaps=_.count())
    return found.filter(found.gaps >= OWN_GAP_FROM - 1).select("account", "own_gap")


def _owed() -> ibis.Table:
    invoices: Any = table("invoices")
    issued: Any = invoices.filter(invoices.issued_on <= the("date"))
    unpaid = issued.paid_on.isnull() | (issued.paid_on > the("date"))
    overdue = unpaid & (issued.due_on < the("date")) & (issued.amount > 0)
    found: Any = (
        issued.mutate(overdue=overdue.fill_null(False))
        .group_by("account")
        .agg(
            overdue_amount=_.amount.sum(where=_.overdue),
            due_on=_.due_on.min(where=_.overdue),
            currencies=_.currency.nunique(),
            invoice_currency=_.currency.max(),
        )
    )
    one = found.currencies == 1
    return found.select(
        "account",
        overdue_amount=found.overdue_amount.fill_null(0),
        overdue_days=days_between(found.due_on, the("date")).fill_null(0),
        invoice_currency=ibis.ifelse(one, found.invoice_currency, ibis.null("string")),
    )
