"""What does a play bring? Accounts it acted on beside those that chance left alone, by intention to treat.

An account counts from the day on which the play first began for it, in the group that chance put it in, and once the
window that was named beforehand is over for it. Those that are never left alone are no part of it: chance did not choose
among them. The comparison begins anew with each change of what was named.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tenure import clock
from tenure.answers.process import home
from tenure.answers.spans import History
from tenure.calc.holdout import Answer, Difference, Left, Sums, answer, difference_of_means, difference_of_rates
from tenure.calc.spans import Days, Spans
from tenure.eventlog.facts_days import scores_of, stored_days
from tenure.plays.parse import parse
from tenure.plays.play import HoldOut
from tenure.records import business_frames
from tenure.records.departure import Departure
from tenure.records.play import EXEMPT, Play, PlayRun, PlayStep, PlayVersion
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_key

YEAR: Final = 365
LONGEST: Final = 5  # years: what takes longer to tell is never told
Numbers = NDArray[np.int64]
Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts of one group: how many left, how health changed of those scored then and now, and what they bring.

    ``money`` is in minor units: in a shop what was ordered within the window, else how MRR changed.
    """

    left: Left
    health: Sums
    money: Sums


@dataclass(frozen=True, slots=True)
class Results:
    """``lost`` is how much more of those left alone left; the other two how much higher those acted on are.

    ``waiting`` are accounts whose window is not over, ``absent`` those that were no customers when it began for them.
    """

    hold_out: HoldOut
    since: datetime
    acted: Group
    alone: Group
    answer: Answer
    lost: Difference | None
    health: Difference | None
    money: Difference | None
    waiting: int
    absent: int
    currency: str
    orders: bool  # money is what was ordered
    years: float | None  # how long it takes at the pace so far until the planned number is in

    @property
    def counted(self) -> int:
        """Accounts that count, of both groups."""
        return self.acted.left.accounts + self.alone.left.accounts

    @property
    def never(self) -> bool:
        """Whether it cannot tell within any time that somebody would wait."""
        return self.years is not None and self.years > LONGEST


@dataclass(frozen=True, slots=True)
class Usual:
    """So many accounts were there so many days ago, and such a share of them has left."""

    accounts: int
    left: int
    days: int

    @property
    def rate(self) -> float:
        """0 of nobody."""
        return self.left / self.accounts if self.accounts else 0.0


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Accounts in the order of their numbers, the day on which the play began for each, and whether it was left alone."""

    accounts: Numbers
    start: Numbers
    alone: Flags

    def only(self, flags: Flags) -> "_Drawn":
        return _Drawn(self.accounts[flags], self.start[flags], self.alone[flags])


def usual(workspace: Workspace, days: int) -> Usual:
    """How many leave within so many days when nothing new is done: the workspace's own last such time."""
    spans, today = History.of(workspace).presence, Moment(clock.now()).day
    there = spans.on(today - days)
    return Usual(int(there.sum()), int((there & ~spans.on(today)).sum()), days)


def results(play: Play) -> Results | None:
    """The comparison as it stands now; None for a play that leaves nobody alone."""
    found = _named(play)
    if found is None:
        return None
    hold_out, since = found
    today, drawn = Moment(clock.now()).day, _drawn(play, since)
    over = drawn.only(drawn.start + hold_out.days <= today)
    history = History.of(play.workspace)
    was, left = _left(play.workspace, history, over, hold_out.days)
    here, left = over.only(was), left[was]
    health, money = _health(play.workspace, here, hold_out.days), _money(history, here, hold_out.days)
    acted, alone = (_group(flags, left, health, money) for flags in (~here.alone, here.alone))
    planned = hold_out.planned
    return Results(
        hold_out=hold_out,
        since=since,
        acted=acted,
        alone=alone,
        answer=answer(acted.left, alone.left, planned) if planned is not None else "too few",
        lost=difference_of_rates(acted.left, alone.left),
        health=difference_of_means(acted.health, alone.health),
        money=difference_of_means(acted.money, alone.money),
        waiting=len(drawn.accounts) - len(over.accounts),
        absent=int((~was).sum()),
        currency=play.workspace.currency,
        orders=history.order_days is not None,
        years=None if planned is None else _years(drawn, planned, today),
    )


