"""What do the reports say between two days? Retention, revenue and cohorts, as commands and the API print them.

Days are read as “there on that day”: what ends on a day is no longer there on it. Every report can be split by a fact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from tenure.answers.groups import Group, groups_by
from tenure.answers.spans import History
from tenure.calc.cohorts import Cohort, cohorts
from tenure.calc.retention import Presence, Retention
from tenure.calc.revenue import Movements, Moves
from tenure.calc.spans import Flags, Spans
from tenure.records.workspace import Workspace
from tenure.values.moment import day_key

EARLIEST: Final = date(1970, 1, 1)
Row = dict[str, Any]


class ReportError(ValueError):
    """A report that cannot be made; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class Asked:
    """From which day to which, split by which fact (None: all together), in which currency (None: the workspace's own)."""

    start: date
    end: date
    by: str | None = None
    currency: str | None = None

    def __post_init__(self) -> None:
        if not EARLIEST <= self.start < self.end:
            raise ReportError(f"A report runs from one day to a later one, not from {self.start} to {self.end}.")

    @property
    def days(self) -> tuple[int, int]:
        """Both as keys."""
        return day_key(self.start), day_key(self.end)

    @property
    def said(self) -> Row:
        """How answers begin."""
        return {"from": self.start.isoformat(), "to": self.end.isoformat()}


def retention(history: History, asked: Asked) -> list[Row]:
    """How many accounts were there at the start and the end: one row, or one for each group."""
    spans = _concerned(history.presence, asked)
    return [about | retention_row(asked, some) for about, some in _parts(history, asked, spans)]


def revenue(history: History, asked: Asked) -> list[Row]:
    """Where MRR in one currency came from and went to, in minor units a month: one row, or one for each group."""
    workspace = history.workspace
    spans = _concerned(history.revenue(currency_of(history, asked)), asked)
    return [about | revenue_row(workspace, asked, some) for about, some in _parts(history, asked, spans)]


def cohort_report(history: History, asked: Asked) -> list[Row]:
    """How many of those who began in each month of the period were still there by its end: one row a month and group."""
    presence, (start, end) = history.presence, asked.days
    begun = presence.only((presence.first >= start) & (presence.first <= end))
    return [
        about | cohort_row(one) for about, some in _parts(history, asked, begun) for one in cohorts(some, start, end)
    ]


def retention_row(asked: Asked, spans: Spans) -> Row:
    """The report of some accounts."""
    return asked.said | as_row(Presence.between(spans, *asked.days).count)


def revenue_row(workspace: Workspace, asked: Asked, spans: Spans) -> Row:
    """The report of some accounts, with reactivation where the workspace counts it."""
    found = Moves.between(spans, *asked.days).sum
    return asked.said | movements_row(counted_as(workspace, found))


def counted_as(workspace: Workspace, found: Movements) -> Movements:
    """Movements by the workspace's own definition of expansion."""
    return found.with_reactivation_in_expansion() if workspace.reactivation_is_expansion else found


def as_row(found: Retention) -> Row:
    """Retention as programs read it."""
    return {
        "start": found.start,
        "end": found.end,
        "new": found.new,
        "retained": found.retained,
        "lost": found.lost,
        "retention_rate": found.retention_rate,
        "churn_rate": found.churn_rate,
    }


def movements_row(found: Movements) -> Row:
    """Movements as programs read them."""
    return {
        "start_mrr": found.start,
        "new": found.new,
        "expansion": found.expansion,
        "contraction": found.contraction,
        "churn": found.churn,
        "reactivation": found.reactivation,
        "end_mrr": found.end,
        "nrr": found.nrr,
        "grr": found.grr,
    }


def cohort_row(one: Cohort) -> Row:
    """One of them."""
    return {"cohort": one.month, "size": one.size, "retained": list(one.retained)}


def currency_of(history: History, asked: Asked) -> str:
    """The currency asked for; else the workspace's, or the one most used where no contract is in that."""
    if asked.currency is not None:
        return asked.currency
    return history.currencies[0] if history.currencies else history.workspace.currency


def _concerned(spans: Spans, asked: Asked) -> Spans:
    """Those of accounts that were there at the start or at the end."""
    start, end = asked.days
    return spans.only(spans.on(start) | spans.on(end))


def _parts(history: History, asked: Asked, spans: Spans) -> Iterator[tuple[Row, Spans]]:
    """All accounts together, or each group by the fact asked for, the largest first."""
    if asked.by is None:
        yield {}, spans
        return
    there = spans.on(asked.days[0])
    groups = groups_by(history, asked.by, _numbers(spans, there), _numbers(spans, ~there), asked.days)
    places: dict[Group, list[int]] = {}
    for place, account in enumerate(spans.accounts):
        places.setdefault(groups.get(int(account)), []).append(place)
    for group, mine in sorted(places.items(), key=lambda one: (-len(one[1]), str(one[0]))):
        flags = np.zeros(len(spans.accounts), dtype=bool)
        flags[mine] = True
        yield {"by": asked.by, "value": group}, spans.only(flags)


def _numbers(spans: Spans, flags: Flags) -> list[int]:
    return [int(one) for one in spans.accounts[flags]]
