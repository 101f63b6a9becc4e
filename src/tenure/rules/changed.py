"""Did a fact change by enough? The value now beside the value before, both of one kind."""

from datetime import date
from typing import Any

from tenure.rules.kinds import is_known, kind_of, same
from tenure.rules.leaves import Changed
from tenure.values.money import Money


def has_changed(leaf: Changed, now: object, then: object) -> bool:
    """Whether ``now`` differs from ``then`` as the leaf asks; what is unknown on either side did not."""
    if not is_known(now) or not is_known(then):
        return False
    if leaf.by is None and leaf.way == "changes":
        return not same(now, then)
    step = _step(now, then)
    if step is None:
        return False
    moved = {"rises": step, "falls": -step, "changes": abs(step)}[leaf.way]
    return moved > 0 and _is_enough(leaf, moved, then)


def _step(now: Any, then: Any) -> float | None:
    """By how much a value is higher than it was: minor units of money, days of dates; None where nothing subtracts."""
    kind = kind_of(now)
    if kind != kind_of(then):
        return None
    if isinstance(now, Money):
        return now.amount - then.amount if now.currency == then.currency else None
    if kind == "date":
        return float((now - then).days)
    return float(now - then) if kind == "number" else None


def _is_enough(leaf: Changed, moved: float, then: object) -> bool:
    if isinstance(leaf.by, Money):
        return isinstance(then, Money) and then.currency == leaf.by.currency and moved >= leaf.by.amount
    least = 0.0 if leaf.by is None else float(leaf.by)  # type: ignore[arg-type]  # the parser saw to a number
    if not leaf.as_share:
        return leaf.by is None or (not isinstance(then, Money) and moved >= least)
    if isinstance(then, date):  # there is no share of a date
        return False
    before = abs(float(then.amount if isinstance(then, Money) else then))  # type: ignore[arg-type]  # `_step` saw to a number
    return before == 0 or moved >= least * before