def _named(play: Play) -> tuple[HoldOut, datetime] | None:
    """What was named, and since when it has been so, however often the steps were changed meanwhile."""
    found: tuple[HoldOut, datetime] | None = None
    for version in PlayVersion.objects.filter(play=play).order_by("-version"):
        said = parse(version.definition).hold_out
        if said is None or (found is not None and said != found[0]):
            break
        found = said, version.published_at
    return found


def _drawn(play: Play, since: datetime) -> _Drawn:
    exempt = PlayStep.objects.filter(workspace=play.workspace_id, run__play=play, kind=EXEMPT).values("run")
    runs = PlayRun.objects.filter(workspace=play.workspace_id, play=play, started_at__gte=since)
    runs = runs.exclude(progress={}).exclude(pk__in=exempt)  # what never began was never drawn
    first: dict[int, tuple[datetime, bool]] = {}
    for account, at, state in runs.order_by("started_at", "pk").values_list("account", "started_at", "state"):
        first.setdefault(account, (at, state == PlayRun.State.HELD_OUT))
    accounts = sorted(first)
    return _Drawn(
        np.array(accounts, dtype=np.int64),
        np.array([Moment(first[one][0]).day for one in accounts], dtype=np.int64),
        np.array([first[one][1] for one in accounts], dtype=bool),
    )


def _left(workspace: Workspace, history: History, drawn: _Drawn, days: int) -> tuple[Flags, Flags]:
    """Who was a customer when it began, and who of them is none any more when the window is over.

    Of an account without contracts and orders the register of departures tells it.
    """
    spans = history.presence
    known = _places(spans, drawn.accounts)[1]
    was, still = (_of(spans.on, spans, drawn, day).astype(bool) | ~known for day in (drawn.start, drawn.start + days))
    ends: dict[int, int] = {}
    rows = Departure.objects.filter(workspace=workspace, taken_back_at=None).order_by("-ends_on")
    for account, ends_on in rows.values_list("account", "ends_on"):
        ends[account] = day_key(ends_on)
    end = np.array([ends.get(one, -1) for one in drawn.accounts.tolist()], dtype=np.int64)
    registered = ~known & (end > drawn.start) & (end <= drawn.start + days)
    gone = ~known & (end >= 0) & (end <= drawn.start)
    return was & ~gone, ~still | registered


def _health(workspace: Workspace, drawn: _Drawn, days: int) -> Values:
    """How much each score rose from the day before it began until the window was over; unknown where one was not kept."""
    return _scores(workspace, drawn.accounts, drawn.start + days) - _scores(workspace, drawn.accounts, drawn.start - 1)


def _scores(workspace: Workspace, accounts: Numbers, days: Numbers) -> Values:
    found = np.full(len(accounts), np.nan)
    asked = np.unique(days)
    for day, stored in zip(asked, stored_days(home(), workspace.slug, asked.tolist()), strict=True):
        if stored is None:
            continue
        try:
            table = scores_of(stored)
        except FileNotFoundError:  # stored anew meanwhile: those of this day are unknown in this look
            continue
        rows = np.flatnonzero(days == day)
        known, scores = table["account"].to_numpy(), table["score"].to_numpy()
        at = np.minimum(np.searchsorted(known, accounts[rows]), max(len(known) - 1, 0))
        if len(known):
            found[rows] = np.where(known[at] == accounts[rows], scores[at], np.nan)
    return found


def _money(history: History, drawn: _Drawn, days: int) -> Values:
    workspace = history.workspace
    if history.order_days is not None:
        return _ordered(workspace, drawn, days)
    spans = history.revenue(workspace.currency)
    then, now = (_of(spans.amounts_on, spans, drawn, day) for day in (drawn.start, drawn.start + days))
    return np.where(_places(spans, drawn.accounts)[1], now - then, np.nan)


