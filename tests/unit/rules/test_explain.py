"""Can a rule be read back as words?"""

from datetime import date

from hypothesis import given

from tenure.rules.explain import explain
from tenure.rules.tree import AllOf, AnyOf, Comparison, Not, Op
from tenure.values.money import Money
from tests.unit.rules.strategies import RULES


def test_a_comparison_reads_as_a_sentence():
    assert explain(Comparison("tenure_days", Op.LT, 90)) == "tenure days is below 90"
    assert explain(Comparison("plan", Op.IN, ("a", "b"))) == "plan is one of “a”, “b”"
    assert explain(Comparison("mrr", Op.GE, Money(123456, "EUR"))) == "mrr is at least 1,234.56 EUR"
    assert explain(Comparison("renews_on", Op.LE, date(2026, 3, 1))) == "renews on is on or before 2026-03-01"
    assert explain(Comparison("trait.Branche", Op.EQ, "bakery")) == "trait Branche is “bakery”"
    assert explain(Comparison("has_champion", Op.NE, True)) == "has champion is not true"
    assert explain(Comparison("sentiment", Op.UNKNOWN)) == "sentiment is not known"
    assert explain(Comparison("trend", Op.GT, 2.0)) == "trend is above 2"


def test_what_is_joined_says_what_belongs_together():
    new, big, rated = Comparison("new", Op.EQ, True), Comparison("seats", Op.GT, 9), Comparison("nps", Op.KNOWN)
    assert explain(AllOf((new, AnyOf((big, rated))))) == "new is true and (seats is above 9 or nps is known)"
    assert explain(Not(AllOf((new, big)))) == "it is not so that (new is true and seats is above 9)"
    assert explain(AllOf((AnyOf((new,)),))) == "new is true"


def test_the_words_for_a_fact_can_be_given():
    assert explain(Comparison("mrr", Op.KNOWN), label=str.upper) == "MRR is known"


@given(RULES)
def test_every_rule_can_be_said(rule):
    assert explain(rule)
