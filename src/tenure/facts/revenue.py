"""What does an account buy, how regularly, and does it pay? The revenue facts, from orders and invoices.

An order counts from its moment, a refund takes its part off from its day. An account of which no order (no invoice) is
known has null; one that ordered before has a known 0 in a window without orders.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import ibis
from ibis import _

from tenure.facts.declare import Fact, percent, when
from tenure.facts.moments import the_workspace
from tenure.facts.revenue_rows import OWN_GAP_FROM, YEAR
from tenure.values.voice import later, voice, worded, worded_for

NO_ORDERS: Final = "No order is known"
NO_INVOICES: Final = "No invoice is known"
_SEVERAL: Final = ", or its orders are in several currencies"
_LATELY: Final = f"the last {YEAR} complete UTC days"

_fact = partial(Fact, group="revenue", unknown=NO_ORDERS)
_money = partial(_fact, type="money", currency="order_currency", unknown=NO_ORDERS + _SEVERAL)


def _in_one_currency(expr: Any) -> Any:
    return ibis.ifelse(_.order_currency.notnull(), expr, ibis.null("float64"))


def _said_ratio(value: float) -> str:
    return worded("The last order is {gaps} usual gaps ago", gaps=voice().number(value, 1))


def _said_change(value: float) -> str:
    change = round((value - 1) * 100)
    share, days = percent(abs(change) / 100), str(YEAR)
    if not change:
        return worded("Spent as much in the last {days} days as in the {days} before", days=days)
    if change > 0:
        return worded("Spent {share} more in the last {days} days than in the {days} before", share=share, days=days)
    return worded("Spent {share} less in the last {days} days than in the {days} before", share=share, days=days)


def _said(text: str) -> Callable[[Any], str]:
    return lambda value: worded(text, money=str(value), days=str(YEAR))


REVENUE: Final = (
    _money(
        name="revenue_total",
        unit="",
        sentence="What all orders came to, less what was given back of them by then; null where they are in several currencies.",
        expr=_.net,
        known=_said(later("{money} from all orders")),
    ),
    _money(
        name="revenue_365",
        unit="in a year",
        sentence=f"What the orders of the last {YEAR} complete UTC days and today so far came to, less what was given back of them by then.",
        expr=_.net_365,
        known=_said(later("{money} from orders in the last {days} days")),
    ),
    _fact(
        "orders_total",
        "int",
        "orders",
        "How many orders the account has placed, refunded ones too.",
        _.orders_total,
        lambda value: worded_for(value, "{n} order in all", "{n} orders in all"),
    ),
    _fact(
        "orders_365",
        "int",
        "orders",
        f"How many orders the account placed in the last {YEAR} complete UTC days and today so far.",
        _.orders_365,
        lambda value: worded_for(
            value, "{n} order in the last {days} days", "{n} orders in the last {days} days", days=str(YEAR)
        ),
    ),
    _money(
        name="average_order_value",
        unit="an order",
        sentence="The amounts of all orders, nothing given back taken off, over their number.",
        expr=(_.gross / _.orders_total).round().cast("int64"),
        known=_said(later("An order is worth {money} on average")),
    ),
    _fact(
        "last_order_days",
        "int",
        "days",
        "How many calendar days (UTC) ago the account placed its last order; 0 is the same day.",
        _.last_order_days,
        lambda value: worded("Last order {when}", when=when(value)),
    ),
    _fact(
        "order_gap_ratio",
        "float",
        "usual gaps",
        "Days since the last order over the account's usual gap: the median of the days between its order days; with fewer "
        f"than {OWN_GAP_FROM} order days the median over all accounts' orders before today.",
        _.last_order_days / ibis.coalesce(_.own_gap, the_workspace("order_gap_days")),
        _said_ratio,
        unknown="No order is known, or nobody has ordered twice",
    ),
    _fact(
        "spend_365_ratio",
        "float",
        "ratio",
        f"What the orders of {_LATELY} came to over those of the {YEAR} before, less what was given back; 1 is no change, "
        "null when nothing was spent before.",
        _in_one_currency(ibis.ifelse(_.spent_before > 0, _.spent_lately / _.spent_before, ibis.null("float64"))),
        _said_change,
        unknown=f"Nothing spent in the {YEAR} days before the last {YEAR} to compare with",
    ),
    _fact(
        "refund_share_365",
        "float",
        "share",
        f"What was given back of the orders of {_LATELY} over what they came to; null when there were none.",
        _in_one_currency(ibis.ifelse(_.bought_lately > 0, _.back_lately / _.bought_lately, ibis.null("float64"))),
        lambda value: worded(
            "{share} of what was ordered in the last {days} days was given back", share=percent(value), days=str(YEAR)
        ),
        unknown=f"No order in the last {YEAR} days",
    ),
    _fact(
        "overdue_amount",
        "money",
        "",
        "What unpaid invoices past their due date come to; 0 when invoices are known and none is overdue. One without a due "
        "date is never overdue; null where they are in several currencies.",
        _.overdue_amount,
        lambda value: worded("{money} overdue", money=str(value)) if value.amount else worded("Nothing is overdue"),
        currency="invoice_currency",
        unknown=NO_INVOICES + ", or its invoices are in several currencies",
    ),
    _fact(
        "overdue_days",
        "int",
        "days",
        "How many days the longest overdue invoice is past its due date; 0 when invoices are known and none is overdue.",
        _.overdue_days,
        lambda value: (
            worded_for(value, "An invoice is {n} day overdue", "An invoice is {n} days overdue")
            if value
            else worded("No invoice is overdue")
        ),
        unknown=NO_INVOICES,
    ),
)
