"""How are points shared out so that they add up exactly? In whole 1,024ths, which binary floats add without error.

A point of health is 1,024 units. Every score, and all points won, lost and moved, are whole numbers of units; as
floats they are multiples of 2**-10 far below 2**43, so sums and differences of them are exact in any order.
"""

import math
from collections.abc import Sequence

UNITS = 1024  # in one point
WHOLE = 100 * UNITS  # in a score of 100


def apportion(exact: Sequence[float], total: int) -> list[int]:
    """Whole numbers near ``exact`` that add up to ``total``: rounded down, then the largest remainders rounded up.

    ``total`` is the rounded sum of ``exact``, give or take rounding. Equal remainders: the earlier one first.
    """
    whole = [math.floor(one) for one in exact]
    short = total - sum(whole)
    if short == 0 or not whole:
        return whole
    remainders = [one - floor for one, floor in zip(exact, whole, strict=True)]
    order = sorted(range(len(whole)), key=remainders.__getitem__, reverse=True)
    each, more = divmod(short, len(whole))
    for rank, at in enumerate(order):
        whole[at] += each + (rank < more)
    return whole


def shown(points: float) -> str:
    """A score as people read it: rounded down to one decimal, so that what is below a bound never looks equal to it."""
    tenths = math.floor(points * 10)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths / 10:.1f}"