def _ordered(workspace: Workspace, drawn: _Drawn, days: int) -> Values:
    rows = business_frames.orders(workspace)
    rows = rows.filter(pc.equal(rows["currency"], workspace.currency))
    account, day = _column(rows["account"]), _column(rows["ordered_at"].cast(pa.date32()).cast(pa.int32()))
    amount = _column(pc.subtract(rows["amount"], rows["refunded"]))
    at = np.minimum(np.searchsorted(drawn.accounts, account), max(len(drawn.accounts) - 1, 0))
    if not len(drawn.accounts) or not len(account):
        return np.zeros(len(drawn.accounts))
    mine = (drawn.accounts[at] == account) & (day >= drawn.start[at]) & (day < drawn.start[at] + days)
    return np.bincount(at[mine], weights=amount[mine], minlength=len(drawn.accounts)).astype(np.float64)


def _column(column: pa.ChunkedArray) -> Numbers:
    return np.asarray(column.to_numpy(), dtype=np.int64)


def _places(spans: Spans, accounts: Numbers) -> tuple[Numbers, Flags]:
    """Where accounts stand in spans, and which of them do."""
    if not len(spans.accounts):
        return np.zeros(len(accounts), dtype=np.int64), np.zeros(len(accounts), dtype=bool)
    at = np.minimum(np.searchsorted(spans.accounts, accounts), len(spans.accounts) - 1)
    return at, spans.accounts[at] == accounts


def _of(ask: Callable[[Days], NDArray[Any]], spans: Spans, drawn: _Drawn, days: Numbers) -> NDArray[Any]:
    """What spans say of each account on a day of its own; nought of those that they do not know."""
    at, known = _places(spans, drawn.accounts)
    if not known.any():
        return np.zeros(len(drawn.accounts), dtype=np.int64)
    each = np.zeros(len(spans.accounts), dtype=np.int32)
    each[at[known]] = days[known]
    return np.where(known, ask(each)[at], 0)


def _group(flags: Flags, left: Flags, health: Values, money: Values) -> Group:
    return Group(Left(int(flags.sum()), int(left[flags].sum())), _sums(health[flags]), _sums(money[flags]))


def _sums(values: Values) -> Sums:
    known = values[~np.isnan(values)]
    return Sums(len(known), float(known.sum()), float((known**2).sum()))


def _years(drawn: _Drawn, planned: int, today: int) -> float | None:
    """At the pace at which accounts came so far; None where none came yet."""
    if not len(drawn.accounts):
        return None
    passed = max(today - int(drawn.start.min()), 1)
    return planned / len(drawn.accounts) * passed / YEAR


def results_row(found: Results) -> dict[str, Any]:
    """The comparison as programs read it: shares from 0 to 1, amounts in minor units."""
    return {
        "answer": found.answer,
        "never": found.never,
        "since": found.since.isoformat(),
        "days": found.hold_out.days,
        "percent": found.hold_out.percent,
        "expected": {"alone": found.hold_out.alone, "acted": found.hold_out.acted},
        "planned": found.hold_out.planned,
        "counted": found.counted,
        "waiting": found.waiting,
        "absent": found.absent,
        "acted": _group_row(found.acted),
        "alone": _group_row(found.alone),
        "left_more_of_those_alone": _difference_row(found.lost),
        "health_higher_of_those_acted_on": _difference_row(found.health),
        "money_higher_of_those_acted_on": _difference_row(found.money),
        "money": "ordered" if found.orders else "mrr",
        "currency": found.currency,
    }


def _group_row(of: Group) -> dict[str, Any]:
    return {
        "accounts": of.left.accounts, "left": of.left.left, "rate": of.left.rate,
        "health": of.health.mean if of.health.n else None, "money": of.money.mean if of.money.n else None,
    }  # fmt: skip


def _difference_row(of: Difference | None) -> dict[str, float] | None:
    return None if of is None else {"value": of.value, "low": of.low, "high": of.high}
