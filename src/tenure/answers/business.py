"""What are the figures of the business between two days, and what are they made of?

Every figure comes with its inputs by name, so that each can be asked why; `calc.figures` says which there are.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tenure.answers import spending
from tenure.answers.bought import by_option
from tenure.answers.months import Period
from tenure.answers.reports import counted_as
from tenure.answers.spans import History
from tenure.calc.ledger import Ledger
from tenure.calc.month_parts import DAYS_A_MONTH
from tenure.calc.profit import Profit
from tenure.calc.retention import Presence, repeat_rate
from tenure.calc.revenue import Moves
from tenure.calc.shares import Ints
from tenure.calc.spans import OPEN, Flags, Spans
from tenure.values.moment import day_key

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
        return spending.orders_of(self.history, self.period, self.currency)

    @cached_property
    def ledger(self) -> Ledger:
        """Revenue, time and discounts by account and product."""
        return spending.ledger(self.history, self.period, self.currency)

    @cached_property
    def revenue(self) -> int:
        """What came in, all together."""
        if "ledger" in self.__dict__:  # it is known already
            return self.ledger.total.revenue
        return spending.revenue(self.history, self.period, self.currency)

    @cached_property
    def options(self) -> Ledger:
        """The same by account and option."""
        return by_option(self.history, self.period, self.currency)

    @cached_property
    def profit(self) -> Profit:
        """The same of all together."""
        return self.ledger.total

    @property
    def is_rated(self) -> bool:
        """Whether it is known what an hour of ours costs, in this currency."""
        return self.history.hourly_cost(self.currency) is not None

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
    def there_at_any_time(self) -> Ints:
        """The accounts that were there on any day of the period."""
        spans, start, until = self.history.presence, self.period.days[0], day_key(self.period.until)
        return spans.accounts[np.unique(spans.at[(spans.start < until) & (spans.end > start)])]

    @property
    def was_there(self) -> int:
        """How many they are."""
        return len(self.there_at_any_time)

    @cached_property
    def moved(self) -> Mapping[str, Flags]:
        """Which accounts' MRR moved which way, by the workspace's own definition of expansion."""
        kinds = self.moves.kinds
        if not self.history.workspace.reactivation_is_expansion:
            return kinds
        nobody = np.zeros_like(kinds["reactivation"])
        return kinds | {"expansion": kinds["expansion"] | kinds["reactivation"], "reactivation": nobody}

    def part(self, name: str) -> Answer:
        """One movement of MRR, or ``start``, with what its accounts brought before and after; raises KeyError for another."""
        flags = self.moves.was if name == "start" else self.moved[name]
        before, after = int(self.moves.before[flags].sum()), int(self.moves.after[flags].sum())
        value = before if name == "start" else abs(after - before)
        return Answer(value, {"before": before, "after": after, "count": int(flags.sum())})

    def of_accounts(self, accounts: Iterable[int]) -> "Business":
        """The same figures of some accounts alone."""
        return Business(self.history.of_accounts(accounts), self.period, self.currency)

    def of_each(self, groups: Iterable[Iterable[int]]) -> Iterator["Business"]:
        """The same figures of each of several groups of accounts; what they are made of is read once for all."""
        ledger, orders = self.ledger, self.orders
        for accounts in groups:
            some = list(accounts)
            found = self.of_accounts(some)
            found.__dict__["ledger"] = ledger.only(np.isin(ledger.accounts, some))
            found.__dict__["orders"] = orders.of_accounts(some)
            yield found

    @property
    def concerned(self) -> Ints:
        """The accounts that any figure counts: there at any time, or buyers, or with something earned or spent."""
        bought = np.fromiter(self.orders.in_all, dtype=np.int64)
        return np.unique(np.concatenate((self.there_at_any_time, self.ledger.accounts, bought)))

    def groups(self) -> Groups:
        """The accounts behind the figures, by what they are there for."""
        accounts, moving = self.history.presence.accounts, self.spans.accounts
        before, after = self.presence.before, self.presence.after
        found = {
            "start": accounts[before], "end": accounts[after], "new": accounts[after & ~before],
            "retained": accounts[before & after], "lost": accounts[before & ~after], "paying": moving[self.moves.is_],
            "paid": moving[self.moves.was], "there": self.there_at_any_time,
        }  # fmt: skip
        kinds = {f"mrr_{kind}": moving[flags] for kind, flags in self.moved.items()}
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
    revenue, there = business.revenue, business.was_there
    return Answer(_over(revenue, there), {"revenue": revenue, "accounts": there})


def _order_value(business: Business) -> Answer:
    orders = business.orders
    return Answer(_over(orders.amount, orders.count), {"amount": orders.amount, "orders": orders.count})


def _length(business: Business) -> Answer:
    """The mean of the terms of contracts that run at the end: as agreed, else counted from their dates."""
    rows, (_, end) = business.history.paid, business.period.days
    runs = rows.filter(pc.and_(pc.less_equal(rows["start"], end), pc.greater(rows["end"], end)))
    counted = pc.divide(pc.subtract(runs["due"], runs["start"]).cast("float64"), DAYS_A_MONTH)
    dated = pc.if_else(pc.less(runs["due"], OPEN), counted, None)
    terms = pc.drop_null(pc.coalesce(runs["term"].cast("float64"), dated)).to_numpy()
    months = float(terms.sum())
    return Answer(_over(months, len(terms)), {"months": months, "contracts": len(terms)})


def _options(business: Business) -> Answer:
    rows, end = business.history.lines, business.period.days[1]
    runs = rows.filter(pc.and_(pc.less_equal(rows["start"], end), pc.greater(rows["end"], end)))
    there = business.history.presence.accounts[business.presence.after]
    mine = runs.filter(pc.is_in(runs["account"], value_set=pa.array(there)))
    running = mine.group_by(["account", "option"]).aggregate([]).num_rows
    accounts = len(there) if running else 0
    return Answer(_over(running, accounts), {"options": running, "accounts": accounts})


def _buyers(business: Business) -> Answer:
    orders = business.orders
    inputs: Inputs = {"new": len(orders.new_buyers), "returning": len(orders.returning_buyers)}
    return Answer(float(len(orders.in_period)), inputs)


def _repeat(business: Business) -> Answer:
    counts = list(business.orders.in_all.values())
    return Answer(repeat_rate(counts), {"repeat": sum(one > 1 for one in counts), "buyers": len(counts)})


def _profit(business: Business) -> Answer:
    found, there = business.profit, business.was_there
    inputs: Inputs = {"revenue": found.revenue, "minutes": found.minutes, "cost": found.cost, "accounts": there}
    return Answer(_over(found.profit, there) if business.is_rated else None, inputs)


def answer_of(business: Business, figure: str, part: str = "") -> Answer:
    """A figure, a movement of MRR, a part of profit or what average spend is of; KeyError for what there is not."""
    if not part:
        return business.answer(figure)
    if figure == "profit_per_account":
        return part_of_profit(business.profit, part, is_rated=business.is_rated)
    if figure == "average_spend" and part == "revenue":
        return Answer(business.revenue, {"count": business.was_there})
    if figure != "mrr":
        raise KeyError(part)
    return business.part(part)


def part_of_profit(found: Profit, part: str, *, is_rated: bool) -> Answer:
    """``profit``, or one of the parts that it is made of; cost and what is left are None where nobody said what an hour costs."""
    inputs: Inputs = {"revenue": found.revenue, "cost": found.cost, "minutes": found.minutes, "hour": found.hourly_cost}
    value = {
        "hours": found.minutes / 60, "cost": found.cost, "discount": found.discount, "profit": found.profit,
        "margin": found.margin,
    }[part]  # fmt: skip
    return Answer(value if is_rated or part not in {"cost", "profit", "margin"} else None, inputs)


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
