"""When was each account there, and what did it bring a month? From contracts, and in a shop from orders.

An account is there on a day when a contract runs (``start <= day < end``, trials apart) or, in a shop, when it ordered
within the lapse: the workspace's own number of days, else twice the usual gap between orders.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tenure import clock
from tenure.answers.order_gap import order_gap
from tenure.calc.spans import OPEN, Spans
from tenure.calc.trial import TRIAL
from tenure.records import business_frames, frames
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

USUAL_LAPSE: Final = 90  # days, where nobody has ordered twice yet

Column = NDArray[np.int64]


@dataclass(frozen=True)
class History:
    """All contracts of a workspace, and its order days where it is a shop, as stretches of time.

    ``contracts`` has a row for each period: account, contract, product, currency, start, end (its own, or where the next
    of its contract starts), due (its own end), renewed (whether a next one is known), notice, mrr, discount, term, trial.
    ``read`` are frames of all accounts: facts that are asked for beside need not read them again.
    """

    workspace: Workspace
    contracts: pa.Table
    order_days: pa.Table | None  # account and day
    among: Column | None = None  # the accounts that it is of; None: all
    read: Mapping[str, pa.Table] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace) -> "History":
        """Read it."""
        is_shop = workspace.kind == Workspace.Kind.SHOP
        days = business_frames.order_days(workspace) if is_shop else None
        terms = frames.periods(workspace, schema=frames.TERMS)
        return cls(workspace, _cut(terms), days, read={"periods": terms.select(frames.PERIODS.names)})

    def of_accounts(self, accounts: Iterable[int]) -> "History":
        """The same of some accounts alone; what is judged by all of the workspace still is."""
        among = np.unique(np.fromiter(accounts, dtype=np.int64))
        days = None if self.order_days is None else _among(self.order_days, among)
        found = History(self.workspace, _among(self.contracts, among), days, among)
        found.__dict__["lapse_days"], found.__dict__["lines"] = self.lapse_days, _among(self.lines, among)
        return found

    def of_contracts(self, contracts: Column) -> "History":
        """The same of some contracts alone: orders do not say then who is there."""
        found = History(self.workspace, _among(self.contracts, contracts, "contract"), None, self.among)
        found.__dict__["lines"] = _among(self.lines, contracts, "contract")
        return found

    @cached_property
    def lines(self) -> pa.Table:
        """The options bought: account, contract, option, start, end."""
        rows = frames.lines(self.workspace)
        days = {"start": _days(rows["starts_on"], 0), "end": _days(rows["ends_on"], OPEN)}
        named = {name: rows[name] for name in ("account", "contract", "option")}
        return pa.table(named | days)

    @cached_property
    def lapse_days(self) -> int | None:
        """After how many days without an order an account of a shop is no longer there; None where orders do not count."""
        if self.order_days is None:
            return None
        if self.workspace.lapse_days is not None:
            return self.workspace.lapse_days
        gap = order_gap(self.workspace, Moment(clock.now()))
        return USUAL_LAPSE if gap is None else ceil(2 * gap)

    @cached_property
    def currencies(self) -> list[str]:
        """Those of contracts, the workspace's own first, then by how many periods are in them."""
        counted = {one["values"]: one["counts"] for one in pc.value_counts(self.contracts["currency"]).to_pylist()}
        return sorted(counted, key=lambda one: (one != self.workspace.currency, -counted[one], one))

    @cached_property
    def presence(self) -> Spans:
        """Every account that was ever there, whatever its currency; amounts are none."""
        paid = self.paid
        account, start, end = _numbers(paid, "account"), _numbers(paid, "start"), _numbers(paid, "end")
        if self.order_days is not None and self.lapse_days is not None:
            ordered = _numbers(self.order_days, "day")
            account = np.concatenate([account, _numbers(self.order_days, "account")])
            start = np.concatenate([start, ordered])
            end = np.concatenate([end, ordered + self.lapse_days + 1])
        return Spans.from_columns(account, start, end, np.zeros(len(account), dtype=np.int64))

    def hourly_cost(self, currency: str) -> int | None:
        """What an hour of ours costs, in minor units; None where nobody said, or said so in another currency."""
        return self.workspace.hourly_cost if currency == self.workspace.currency else None

    def revenue(self, currency: str) -> Spans:
        """What contracts in one currency bring a month."""
        paid = self.paid
        return _spans(paid.filter(pc.equal(paid["currency"], currency)))

    @cached_property
    def trials(self) -> Spans:
        """Who is trying, and when."""
        return _spans(self.contracts.filter(self.contracts["trial"]))

    @cached_property
    def last_start(self) -> int | None:
        """The day on which a period last began by today, as a key: what ends later may just be the end of the data."""
        start = _numbers(self.contracts, "start")
        started = start[start <= Moment(clock.now()).day]
        return int(started.max()) if started.size else None

    @cached_property
    def paid(self) -> pa.Table:
        """The periods that are no trials."""
        return self.contracts.filter(pc.invert(self.contracts["trial"]))


def _among(rows: pa.Table, some: Column, of: str = "account") -> pa.Table:
    return rows.filter(pc.is_in(rows[of], value_set=pa.array(some)))


def _cut(periods: pa.Table) -> pa.Table:
    """Each period until its end, or until the next of its contract starts: the latest one that began speaks."""
    rows = periods.sort_by([("contract", "ascending"), ("starts_on", "ascending")])
    start = _days(rows["starts_on"], 0)
    end = _days(rows["ends_on"], OPEN)
    contract = _numbers(rows, "contract")
    follows = np.zeros(len(start), dtype=bool)
    follows[:-1] = contract[1:] == contract[:-1]
    after = np.concatenate([start[1:], np.array([OPEN], dtype=np.int64)]) if len(start) else start
    end = np.where(follows, np.minimum(end, after), end)
    plan: Any = pc.dictionary_encode(rows["plan"].fill_null("")).combine_chunks()
    trial: Any = pc.match_substring_regex(plan.dictionary, TRIAL)
    return pa.table(
        {
            "account": rows["account"],
            "contract": rows["contract"],
            "product": rows["product"],
            "currency": rows["currency"],
            "start": start,
            "end": end,
            "due": _days(rows["ends_on"], OPEN),
            "renewed": follows,
            "notice": _days(rows["notice_given_on"], OPEN),
            "mrr": rows["mrr"],
            "discount": rows["discount"],
            "term": rows["term_months"],
            "trial": pc.take(trial, plan.indices),
        }
    )


def _days(column: Any, missing: int) -> Column:
    days = column.cast(pa.int32()).cast(pa.int64()).fill_null(missing)
    return np.asarray(days.to_numpy(), dtype=np.int64)


def _numbers(table: pa.Table, name: str) -> Column:
    return np.asarray(table[name].to_numpy(), dtype=np.int64)


def _spans(rows: pa.Table) -> Spans:
    return Spans.from_columns(*(_numbers(rows, name) for name in ("account", "start", "end", "mrr")))
