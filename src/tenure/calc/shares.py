"""How is an amount shared out so that its parts add up to it? By weights, in whole units, nothing lost to rounding."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def shared(amounts: Ints, at: Ints, weights: Ints) -> Ints:
    """The part of each share: share ``i`` has ``weights[i]`` (0 or more) of ``amounts[at[i]]``; ``at`` is in order.

    Each part ends where the weights so far, rounded, end, so that the parts of an amount add up to it. Equal parts where
    all weights of an amount are 0; an amount that nobody has a share in is in no part.
    """
    weights = _or_equal(weights, at, len(amounts))
    begin = np.searchsorted(at, np.arange(len(amounts)))
    so_far = np.cumsum(weights)
    before = np.concatenate([np.zeros(1, dtype=np.int64), so_far])[begin[at]]
    whole = sums(weights, at, len(amounts))[at]
    until, since = so_far - before, so_far - before - weights
    return _rounded(amounts[at], until / whole) - _rounded(amounts[at], since / whole)


def sums(amounts: Ints, at: Ints, count: int) -> Ints:
    """What comes together at each of so many places."""
    found = np.zeros(count, dtype=np.int64)
    np.add.at(found, at, amounts)
    return found


def by_price(amounts: Ints, at: Ints, prices: Ints, is_priced: Flags) -> tuple[Ints, Ints]:
    """What each thing bought has of the amount that was paid for all of them together, and what is not attributed of each.

    A single thing has all of it. Of several, each with a usual price has that, and the one without has the rest; the rest
    of several without is nobody's. Where the prices come to more than was paid, or none is without, they share it.
    """
    count = len(amounts)
    things = np.bincount(at, minlength=count)
    without = np.bincount(at[~is_priced], minlength=count)
    rest = np.maximum(amounts - sums(np.where(is_priced, prices, 0), at, count), 0)
    weights = np.where(is_priced, prices, np.where(without[at] == 1, rest[at], 0))
    weights = np.where(things[at] == 1, 1, weights)
    nobodys = np.where((things == 0) | (without > 1), np.where(things == 0, 1, rest), 0)
    nobodys = np.where((sums(weights, at, count) == 0) & (nobodys == 0), 1, nobodys)
    return weights.astype(np.int64), nobodys.astype(np.int64)


def _or_equal(weights: Ints, at: Ints, count: int) -> Ints:
    empty = sums(weights, at, count) == 0
    return np.where(empty[at], 1, weights).astype(np.int64)


def _rounded(amounts: Ints, ratio: NDArray[np.float64]) -> Ints:
    return np.rint(amounts * ratio).astype(np.int64)
