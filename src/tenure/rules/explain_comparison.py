"""How does a comparison read? Each operator in a sentence of its own, and dates in theirs."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from tenure.rules.comparison import Comparison, InDays, Op, Scalar
from tenure.rules.span import Span
from tenure.values.voice import later, voice, worded, worded_for

_WORDS: Final[Mapping[Op, str]] = {
    Op.EQ: later("{fact} is {value}"),
    Op.NE: later("{fact} is not {value}"),
    Op.LT: later("{fact} is below {value}"),
    Op.LE: later("{fact} is at most {value}"),
    Op.GT: later("{fact} is above {value}"),
    Op.GE: later("{fact} is at least {value}"),
    Op.IN: later("{fact} is one of {value}"),
    Op.CONTAINS: later("{fact} contains {value}"),
    Op.STARTS: later("{fact} starts with {value}"),
    Op.KNOWN: later("{fact} is known"),
    Op.UNKNOWN: later("{fact} is not known"),
}
_DATE_WORDS: Final[Mapping[Op, str]] = {
    Op.LT: later("{fact} is before {value}"),
    Op.LE: later("{fact} is on or before {value}"),
    Op.GT: later("{fact} is after {value}"),
    Op.GE: later("{fact} is on or after {value}"),
}


def comparison_words(rule: Comparison, label: Callable[[str], str]) -> str:
    """When a comparison holds."""
    named = label(rule.fact)
    if rule.value is None:
        return worded(_WORDS[rule.op], fact=named)
    if isinstance(rule.value, tuple):
        return worded(_WORDS[rule.op], fact=named, value=", ".join(literal(one) for one in rule.value))
    is_date = isinstance(rule.value, date | InDays)
    said = _DATE_WORDS.get(rule.op, _WORDS[rule.op]) if is_date else _WORDS[rule.op]
    return worded(said, fact=named, value=literal(rule.value))


def span_words(span: Span, label: Callable[[str], str]) -> str:
    """When a date is in a stretch of days from today on, or until today."""
    said = later("{fact} is in the past {days}") if span.is_past else later("{fact} is in the next {days}")
    return worded(said, fact=label(span.fact), days=worded_for(span.days, "{n} day", "{n} days"))


def literal(value: Scalar) -> str:
    """A value as a rule names it."""
    if isinstance(value, bool):
        return worded("true") if value else worded("false")
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, int | float):
        return voice().number(value, 6)
    if isinstance(value, InDays):
        return _relative(value.days)
    return voice().day(value) if isinstance(value, date) else str(value)


def _relative(days: int) -> str:
    if days == 0:
        return worded("today")
    if days > 0:
        return worded_for(days, "tomorrow, {n} day ahead", "the day {n} days ahead")
    return worded_for(-days, "yesterday, {n} day ago", "the day {n} days ago")
