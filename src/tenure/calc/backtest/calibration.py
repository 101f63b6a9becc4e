"""Does a lower score mean a larger risk, and how large? The share that left by score, and what a forecast from it is worth."""

from typing import Final

import msgspec
import numpy as np

from tenure.calc.backtest.intervals import share
from tenure.calc.backtest.ranking import Flags, Floats, Ints

EDGES: Final = (0, 20, 40, 55, 70, 85, 100)  # the bounds of the bands, and one between each two
FEWEST: Final = 10  # departures, in the half that is learnt from and in the half that is judged


class Bin(msgspec.Struct, frozen=True):
    """Scores from ``above`` up to ``below``: so many cases, so many of which left, as a share with Wilson's interval."""

    above: float
    below: float
    cases: int
    left: int
    share: float | None
    low: float | None
    high: float | None


class Calibration(msgspec.Struct, frozen=True):
    """``brier`` is the mean squared error of foretelling, for the later half of the days, the share that left of the same
    bin in the earlier half; ``brier_of_all`` that of foretelling everybody the share of all. None of too few departures.
    """

    bins: tuple[Bin, ...]
    brier: float | None
    brier_of_all: float | None
    judged: int


def calibration(scores: Floats, left: Flags, day: Ints) -> Calibration:
    """Scores of 0 to 100, whether each case left, and the day it is of."""
    at = np.clip(np.searchsorted(EDGES, scores, "right") - 1, 0, len(EDGES) - 2)
    bins = tuple(_bin(number, left[at == number]) for number in range(len(EDGES) - 1))
    if not len(day):
        return Calibration(bins, None, None, 0)
    later = day > np.median(day)
    if left[later].sum() < FEWEST or left[~later].sum() < FEWEST:
        return Calibration(bins, None, None, int(later.sum()))
    known, among = (
        np.bincount(at[~later], weights=left[~later], minlength=len(bins)),
        np.bincount(at[~later], minlength=len(bins)),
    )
    overall = float(left[~later].mean())
    # One case of the mean is added to each bin, so that an empty one foretells the mean.
    foretold = ((known + overall) / (among + 1))[at[later]]
    return Calibration(
        bins, brier(foretold, left[later]), brier(np.full(int(later.sum()), overall), left[later]), int(later.sum())
    )


def brier(foretold: Floats, left: Flags) -> float:
    """The mean squared difference between what was foretold and what came (Brier 1950, Mon. Weather Rev. 78:1)."""
    return float(np.mean((foretold - left) ** 2))


def _bin(number: int, left: Flags) -> Bin:
    found = share(int(left.sum()), len(left))
    return Bin(EDGES[number], EDGES[number + 1], len(left), int(left.sum()), found.value, found.low, found.high)
