"""Which accounts of the database does a rule hold for? The rule as a condition that the database answers itself.

It agrees with `tenure.rules.match`: a comparison on an unknown fact is false, values of different kinds and amounts in
different currencies are unequal and have no order.
"""

from datetime import date
from typing import Final

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from tenure.answers.fact_query import COLUMNS, currency_of, is_known, value_of
from tenure.rules.comparison import OF_TEXT, Comparison, InDays, Op, Scalar
from tenure.rules.kinds import kind_of
from tenure.rules.tree import AllOf, AnyOf, Not, Rule
from tenure.values.money import Money

_ORDERED: Final = {
    Op.LT: LessThan,
    Op.LE: LessThanOrEqual,
    Op.GT: GreaterThan,
    Op.GE: GreaterThanOrEqual,
}
_MONEY: Final = frozenset({"mrr"})  # columns that hold amounts; their currency stands beside them


def where(rule: Rule) -> Q:
    """The rule as a condition on accounts. Raises ValueError for one that asks more than the stored facts say."""
    if isinstance(rule, Comparison):
        return _comparison(rule)
    if isinstance(rule, AllOf | AnyOf):
        joined = Q()
        for one in rule.rules:
            joined = joined & where(one) if isinstance(rule, AllOf) else joined | where(one)
        return joined
    if isinstance(rule, Not):
        return _not(where(rule.rule))
    raise ValueError("what was done and how facts changed is not in the database: ask tenure.answers.rule_facts")


def _comparison(rule: Comparison) -> Q:
    if rule.op in OF_TEXT or isinstance(rule.value, InDays):
        raise ValueError("the databases fold letters differently and know no day: ask tenure.answers.rule_facts")
    if rule.op is Op.KNOWN:
        return is_known(rule.fact)
    if rule.op is Op.UNKNOWN:
        return _not(is_known(rule.fact))
    if isinstance(rule.value, tuple):
        same = Q()
        for one in rule.value:
            same |= _compare(Op.EQ, rule.fact, one)
        return same
    assert rule.value is not None  # noqa: S101 - the parser saw to it
    if rule.op is Op.NE:
        return is_known(rule.fact) & _not(_compare(Op.EQ, rule.fact, rule.value))
    return _compare(rule.op, rule.fact, rule.value)


def _compare(op: Op, fact: str, value: Scalar) -> Q:
    kind = kind_of(value) or "text"
    lookup = Exact if op is Op.EQ else _ORDERED[op]
    if isinstance(value, Money):
        alike = Exact(currency_of(fact), Value(value.currency))
        return Q(alike) & Q(lookup(value_of(fact, kind), Value(value.amount)))
    if fact in _MONEY:  # a bare number is no amount
        return Q(pk__in=[])
    return Q(lookup(value_of(fact, kind), Value(_literal(fact, value))))


def _literal(fact: str, value: Scalar) -> object:
    """As the expression of the fact gives it: JSON has no dates, and its yes and no come as words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value if fact in COLUMNS else value.isoformat()
    return value


def _not(condition: Q) -> Q:
    """The opposite in two values: what is null does not hold, so its opposite does."""
    holds = Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
    return Q(Exact(holds, 0))
