"""Did acting help? Accounts that were acted on beside accounts left alone by chance: differences, with their intervals.

An account counts in the group that chance put it in, whatever was done then; so nothing but the play differs.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal

from tenure.calc.backtest.intervals import Z, share

POWER: Final = 0.8  # how likely a difference of the size planned for is to be seen
FEWEST: Final = 20  # accounts in each group; of fewer no interval is worth showing

Answer = Literal["helps", "harms", "unclear", "too few"]


@dataclass(frozen=True, slots=True)
class Left:
    """So many accounts, of which so many left."""

    accounts: int
    left: int

    @property
    def rate(self) -> float:
        """The share that left; 0 of nobody."""
        return self.left / self.accounts if self.accounts else 0.0


@dataclass(frozen=True, slots=True)
class Sums:
    """What a mean and its spread are made of: how many values, their sum and the sum of their squares."""

    n: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        """0 of nothing."""
        return self.total / self.n if self.n else 0.0

    @property
    def variance(self) -> float:
        """Of one value, estimated (divided by n - 1)."""
        return max(self.squares - self.n * self.mean**2, 0.0) / (self.n - 1) if self.n > 1 else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """What the one group has more than the other, with the interval that holds the truth in 95 of 100 such trials."""

    value: float
    low: float
    high: float

    @property
    def is_told(self) -> bool:
        """Whether nothing at all lies outside the interval."""
        return self.low > 0 or self.high < 0


def difference_of_rates(acted: Left, alone: Left) -> Difference | None:
    """How much more of those left alone have left than of those acted on; None where one group has nobody.

    The square-and-add interval of Newcombe (1998, Statistics in Medicine 17:873-890, method 10), made of Wilson's for
    each group: it holds also where few left, or nobody did.
    """
    if not acted.accounts or not alone.accounts:
        return None
    one, other = share(alone.left, alone.accounts), share(acted.left, acted.accounts)
    low_1, high_1, low_2, high_2 = one.low or 0.0, one.high or 0.0, other.low or 0.0, other.high or 0.0
    value = alone.rate - acted.rate
    below = math.hypot(alone.rate - low_1, high_2 - acted.rate)
    above = math.hypot(high_1 - alone.rate, acted.rate - low_2)
    return Difference(value, value - below, value + above)


def difference_of_means(acted: Sums, alone: Sums) -> Difference | None:
    """How much higher the mean of those acted on is (Welch 1947, Biometrika 34:28-35); None below two values in each."""
    if min(acted.n, alone.n) < 2:
        return None
    one, other = acted.variance / acted.n, alone.variance / alone.n
    value = acted.mean - alone.mean
    if one + other == 0:
        return Difference(value, value, value)
    freedom = (one + other) ** 2 / (one**2 / (acted.n - 1) + other**2 / (alone.n - 1))
    reach = _t(freedom) * math.sqrt(one + other)
    return Difference(value, value - reach, value + reach)


def answer(acted: Left, alone: Left, planned: int) -> Answer:
    """What the rates say, once as many accounts are in as were ``planned``; before that, a look tells nothing yet."""
    if min(acted.accounts, alone.accounts) < FEWEST or acted.accounts + alone.accounts < planned:
        return "too few"
    found = difference_of_rates(acted, alone)
    if found is None or not found.is_told:
        return "unclear"
    return "helps" if found.value > 0 else "harms"


def needed(expected_acted: float, expected_alone: float, share_alone: float) -> int:
    """How many accounts, both groups together, it takes to tell these two rates apart, in 80 of 100 such trials.

    The usual normal approximation for unequal groups (Fleiss, Levin and Paik 2003, Statistical Methods for Rates and
    Proportions, 4.3). 4.1 % against 6.0 % with a tenth left alone takes about 13,000. Raises ValueError for rates or
    shares outside 0 to 1, or rates that do not differ.
    """
    if not (0 <= expected_acted <= 1 and 0 <= expected_alone <= 1 and 0 < share_alone < 1):
        raise ValueError("rates and shares lie between 0 and 1")
    if expected_acted == expected_alone:
        raise ValueError("two rates that are alike cannot be told apart")
    spread = expected_acted * (1 - expected_acted) / (1 - share_alone)
    spread += expected_alone * (1 - expected_alone) / share_alone
    return math.ceil((Z + NormalDist().inv_cdf(POWER)) ** 2 * spread / (expected_acted - expected_alone) ** 2)


def smallest(accounts: int, expected_alone: float, share_alone: float) -> float | None:
    """How far the rate would have to fall for so many accounts to tell; None where even 0 could not be told."""
    if expected_alone <= 0 or accounts <= 0 or needed(0.0, expected_alone, share_alone) > accounts:
        return None
    low, high = 0.0, expected_alone  # low can be told, high cannot
    for _ in range(50):
        middle = (low + high) / 2
        if middle < expected_alone and needed(middle, expected_alone, share_alone) <= accounts:
            low = middle
        else:
            high = middle
    return expected_alone - low


def _t(freedom: float) -> float:
    """The 97.5th percentile of Student's t (Abramowitz and Stegun 1964, 26.7.5): to 0.01 from three degrees on."""
    z, v = Z, max(freedom, 1.0)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return z + sum(term / v**power for power, term in enumerate(terms, start=1))
