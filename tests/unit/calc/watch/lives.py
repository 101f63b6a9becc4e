"""Made-up days of accounts, each from a seed that is printed."""

import random
from datetime import date

import numpy as np

from tenure.calc.watch.series import Series
from tenure.values.moment import day_key

FIRST = day_key(date(2024, 1, 1))  # a Monday
OFFICE = (1.05, 1.1, 1.05, 1.0, 0.9, 0.12, 0.05)


def luck() -> np.random.Generator:
    seed = random.randrange(10**9)
    print("seed", seed)
    return np.random.default_rng(seed)


def every(days: int, times: int, quiet: int) -> Series:
    """An act each so many days, the first on the first day, and then so many complete days without."""
    values = ([1] + [0] * (days - 1)) * times
    return Series(FIRST, values[: 1 - days or None] + [0] * quiet)


def weekly(totals) -> Series:
    """Days of an office whose weeks bring these totals."""
    shape = np.array(OFFICE) / sum(OFFICE)
    return Series(FIRST, np.concatenate([total * shape for total in totals]).tolist())
