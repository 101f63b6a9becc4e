"""How sure is a figure that was counted? Intervals of 95 % for shares, medians and rates, from few cases as well."""

from collections.abc import Sequence
from math import comb, sqrt
from statistics import median
from typing import Final

import msgspec

Z: Final = 1.959963984540054  # of 95 %


class Estimate(msgspec.Struct, frozen=True):
    """A figure with its interval and the number of cases that it was counted from; None: it cannot be told."""

    value: float | None
    low: float | None
    high: float | None
    cases: int


def share(hits: int, cases: int) -> Estimate:
    """A share with Wilson's interval (Wilson 1927, J. Am. Stat. Assoc. 22:209), which stays within 0 and 1."""
    if not cases:
        return Estimate(None, None, None, 0)
    found, square = hits / cases, Z * Z / cases
    middle = (found + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(found * (1 - found) / cases + square / (4 * cases))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Estimate(found, low if hits else 0.0, high if hits < cases else 1.0, cases)


def middle(values: Sequence[int]) -> Estimate:
    """The median, between the order statistics that hold it with at least 95 % (Conover 1999, 3.2); none of below six."""
    ordered, cases = sorted(values), len(values)
    if not cases:
        return Estimate(None, None, None, 0)
    below, chance = 0, 1.0
    while chance <= 0.025 * 2**cases:
        below += 1
        chance += comb(cases, below)
    if below == 0:
        return Estimate(float(median(ordered)), None, None, cases)
    return Estimate(float(median(ordered)), float(ordered[below - 1]), float(ordered[cases - below]), cases)


def rate(count: int, per: float) -> Estimate:
    """A count over what it is counted per, with Byar's interval of a Poisson count (Breslow and Day 1987, 2.3)."""
    if per <= 0:
        return Estimate(None, None, None, count)
    low = 0.0 if not count else count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3
    more = count + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    return Estimate(count / per, low / per, high / per, count)
