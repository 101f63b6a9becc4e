"""How far is an objective, and what did it bring for what it cost?"""

from collections.abc import Iterable
from math import fsum

from tenure.values.money import Money, minor_digits


def as_number(value: object) -> float | None:
    """A fact as a plain number: money in whole units of its currency; None for what is no number."""
    if isinstance(value, Money):
        return float(value.amount / 10 ** minor_digits(value.currency))
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def mean_progress(shares: Iterable[float | None]) -> float | None:
    """The mean of what is known, each between 0 and 1; None where nothing is."""
    known = [min(max(share, 0.0), 1.0) for share in shares if share is not None]
    return fsum(known) / len(known) if known else None


def progress(baseline: float, target: float, actual: float | None) -> float | None:
    """The share of the way from the baseline to the target, 0 to 1 and more; None where nothing is known.

    A target at its baseline is reached by being there: 1 at or beyond it.
    """
    if actual is None:
        return None
    if target == baseline:
        return 1.0 if actual >= target else 0.0
    return (actual - baseline) / (target - baseline)


def earned(worth: int, share: float | None) -> int:
    """What the way so far is worth, of what the whole is worth in minor units; never less than nothing, never more than all."""
    return round(worth * min(max(share or 0.0, 0.0), 1.0))


def return_on(worth: int | None, cost: int | None, share: float | None) -> float | None:
    """(worth of the way so far − cost) ÷ cost; None where either is not known or it cost nothing."""
    if worth is None or not cost:
        return None
    return (earned(worth, share) - cost) / cost
