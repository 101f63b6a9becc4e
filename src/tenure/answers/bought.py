"""What does each option bring and take? Revenue goes to what a contract's lines say was bought; rows add up to the whole.

A contract is made of its product and of the options that run in it, day by day: each has its usual price of what came in,
and the one without a price the rest (`calc.shares.by_price`). An order names what was bought. Time about something that the
account bought is that thing's; other time, and discounts, are shared by revenue. What nothing tells is not attributed (“”).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tenure.answers.months import Period
from tenure.answers.spans import History
from tenure.answers.spelling import spelling, written
from tenure.answers.spending import by_contracts, minutes, order_discounts, order_revenue
from tenure.calc.ledger import Ledger, Part
from tenure.calc.month_parts import position
from tenure.calc.shares import Ints, by_price, shared, sums
from tenure.records.option import Option
from tenure.values.moment import day_key


@dataclass(frozen=True, slots=True)
class _Things:
    """What can be bought: each name without regard to its case, how it is written, and its usual price a month."""

    folded: tuple[str, ...]  # in order; the first is “”
    places: Mapping[str, int]
    prices: Ints  # -1: none is known

    @classmethod
    def of(cls, history: History, names: Iterable[str], currency: str) -> "_Things":
        """Prices are in the workspace's own currency, and say nothing of contracts in another."""
        known = Option.objects.filter(workspace=history.workspace, mrr__isnull=False).values_list("name", "mrr")
        priced = {name.casefold(): mrr for name, mrr in known} if currency == history.workspace.currency else {}
        folded = tuple(sorted({"", *(name.casefold() for name in names)}))
        prices = np.array([priced.get(name, -1) for name in folded], dtype=np.int64)
        return cls(folded, {name: place for place, name in enumerate(folded)}, prices)

    def coded(self, names: pa.ChunkedArray) -> Ints:
        """Names as places."""
        encoded = names.dictionary_encode().combine_chunks()
        if not len(encoded):
            return np.zeros(0, dtype=np.int64)
        places = np.array([self.places[one.casefold()] for one in encoded.dictionary.to_pylist()], dtype=np.int64)
        found: Ints = places[np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int64)]
        return found


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Stretches of contracts within which the same things run: whose (a place in the terms), from when to when."""

    term: Ints
    start: Ints
    end: Ints


def by_option(history: History, period: Period, currency: str) -> Ledger:
    """The ledger of a period by what was bought; its revenue, minutes and discounts add up to those of `spending.ledger`."""
    ordered, told = order_revenue(history, period, currency), minutes(history, period)
    earned = [_of_contracts(history, period, currency), ordered]
    spelled = spelling(history, [*(part[1] for part in earned), told[1]])
    earned = [written(part, spelled) for part in earned]
    rate = history.hourly_cost(currency) or 0
    revenue = Ledger.made(earned, [], [], rate)
    direct, other = _told(written(told, spelled), revenue)
    given = [by_contracts(history, period, currency, "discount"), order_discounts(history, period, currency)]
    return Ledger.made(earned, [direct, _by_revenue(revenue, [other])], [_by_revenue(revenue, given)], rate)


def _of_contracts(history: History, period: Period, currency: str) -> Part:
    """What contracts brought in the period, by what they are made of."""
    first, last = day_key(period.start), day_key(period.until)
    terms = history.paid.filter(pc.equal(history.paid["currency"], currency))
    terms = terms.filter(pc.and_(pc.less(terms["start"], last), pc.greater(terms["end"], first)))
    lines = history.lines.sort_by([("contract", "ascending"), ("option", "ascending")])
    names = [*pc.unique(terms["product"]).to_pylist(), *pc.unique(lines["option"]).to_pylist()]
    things = _Things.of(history, names, currency)
    start, end = np.maximum(_ints(terms, "start"), first), np.minimum(_ints(terms, "end"), last)
    stretches, at, thing = _made_of(terms, lines, things, start, end)
    mrr = _ints(terms, "mrr")[stretches.term]
    begin = position(start)[stretches.term]
    earned = _until(mrr, position(stretches.end) - begin) - _until(mrr, position(stretches.start) - begin)
    weights, nobodys = by_price(mrr, at, things.prices[thing], things.prices[thing] >= 0)
    unsaid = np.flatnonzero(nobodys)
    at, thing = np.concatenate([at, unsaid]), np.concatenate([thing, np.zeros(len(unsaid), dtype=np.int64)])
    order = np.argsort(at, kind="stable")
    parts = shared(earned, at[order], np.concatenate([weights, nobodys[unsaid]])[order])
    accounts = _ints(terms, "account")[stretches.term]
    return accounts[at[order]], [things.folded[one] for one in thing[order].tolist()], parts


def _made_of(
    terms: pa.Table, lines: pa.Table, things: _Things, start: Ints, end: Ints
) -> tuple[_Stretches, Ints, Ints]:
    """The stretches of terms, and of each what runs in it: a place among the stretches, and a thing."""
    of, line = _matched(_ints(terms, "contract"), _ints(lines, "contract"))
    since, until = np.maximum(start[of], _ints(lines, "start")[line]), np.minimum(end[of], _ints(lines, "end")[line])
    some = since < until
    of, since, until, option = of[some], since[some], until[some], things.coded(lines["option"])[line[some]]
    every = np.arange(len(start))
    stretches = _stretches(np.concatenate([every, every, of, of]), np.concatenate([start, end, since, until]))
    at, ran = _matched(stretches.term, of)
    runs = (since[ran] <= stretches.start[at]) & (until[ran] >= stretches.end[at])
    product = things.coded(terms["product"])[stretches.term]
    named = np.flatnonzero(product)
    width = len(things.folded)
    keys = np.unique(np.concatenate([at[runs] * width + option[ran[runs]], named * width + product[named]]))
    return stretches, keys // width, keys % width


def _stretches(term: Ints, day: Ints) -> _Stretches:
    """From one day of a term on which something changes to the next."""
    width = int(day.max(initial=0)) + 1
    keys = np.unique(term * width + day)
    term, day = keys // width, keys % width
    follows = term[1:] == term[:-1]
    return _Stretches(term[:-1][follows], day[:-1][follows], day[1:][follows])


def _matched(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Every pair of places at which both hold the same; ``right`` is in order."""
    first = np.searchsorted(right, left, "left")
    counts = np.searchsorted(right, left, "right") - first
    at = np.repeat(np.arange(len(left)), counts)
    into = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
    return at, np.repeat(first, counts) + into


