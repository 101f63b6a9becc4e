"""Does a rule hold for these facts? Two-valued: a comparison on an unknown fact is false."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from tenure.rules.changed import has_changed
from tenure.rules.comparison import OF_TEXT, ORDERED, Comparison, InDays, Op
from tenure.rules.kinds import is_known, kind_of, same
from tenure.rules.leaves import Changed, Did
from tenure.rules.tree import AllOf, AnyOf, Leaf, Not, Rule
from tenure.values.money import Money

_ORDER: dict[Op, Callable[[Any, Any], bool]] = {
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


def matches(rule: Rule, facts: Mapping[str, object]) -> bool:
    """Whether ``rule``, its dates made absolute, holds for ``facts`` (int, float, Decimal, str, bool, date, Money, None).

    A fact that is absent, None, NaN or infinite is unknown and every comparison on it but ``unknown`` is false.
    Values of different kinds, and amounts in different currencies, are unequal (``ne`` holds) and have no order.
    Text is ordered by code point, as the engines order it. `tenure.rules.asks` says what else ``facts`` must hold.
    Raises ValueError for a date that is still relative.
    """
    if isinstance(rule, Comparison):
        return _holds(rule, facts.get(rule.fact))
    if isinstance(rule, AllOf):
        return all(matches(one, facts) for one in rule.rules)
    if isinstance(rule, AnyOf):
        return any(matches(one, facts) for one in rule.rules)
    if isinstance(rule, Not):
        return not matches(rule.rule, facts)
    return _answered(rule, facts)


def _answered(leaf: Leaf, facts: Mapping[str, object]) -> bool:
    if isinstance(leaf, Changed):
        return has_changed(leaf, facts.get(leaf.fact), facts.get(leaf.earlier))
    assert not isinstance(leaf, Comparison)  # noqa: S101 - `matches` saw to it
    found = facts.get(leaf.key)
    if isinstance(leaf, Did):
        return _holds(Comparison(leaf.key, leaf.op, leaf.times), found or 0)
    return bool(getattr(found, "holds", found))


def _holds(rule: Comparison, value: object) -> bool:
    op = rule.op
    if value is None:
        return op is Op.UNKNOWN
    if op is Op.KNOWN or op is Op.UNKNOWN:
        return is_known(value) is (op is Op.KNOWN)
    if isinstance(rule.value, InDays):
        raise ValueError(f"“{rule.fact}” is compared with a relative date: pass the rule through tenure.rules.today.at")
    if op is Op.IN:
        return isinstance(rule.value, tuple) and any(same(value, one) for one in rule.value)
    if op in ORDERED:
        return _in_order(_ORDER[op], value, rule.value)
    if op in OF_TEXT:
        return _has_text(op, value, rule.value)
    return same(value, rule.value) if op is Op.EQ else is_known(value) and not same(value, rule.value)


def _in_order(order: Callable[[Any, Any], bool], value: object, literal: object) -> bool:
    kind = kind_of(value)
    if kind is None or kind == "bool" or kind != kind_of(literal):
        return False
    if isinstance(value, Money) and isinstance(literal, Money):
        return value.currency == literal.currency and order(value.amount, literal.amount)
    return order(value, literal)


def _has_text(op: Op, value: object, literal: object) -> bool:
    if not isinstance(value, str) or not isinstance(literal, str):
        return False
    text, part = value.casefold(), literal.casefold()
    return text.startswith(part) if op is Op.STARTS else part in text
