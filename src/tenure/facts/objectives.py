"""How far is an account with what was agreed with it? The one fact that is made of other facts, after they are known.

An objective may be read from any fact, so no engine can compute it in one expression: each answers the facts, and this
is worked out of their values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tenure.calc.objective import as_number, mean_progress, progress
from tenure.facts.declare import Fact, percent
from tenure.values.moment import Moment
from tenure.values.voice import worded

PROGRESS: Final = "objective_progress"


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective as far as facts read it; ``said_at`` is when its actual value was said by hand."""

    baseline: float
    target: float
    fact: str
    actual: float | None
    said_at: datetime | None
    since: date
    ended_at: datetime | None

    def is_open(self, moment: Moment) -> bool:
        """Whether it was agreed on by then, and not ended before."""
        return self.since <= moment.date and (self.ended_at is None or self.ended_at >= moment.at)

    def share(self, facts: Mapping[str, object], moment: Moment) -> float | None:
        """How far it is, by the fact that it reads or by what was said by then; None where nothing is known."""
        if self.fact:
            return progress(self.baseline, self.target, as_number(facts.get(self.fact)))
        was_said = self.said_at is None or self.said_at < moment.at
        return progress(self.baseline, self.target, self.actual if was_said else None)


def objective_progress(aims: Iterable[Aim], facts: Mapping[str, object], moment: Moment) -> float | None:
    """The mean of the shares of the open objectives of which something is known; None without one."""
    return mean_progress(aim.share(facts, moment) for aim in aims if aim.is_open(moment) and aim.fact != PROGRESS)


def read_by(aims: Iterable[Aim]) -> frozenset[str]:
    """The facts that have to be known for it."""
    return frozenset(aim.fact for aim in aims if aim.fact and aim.fact != PROGRESS)


OBJECTIVES: Final[Sequence[Fact]] = (
    Fact(
        PROGRESS,
        "float",
        "share",
        "How far the open objectives are on their way from baseline to target, 0 to 1, on average; each counts alike and no "
        "less than 0 and no more than 1. An objective that reads a fact takes its value at the same moment; one that is "
        "said by hand counts from when it was said. What nothing is known of is left out.",
        None,
        lambda value: worded("Objectives are {share} of the way", share=percent(value)),
        "No objective is open, or nothing is known of those that are",
        "relationship",
    ),
)
