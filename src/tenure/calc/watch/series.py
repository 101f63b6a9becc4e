"""What did accounts do day by day? Daily totals of complete days, of one account or of many at once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

DAYS: Final = 455  # how far back a watch looks at most: 13 weeks, and the same weeks a year (52 weeks) before


@dataclass(frozen=True, slots=True)
class Series:
    """``values`` are the totals of the complete days from ``first_day`` (a day key) on, 0 where nothing happened.

    ``since`` is the first day of the account's history, when that is later: what lies before it was not measured and is
    no silence. ``acted_today`` tells whether the day after the last of them, still running, has brought something.
    """

    first_day: int
    values: Sequence[float]
    since: int | None = None
    acted_today: bool = False


@dataclass(frozen=True, slots=True)
class Histories:
    """The series of many accounts over the same days, a row each; ``began`` is the column of each account's first day."""

    first_day: int
    values: Floats
    began: Ints
    acted_today: Flags

    @classmethod
    def of(cls, first_day: int, values: ArrayLike, since: ArrayLike = 0, acted_today: ArrayLike = False) -> "Histories":
        """From a matrix of daily totals; ``since`` (day keys) and ``acted_today`` for each account, or one for all.

        Days before the last `DAYS` are left out: a verdict never depends on how much more was asked for.
        """
        whole = np.atleast_2d(np.asarray(values, dtype=np.float64))
        left_out = max(0, whole.shape[1] - DAYS)
        start, count = first_day + left_out, len(whole)
        began = np.maximum(np.asarray(since, dtype=np.int64) - start, 0)
        return cls(
            start, whole[:, left_out:], np.broadcast_to(began, count), np.broadcast_to(np.asarray(acted_today), count)
        )

    @property
    def today(self) -> int:
        """The day key after the last complete day."""
        return self.first_day + int(self.values.shape[1])

    def by_weekday(self, count: int, ago: int = 0) -> Floats:
        """The days of ``count`` weeks up to ``ago`` weeks before today: account, week (the oldest first), day.

        Weeks end with the last complete day. nan is a day before the account's history.
        """
        days = self.values.shape[1]
        columns = np.arange(days - 7 * (count + ago), days - 7 * ago)
        known = (columns >= 0) & (columns >= self.began[:, None])
        totals = np.full(known.shape, np.nan)
        if reached := np.count_nonzero(columns >= 0):
            totals[:, -reached:] = self.values[:, columns[-reached:]]
        return np.where(known, totals, np.nan).reshape(len(self.values), count, 7)

    def weeks(self, ago: int, count: int) -> Floats:
        """Their totals, in which no weekday counts twice; nan for weeks not known whole."""
        totals: Floats = self.by_weekday(count, ago).sum(axis=2)
        return totals


def deviation(away: Floats) -> Floats:
    """The standard deviation of normal values that lie on average this far (rows of distances) from their middle.

    From the mean absolute distance, which one wild value moves less than its square would.
    """
    known = ~np.isnan(away)
    total: Floats = np.where(known, away, 0).sum(axis=1)
    mean: Floats = total / np.maximum(np.count_nonzero(known, axis=1), 1)
    return mean * math.sqrt(math.pi / 2)


def median(values: Floats) -> Floats:
    """The median of what is known (not nan) in each row; nan of nothing."""
    ordered = np.sort(values, axis=1)  # nan come last
    known = np.count_nonzero(~np.isnan(values), axis=1)
    rows = np.arange(len(values))
    lower, upper = np.maximum(known - 1, 0) // 2, np.minimum(known // 2, values.shape[1] - 1)
    return np.where(known > 0, (ordered[rows, lower] + ordered[rows, upper]) / 2, np.nan)
