"""How well does a ranking tell those who left from those who stayed? The area under its ROC curve, with an interval.

AUC is the share of pairs, one who left and one who stayed, in which the one who left was ranked as more at risk; equal
ranks count half. The same account is a case on many days, and its days are alike: so the interval is that of clustered
data (Obuchowski 1997, Biometrics 53:567), which is DeLong's (1988, Biometrics 44:837) where each account is one case. It is
taken on the scale of log odds, so that it stays within 0 and 1.
"""

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from tenure.calc.backtest.intervals import Z, share

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

FEWEST: Final = 10  # departures, and as many that stayed: of fewer no AUC is told


class Auc(msgspec.Struct, frozen=True):
    """The area with its interval, of so many cases of which so many ended in leaving, by so many accounts."""

    value: float | None
    low: float | None
    high: float | None
    cases: int
    left: int
    accounts_left: int


class Difference(msgspec.Struct, frozen=True):
    """By how much one ranking's area is larger than another's, over the same cases."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class _Parts:
    """The area, and for each account what its cases add to it beyond what as many of the mean would."""

    area: float
    left: Floats
    stayed: Floats
    of_left: Ints  # cases of each account that left
    of_stayed: Ints

    @property
    def variance(self) -> float:
        """Obuchowski's: of those that left, of those that stayed, and of what both have in common."""
        left, stayed = int(self.of_left.sum()), int(self.of_stayed.sum())
        return float(
            _freed(int(np.count_nonzero(self.of_left))) * np.sum(self.left**2) / left**2
            + _freed(int(np.count_nonzero(self.of_stayed))) * np.sum(self.stayed**2) / stayed**2
            + 2 * _freed(len(self.left)) * np.sum(self.left * self.stayed) / (left * stayed)
        )


def auc(risk: Floats, left: Flags, account: Ints) -> Auc:
    """The area of a ranking by ``risk``, higher being more at risk; no value where fewer than ten accounts left or stayed."""
    accounts_left = len(np.unique(account[left]))
    counts = (len(risk), int(left.sum()), accounts_left)
    if accounts_left < FEWEST or len(np.unique(account[~left])) < FEWEST:
        return Auc(None, None, None, *counts)
    parts = _parts(risk, left, account)
    return Auc(parts.area, *_interval(parts.area, parts.variance, min(counts[1], counts[0] - counts[1])), *counts)


def difference(one: Floats, other: Floats, left: Flags, account: Ints) -> Difference:
    """How much larger the area by ``one`` is than the area by ``other``; both rank the same cases."""
    if len(np.unique(account[left])) < FEWEST or len(np.unique(account[~left])) < FEWEST:
        return Difference(None, None, None)
    a, b = _parts(one, left, account), _parts(other, left, account)
    both = _Parts(a.area - b.area, a.left - b.left, a.stayed - b.stayed, a.of_left, a.of_stayed)
    half = Z * sqrt(max(both.variance, 0.0))
    return Difference(both.area, both.area - half, both.area + half)


def _parts(risk: Floats, left: Flags, account: Ints) -> _Parts:
    """By the share of the others that each case is rightly ranked against."""
    of_left, of_stayed = np.sort(risk[left]), np.sort(risk[~left])
    above = _below(of_stayed, risk[left]) / len(of_stayed)
    under = 1 - _below(of_left, risk[~left]) / len(of_left)
    area = float(above.mean())
    _, at = np.unique(account, return_inverse=True)
    at = at.reshape(-1)
    several = int(at.max()) + 1

    def summed(places: Ints, values: Any) -> Floats:
        return np.bincount(places, weights=values, minlength=several).astype(np.float64)

    return _Parts(
        area,
        summed(at[left], above - area),
        summed(at[~left], under - area),
        np.bincount(at[left], minlength=several),
        np.bincount(at[~left], minlength=several),
    )


def _below(ordered: Floats, values: Floats) -> Floats:
    """How many of the ordered lie below each value, equal ones by half."""
    left, right = np.searchsorted(ordered, values, "left"), np.searchsorted(ordered, values, "right")
    return np.asarray((left + right) / 2, dtype=np.float64)


def _freed(clusters: int) -> float:
    return clusters / (clusters - 1) if clusters > 1 else 1.0


def _interval(area: float, variance: float, cases: int) -> tuple[float | None, float | None]:
    """On the scale of log odds; of a perfect ranking, which has no variance, that of a share of as many cases."""
    if not 0 < area < 1 or variance <= 0:
        perfect = share(round(area * cases), cases)
        return perfect.low, perfect.high
    odds, half = log(area / (1 - area)), Z * sqrt(variance) / (area * (1 - area))
    return 1 / (1 + exp(-(odds - half))), 1 / (1 + exp(-(odds + half)))
