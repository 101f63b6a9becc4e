"""Does a rule hold for these facts? Two-valued: a comparison on an unknown fact is false."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from tenure.rules.kinds import is_known, kind_of
from tenure.rules.tree import ORDERED, AllOf, AnyOf, Comparison, Op, Rule
from tenure.values.money import Money

_ORDER: dict[Op, Callable[[Any, Any], bool]] = {
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


def matches(rule: Rule, facts: Mapping[str, object]) -> bool:
    """Whether ``rule`` holds for ``facts`` (name -> int, float, Decimal, str, bool, date, Money or None).

    A fact that is absent, None, NaN or infinite is unknown and every comparison on it but ``unknown`` is false.
    Values of different kinds, and amounts in different currencies, are unequal (``ne`` holds) and have no order.
    Text is ordered by code point, as the engines order it.
    """
    if isinstance(rule, Comparison):
        return _holds(rule, facts.get(rule.fact))
    if isinstance(rule, AllOf):
        return all(matches(one, facts) for one in rule.rules)
    if isinstance(rule, AnyOf):
        return any(matches(one, facts) for one in rule.rules)
    return not matches(rule.rule, facts)


def _holds(rule: Comparison, value: object) -> bool:
    op = rule.op
    if value is None:
        return op is Op.UNKNOWN
    if op is Op.KNOWN or op is Op.UNKNOWN:
        return is_known(value) is (op is Op.KNOWN)
    if op is Op.IN:
        return isinstance(rule.value, tuple) and any(_same(value, one) for one in rule.value)
    if op in ORDERED:
        return _in_order(_ORDER[op], value, rule.value)
    return _same(value, rule.value) if op is Op.EQ else is_known(value) and not _same(value, rule.value)


def _same(value: object, literal: object) -> bool:
    kind = kind_of(value)
    return kind is not None and kind == kind_of(literal) and value == literal


def _in_order(order: Callable[[Any, Any], bool], value: object, literal: object) -> bool:
    kind = kind_of(value)
    if kind is None or kind == "bool" or kind != kind_of(literal):
        return False
    if isinstance(value, Money) and isinstance(literal, Money):
        return value.currency == literal.currency and order(value.amount, literal.amount)
    return order(value, literal)
