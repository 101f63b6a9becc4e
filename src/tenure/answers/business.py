"""What are the figures of the business between two days, and what are they made of?

Every figure comes with its inputs by name, so that each can be asked why; `calc.figures` says which there are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from tenure.answers import spending
from tenure.answers.months import Period
from tenure.answers.reports import counted_as
from tenure.answers.spans import History
from tenure.calc.profit import Profit
from tenure.calc.retention import Presence, repeat_rate
from tenure.calc.revenue import Moves
from tenure.calc.spans import OPEN, Spans
from tenure.records.contract import ContractLine

Inputs = dict[str, float]
Groups = dict[str, list[int]]  # name -> numbers of accounts


@dataclass(frozen=True, slots=True)
class Answer:
    """A figure's value (None: cannot be told) and what it was made of; amounts in minor units."""

    value: float | None
    inputs: Inputs


@dataclass(frozen=True)
class Business:
    """The figures of one period, in one currency; each is worked out when it is asked for."""

    history: History
    period: Period
    currency: str

    def answer(self, figure: str) -> Answer:
        """One figure; raises KeyError for a name that `calc.figures` does not have."""
        return _ANSWERS[figure](self)

    @cached_property
    def presence(self) -> Presence:
        """Who was there at the start and at the end."""
        return Presence.between(self.history.presence, *self.period.days)

    @cached_property
    def spans(self) -> Spans:
        """Contracts in this currency."""
        return self.history.revenue(self.currency)

    @cached_property
    def moves(self) -> Moves:
        """How each account's MRR moved."""
        return Moves.between(self.spans, *self.period.days)

    @cached_property
    def orders(self) -> spending.Orders:
        """Who ordered how often."""
        return spending.orders_of(self.history.workspace, self.period, self.currency)

    @cached_property
    def profits(self) -> Mapping[tuple[int, str], Profit]:
        """Revenue, time and discounts by account and product."""
        return spending.profits(self.history, self.period, self.currency)

    @cached_property
    def profit(self) -> Profit:
        """The same of all together."""
        return spending.total(self.profits.values(), self.history.workspace.hourly_cost or 0)

    @cached_property
    def due(self) -> tuple[list[int], list[int]]:
        """The accounts of contracts that came to an end in the period, and of those of them that were renewed."""
        start, end = self.period.days
        rows = self.history.paid
        hit = pc.and_(pc.greater(rows["due"], start), pc.less_equal(rows["due"], end))
        due = rows.filter(hit)
        return due["account"].to_pylist(), due.filter(due["renewed"])["account"].to_pylist()

    @cached_property
    def trying(self) -> int:
        """How many accounts are on trial at the end."""
        return int(self.history.trials.on(self.period.days[1]).sum())

    @cached_property
    def announced(self) -> int:
        """How many accounts have given notice for a contract that still runs at the end."""
        rows, (_, end) = self.history.paid, self.period.days
        told = pc.and_(pc.less_equal(rows["start"], end), pc.greater(rows["end"], end))
        noticed = pc.less_equal(rows["notice"], end)
        return len(pc.unique(rows.filter(pc.and_(told, noticed))["account"]))

    @cached_property
    def was_there(self) -> int:
        """How many accounts were there at any time of the period."""
        spans, (start, end) = self.history.presence, self.period.days
        return len(np.unique(spans.at[(spans.start < end) & (spans.end > start)]))

    def groups(self) -> Groups:
        """The accounts behind the figures, by what they are there for."""
        accounts, moving = self.history.presence.accounts, self.spans.accounts
        before, after = self.presence.before, self.presence.after
        found = {
            "start": accounts[before], "end": accounts[after], "new": accounts[after & ~before],
            "retained": accounts[before & after], "lost": accounts[before & ~after], "paying": moving[self.moves.is_],
        }  # fmt: skip
        kinds = {f"mrr_{kind}": moving[flags] for kind, flags in self.moves.kinds.items()}
        due, renewed = self.due
        ordered = self.orders
        lists: Groups = {
            "due": due, "renewed": renewed, "buyers": list(ordered.in_period), "new_buyers": ordered.new_buyers,
            "returning_buyers": ordered.returning_buyers,
            "repeat_buyers": [one for one, count in ordered.in_all.items() if count > 1],
        }  # fmt: skip
        return {name: some.tolist() for name, some in {**found, **kinds}.items()} | lists


