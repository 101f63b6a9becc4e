"""How does a rule read? One sentence, without its full stop, that says when it holds."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from tenure.rules.tree import AllOf, AnyOf, Comparison, Not, Op, Rule, Scalar
from tenure.values.voice import later, worded

_WORDS: Final[Mapping[Op, str]] = {
    Op.EQ: later("{fact} is {value}"),
    Op.NE: later("{fact} is not {value}"),
    Op.LT: later("{fact} is below {value}"),
    Op.LE: later("{fact} is at most {value}"),
    Op.GT: later("{fact} is above {value}"),
    Op.GE: later("{fact} is at least {value}"),
    Op.IN: later("{fact} is one of {value}"),
    Op.KNOWN: later("{fact} is known"),
    Op.UNKNOWN: later("{fact} is not known"),
}
_DATE_WORDS: Final[Mapping[Op, str]] = {
    Op.LT: later("{fact} is before {value}"),
    Op.LE: later("{fact} is on or before {value}"),
    Op.GT: later("{fact} is after {value}"),
    Op.GE: later("{fact} is on or after {value}"),
}


def words(fact: str) -> str:
    """A fact's name as words: ``tenure_days`` is “tenure days”, ``trait.Industry`` is “trait Industry”."""
    if fact.startswith("trait."):
        return worded("trait {name}", name=fact.removeprefix("trait."))
    return fact.replace("_", " ")


def explain(rule: Rule, label: Callable[[str], str] = words) -> str:
    """When ``rule`` holds, in words; ``label`` turns a fact's name into the words people know it by."""
    if isinstance(rule, Comparison):
        return _comparison(rule, label)
    if isinstance(rule, Not):
        return worded("it is not so that {rule}", rule=_within(rule.rule, label))
    joint = worded(" and ") if isinstance(rule, AllOf) else worded(" or ")
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
        return worded(_WORDS[rule.op], fact=named)
    if isinstance(rule.value, tuple):
        return worded(_WORDS[rule.op], fact=named, value=", ".join(_literal(one) for one in rule.value))
    said = _DATE_WORDS.get(rule.op, _WORDS[rule.op]) if isinstance(rule.value, date) else _WORDS[rule.op]
    return worded(said, fact=named, value=_literal(rule.value))


def _literal(value: Scalar) -> str:
    if isinstance(value, bool):
        return worded("true") if value else worded("false")
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)
