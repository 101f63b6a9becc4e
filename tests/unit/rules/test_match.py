"""Does a rule hold for the facts it should hold for?"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.rules.comparison import Comparison, Op
from tenure.rules.match import matches
from tenure.rules.tree import AllOf, AnyOf, Not
from tenure.values.money import Money
from tests.unit.rules.strategies import FACTS, KNOWN_FACTS, ORDERED, RULES, SCALARS

EUR, USD = Money(1200, "EUR"), Money(1200, "USD")


@pytest.mark.parametrize(
    ("value", "op", "literal", "holds"),
    [
        (3, "eq", 3.0, True),
        (3, "ne", 4, True),
        (3, "lt", 3, False),
        (3, "le", 3, True),
        (3, "gt", 2.5, True),
        (3, "ge", 4, False),
        (-0.0, "eq", 0, True),
        (-0.0, "lt", 0, False),
        (Decimal("0.1"), "lt", 0.2, True),
        (Decimal(2), "eq", 2, True),
        (Decimal("NaN"), "le", 2, False),
        (2**62 + 1, "gt", 2**62, True),
        (float("nan"), "ne", 1, False),
        (float("nan"), "known", None, False),
        (float("nan"), "unknown", None, True),
        (float("inf"), "gt", 1, False),
        (True, "eq", True, True),
        (True, "eq", 1, False),
        (1, "eq", True, False),
        (1, "ne", True, True),
        (True, "gt", 0, False),
        (True, "gt", False, False),
        (False, "in", (True, False), True),
        ("b", "gt", "a", True),
        ("Z", "lt", "a", True),
        ("9", "lt", 10, False),
        ("9", "ne", 9, True),
        ("pro", "in", ("basic", "pro"), True),
        ("pro", "in", ("basic",), False),
        (EUR, "eq", EUR, True),
        (EUR, "ne", USD, True),
        (EUR, "le", USD, False),
        (EUR, "ge", Money(1100, "EUR"), True),
        (EUR, "gt", 1, False),
        (date(2026, 3, 1), "lt", date(2026, 3, 2), True),
        (date(2026, 3, 1), "eq", "2026-03-01", False),
        (datetime(2026, 3, 1, tzinfo=UTC), "le", date(2026, 3, 2), False),
        (None, "unknown", None, True),
        (0, "known", None, True),
        ("", "known", None, True),
        ([1], "known", None, True),
        ([1], "eq", 1, False),
    ],
)
def test_a_comparison(value, op, literal, holds):
    assert matches(Comparison("f", Op(op), literal), {"f": value}) is holds


@pytest.mark.parametrize("op", [op for op in Op if op is not Op.UNKNOWN])
@pytest.mark.parametrize("facts", [{}, {"f": None}])
def test_a_comparison_on_a_null_fact_is_false(op, facts):
    literal = None if op is Op.KNOWN else (1, 2) if op is Op.IN else 1
    assert matches(Comparison("f", op, literal), facts) is False


def test_all_any_and_not_join_as_they_say():
    yes, no = Comparison("f", Op.EQ, 1), Comparison("f", Op.EQ, 2)
    facts = {"f": 1}
    assert matches(AllOf((yes, yes)), facts)
    assert not matches(AllOf((yes, no)), facts)
    assert matches(AnyOf((no, yes)), facts)
    assert not matches(AnyOf((no, no)), facts)
    assert matches(Not(no), facts)


@given(RULES, KNOWN_FACTS)
def test_every_rule_has_an_answer_and_its_not_the_other_one(rule, facts):
    assert matches(Not(rule), facts) is not matches(rule, facts)


@given(FACTS, SCALARS, KNOWN_FACTS)
def test_a_known_fact_is_equal_or_not_and_never_both(fact, literal, facts):
    equal = matches(Comparison(fact, Op.EQ, literal), facts)
    unequal = matches(Comparison(fact, Op.NE, literal), facts)
    assert (equal or unequal) is matches(Comparison(fact, Op.KNOWN), facts)
    assert not (equal and unequal)


@given(ORDERED, ORDERED)
def test_where_there_is_an_order_exactly_one_of_less_equal_and_greater_holds(value, literal):
    held = [matches(Comparison("f", op, literal), {"f": value}) for op in (Op.LT, Op.EQ, Op.GT)]
    comparable = type(value) is type(literal) or {type(value), type(literal)} <= {int, float}
    if isinstance(value, Money) and isinstance(literal, Money):
        comparable = value.currency == literal.currency
    assert sum(held) == (1 if comparable else 0)


@given(st.floats() | st.decimals() | st.integers(), st.integers(-5, 5))
def test_no_number_breaks_a_comparison(value, literal):
    for op in (Op.EQ, Op.NE, Op.LT, Op.LE, Op.GT, Op.GE):
        matches(Comparison("f", op, literal), {"f": value})
