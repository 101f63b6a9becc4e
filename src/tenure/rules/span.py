"""Do two comparisons of a rule mean a stretch of days, from today on or until today?"""

from dataclasses import dataclass

from tenure.rules.comparison import Comparison, InDays, Op
from tenure.rules.tree import AllOf, Rule


@dataclass(frozen=True, slots=True)
class Span:
    """``fact`` is in the ``days`` that begin today, or where ``is_past`` in those that end today."""

    fact: str
    days: int
    is_past: bool


def span_of(rule: Rule) -> Span | None:
    """The stretch that a rule means; None for any other rule."""
    if not isinstance(rule, AllOf) or len(rule.rules) != 2:
        return None
    first, last = rule.rules
    if not isinstance(first, Comparison) or not isinstance(last, Comparison) or first.fact != last.fact:
        return None
    if not isinstance(first.value, InDays) or not isinstance(last.value, InDays):
        return None
    begins, ends = first.value.days, last.value.days
    if (first.op, last.op) != (Op.GE, Op.LE) or 0 not in {begins, ends} or begins > ends:
        return None
    return Span(first.fact, ends - begins, begins < 0)
