"""How do the accounts' values of a measure lie beside its bounds? What a picture of them needs, and nothing of who they are."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tenure.calc.measure import Measure

BINS: Final = 24
EDGE: Final = 0.02  # the share of values at either end that does not stretch the scale


@dataclass(frozen=True, slots=True)
class Spread:
    """``known`` of ``accounts`` have a value that counts. ``bins`` are counts between ``low`` and ``high``, which hold
    both bounds and all values but the farthest: those stand in the first and last bin.

    ``poor``, ``between`` and ``good`` are how many lie at poor or worse, between the bounds, and at good or better.
    Without values all figures are None and the bins empty.
    """

    accounts: int
    known: int
    bins: tuple[int, ...]
    low: float
    high: float
    poor: int
    between: int
    good: int
    tenth: float | None
    median: float | None
    ninetieth: float | None

    @property
    def coverage(self) -> float:
        """The share (0..1) of the accounts that have a value; 0 where there are no accounts."""
        return self.known / self.accounts if self.accounts else 0.0


def spread(measure: Measure, accounts: int, values: Iterable[float]) -> Spread:
    """The picture of ``values``, those of the ``accounts`` for which the measure counts."""
    found = sorted(values)
    fractions = [measure.fraction(value) for value in found]
    low, high = _scale(measure, found)
    poor, good = fractions.count(0.0), fractions.count(1.0)
    return Spread(
        accounts=accounts,
        known=len(found),
        bins=_bins(found, low, high),
        low=low,
        high=high,
        poor=poor,
        between=len(found) - poor - good,
        good=good,
        tenth=quantile(found, 0.1),
        median=quantile(found, 0.5),
        ninetieth=quantile(found, 0.9),
    )


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """The smallest of the ``ordered`` values that at least ``share`` of them do not exceed; None of none."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


def _scale(measure: Measure, ordered: Sequence[float]) -> tuple[float, float]:
    """From the lower bound or the low values to the upper bound or the high ones, with a little room beside the bounds."""
    least, most = sorted((measure.poor, measure.good))
    room = (most - least) / 6
    ends = [quantile(ordered, EDGE), quantile(ordered, 1 - EDGE)]
    seen = [value for value in ends if value is not None]
    return min([least - room, *seen]), max([most + room, *seen])


def _bins(ordered: Sequence[float], low: float, high: float) -> tuple[int, ...]:
    counts = [0] * BINS
    for value in ordered:
        at = int((value - low) / (high - low) * BINS)
        counts[min(BINS - 1, max(0, at))] += 1
    return tuple(counts)