def _told(part: Part, revenue: Ledger) -> tuple[Part, Part]:
    """Time about what the account bought, and all other time."""
    accounts, names, amounts = part
    places = {name: place for place, name in enumerate(revenue.names) if name}
    asked = np.fromiter((places.get(name, -1) for name in names), dtype=np.int64, count=len(names))
    width = len(revenue.names) + 1
    is_direct = np.isin(accounts * width + asked, revenue.accounts * width + revenue.of) & (asked >= 0)
    kept = [name for name, one in zip(names, is_direct.tolist(), strict=True) if one]
    rest = int((~is_direct).sum())
    return (accounts[is_direct], kept, amounts[is_direct]), (accounts[~is_direct], [""] * rest, amounts[~is_direct])


def _by_revenue(revenue: Ledger, parts: Iterable[Part]) -> Part:
    """What came together at each account, shared by what its things brought; not attributed where they brought nothing."""
    parts = list(parts)
    whose, place = np.unique(np.concatenate([part[0] for part in parts]), return_inverse=True)
    amounts = sums(np.concatenate([part[2] for part in parts]), place.reshape(-1), len(whose))
    at, row = _matched(whose, revenue.accounts)
    weights = np.maximum(revenue.revenue[row], 0)
    nothing = np.flatnonzero(sums(weights, at, len(whose)) == 0)
    at = np.concatenate([at, nothing])
    weights = np.concatenate([weights, np.ones(len(nothing), dtype=np.int64)])
    names = [revenue.names[one] for one in revenue.of[row].tolist()] + [""] * len(nothing)
    order = np.argsort(at, kind="stable")
    return whose[at[order]], [names[one] for one in order.tolist()], shared(amounts, at[order], weights[order])


def _until(mrr: Ints, months: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Ints:
    return np.rint(mrr * months).astype(np.int64)


def _ints(table: pa.Table, name: str) -> Ints:
    return np.asarray(table[name].to_numpy(), dtype=np.int64)
