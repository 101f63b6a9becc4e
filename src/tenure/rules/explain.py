"""How does a rule read? One sentence, without its full stop, that says when it holds."""

from collections.abc import Callable
from datetime import date

from tenure.rules.tree import AllOf, AnyOf, Comparison, Not, Op, Rule, Scalar

_WORDS = {
    Op.EQ: "is",
    Op.NE: "is not",
    Op.LT: "is below",
    Op.LE: "is at most",
    Op.GT: "is above",
    Op.GE: "is at least",
    Op.IN: "is one of",
    Op.KNOWN: "is known",
    Op.UNKNOWN: "is not known",
}
_DATE_WORDS = {Op.LT: "is before", Op.LE: "is on or before", Op.GT: "is after", Op.GE: "is on or after"}


def words(fact: str) -> str:
    """A fact's name as words: ``tenure_days`` is “tenure days”, ``trait.Industry`` is “trait Industry”."""
    if fact.startswith("trait."):
        return "trait " + fact.removeprefix("trait.")
    return fact.replace("_", " ")


def explain(rule: Rule, label: Callable[[str], str] = words) -> str:
    """When ``rule`` holds, in words; ``label`` turns a fact's name into the words people know it by."""
    if isinstance(rule, Comparison):
        return _comparison(rule, label)
    if isinstance(rule, Not):
        return f"it is not so that {_within(rule.rule, label)}"
    joint = " and " if isinstance(rule, AllOf) else " or "
    if len(rule.rules) == 1:
        return explain(rule.rules[0], label)
    return joint.join(_within(one, label) for one in rule.rules)


def _within(rule: Rule, label: Callable[[str], str]) -> str:
    said = explain(rule, label)
    joins_several = isinstance(rule, AllOf | AnyOf) and len(rule.rules) > 1
    return f"({said})" if joins_several or isinstance(rule, Not) else said


def _comparison(rule: Comparison, label: Callable[[str], str]) -> str:
    named = label(rule.fact)
    if rule.value is None:
        return f"{named} {_WORDS[rule.op]}"
    if isinstance(rule.value, tuple):
        return f"{named} {_WORDS[rule.op]} {', '.join(_literal(one) for one in rule.value)}"
    verb = _DATE_WORDS.get(rule.op, _WORDS[rule.op]) if isinstance(rule.value, date) else _WORDS[rule.op]
    return f"{named} {verb} {_literal(rule.value)}"


def _literal(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)