def _retention(business: Business) -> Answer:
    found = business.presence.count
    inputs: Inputs = {"start": found.start, "end": found.end, "new": found.new}
    return Answer(found.retention_rate, inputs)


def _churn(business: Business) -> Answer:
    found = business.presence.count
    return Answer(found.churn_rate, {"start": found.start, "lost": found.lost})


def _revenue(part: str) -> Callable[[Business], Answer]:
    def answer(business: Business) -> Answer:
        found = counted_as(business.history.workspace, business.moves.sum)
        names = ("start", "expansion", "contraction", "churn") if part == "nrr" else ("start", "contraction", "churn")
        return Answer(getattr(found, part), {name: getattr(found, name) for name in names})

    return answer


def _renewal(business: Business) -> Answer:
    due, renewed = business.due
    return Answer(_over(len(renewed), len(due)), {"renewed": len(renewed), "due": len(due)})


def _mrr(business: Business) -> Answer:
    found = counted_as(business.history.workspace, business.moves.sum)
    names = ("start", "new", "expansion", "reactivation", "contraction", "churn")
    return Answer(found.end, {name: getattr(found, name) for name in names})


def _per_account(business: Business) -> Answer:
    paying = int(business.moves.is_.sum())
    mrr = business.moves.sum.end
    return Answer(_over(mrr, paying), {"mrr": mrr, "paying": paying})


def _spend(business: Business) -> Answer:
    revenue, there = business.profit.revenue, business.was_there
    return Answer(_over(revenue, there), {"revenue": revenue, "accounts": there})


def _order_value(business: Business) -> Answer:
    orders = business.orders
    return Answer(_over(orders.amount, orders.count), {"amount": orders.amount, "orders": orders.count})


def _length(business: Business) -> Answer:
    """The mean of the terms of contracts that run at the end: as agreed, else counted from their dates."""
    rows, (_, end) = business.history.paid, business.period.days
    runs = rows.filter(pc.and_(pc.less_equal(rows["start"], end), pc.greater(rows["end"], end)))
    terms = [
        float(term) if term is not None else (due - start) / spending.DAYS_A_MONTH
        for term, start, due in zip(*(runs[name].to_pylist() for name in ("term", "start", "due")), strict=True)
        if term is not None or due < OPEN
    ]
    return Answer(_over(sum(terms), len(terms)), {"months": sum(terms), "contracts": len(terms)})


def _options(business: Business) -> Answer:
    end = business.period.end
    lines = ContractLine.objects.filter(workspace=business.history.workspace, starts_on__lte=end)
    bought = set(lines.exclude(ends_on__lte=end).values_list("contract__account", "option"))
    there = set(business.history.presence.accounts[business.presence.after].tolist())
    running = [one for one in bought if one[0] in there]
    accounts = len(there) if running else 0
    return Answer(_over(len(running), accounts), {"options": len(running), "accounts": accounts})


def _buyers(business: Business) -> Answer:
    orders = business.orders
    inputs: Inputs = {"new": len(orders.new_buyers), "returning": len(orders.returning_buyers)}
    return Answer(float(len(orders.in_period)), inputs)


def _repeat(business: Business) -> Answer:
    counts = list(business.orders.in_all.values())
    return Answer(repeat_rate(counts), {"repeat": sum(one > 1 for one in counts), "buyers": len(counts)})


def _profit(business: Business) -> Answer:
    found, there = business.profit, business.was_there
    rate = business.history.workspace.hourly_cost
    inputs: Inputs = {"revenue": found.revenue, "minutes": found.minutes, "cost": found.cost, "accounts": there}
    return Answer(None if rate is None else _over(found.profit, there), inputs)


def _over(amount: float, count: int) -> float | None:
    return amount / count if count else None


_ANSWERS: Mapping[str, Callable[[Business], Answer]] = {
    "retention_rate": _retention,
    "churn_rate": _churn,
    "nrr": _revenue("nrr"),
    "grr": _revenue("grr"),
    "renewal_rate": _renewal,
    "mrr": _mrr,
    "revenue_per_account": _per_account,
    "average_spend": _spend,
    "average_order_value": _order_value,
    "contract_months": _length,
    "options_per_account": _options,
    "buyers": _buyers,
    "repeat_rate": _repeat,
    "profit_per_account": _profit,
}
