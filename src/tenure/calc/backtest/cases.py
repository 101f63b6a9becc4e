"""Who was ranked how on which day, and who of them left soon? The cases that rankings are judged by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tenure.calc.backtest.outcomes import Stay, has_left
from tenure.calc.backtest.ranking import Flags, Floats, Ints


@dataclass(frozen=True, slots=True)
class Case:
    """An account on a day: how much at risk it was ranked, by what is tried and by two plain rankings; more is worse.

    ``measures``: the values of a scorecard's measures that counted, worse ones higher.
    """

    account: int
    day: int
    stay: Stay
    risk: float
    by_usage: float
    by_tenure: float
    measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """Cases of which it is known whether they left within so many days, as columns."""

    cases: Sequence[Case]
    account: Ints
    day: Ints
    left: Flags

    @classmethod
    def of(cls, cases: Sequence[Case], within: int, known_until: int) -> "Judged":
        """Those of which it is known."""
        outcomes = [(case, has_left(case.stay, case.day, within, known_until)) for case in cases]
        known = [(case, left) for case, left in outcomes if left is not None]
        return cls(
            [case for case, _ in known],
            np.array([case.account for case, _ in known], dtype=np.int64),
            np.array([case.day for case, _ in known], dtype=np.int64),
            np.array([left for _, left in known], dtype=np.bool_),
        )

    def column(self, name: str) -> Floats:
        """``risk``, ``by_usage`` or ``by_tenure`` of each case."""
        return np.array([getattr(case, name) for case in self.cases], dtype=np.float64)

    def of_measure(self, name: str) -> tuple[Floats, Flags, Ints]:
        """The values of a measure where it counted, whether those cases left, and whose they are."""
        values = [case.measures.get(name) for case in self.cases]
        known = np.array([value is not None for value in values], dtype=np.bool_)
        counted = np.array([value for value in values if value is not None], dtype=np.float64)
        return counted, self.left[known], self.account[known]
