"""Can a rule be read back as words?"""

from datetime import date

import pytest
from hypothesis import given

from tenure.rules.comparison import Comparison, Op
from tenure.rules.explain import explain
from tenure.rules.parse import parse
from tenure.rules.tree import AllOf, AnyOf, Not
from tenure.values.money import Money
from tests.unit.rules.strategies import ANY_RULES


def test_a_comparison_reads_as_a_sentence():
    assert explain(Comparison("tenure_days", Op.LT, 90)) == "tenure days is below 90"
    assert explain(Comparison("plan", Op.IN, ("a", "b"))) == "plan is one of “a”, “b”"
    assert explain(Comparison("mrr", Op.GE, Money(123456, "EUR"))) == "mrr is at least 1,234.56 EUR"
    assert explain(Comparison("renews_on", Op.LE, date(2026, 3, 1))) == "renews on is on or before 1 March 2026"
    assert explain(Comparison("trait.Branche", Op.EQ, "bakery")) == "trait Branche is “bakery”"
    assert explain(Comparison("has_champion", Op.NE, True)) == "has champion is not true"
    assert explain(Comparison("sentiment", Op.UNKNOWN)) == "sentiment is not known"
    assert explain(Comparison("trend", Op.GT, 2.0)) == "trend is above 2"


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({"fact": "renews_on", "op": "le", "value": {"in_days": 60}}, "renews on is on or before the day 60 days ahead"),
        ({"fact": "renews_on", "op": "gt", "value": {"in_days": 0}}, "renews on is after today"),
        ({"fact": "stage", "op": "contains", "value": "new"}, "stage contains “new”"),
        ({"changed": "stage", "way": "changes", "days": 7}, "stage changed within 7 days"),
        ({"changed": "mrr", "way": "falls", "by": 0.2, "as": "share", "days": 28}, "mrr fell by at least 20 % within 28 days"),
        (
            {"changed": "mrr", "way": "rises", "by": {"amount": 10_000, "currency": "EUR"}, "days": 1},
            "mrr rose by at least 100.00 EUR within 1 day",
        ),
        ({"did": "push", "op": "ge", "times": 3, "days": 28}, "“push” came at least 3 times in the last 28 days"),
        ({"did": "push", "op": "eq", "times": 0, "days": 1}, "“push” did not come in the last 1 day"),
        (
            {"did": "push", "op": "gt", "times": 0, "since": {"date": "2026-03-01"}},
            "“push” came since 1 March 2026",
        ),
        (
            {"did": "pay", "op": "ge", "times": 1, "days": 7, "where": [{"property": "plan", "op": "eq", "value": "pro"}]},
            "“pay” (where “plan” is “pro”) came in the last 7 days",
        ),
        (
            {"did": "trial", "then": "pay", "within": 14, "days": 90},
            "“trial” was followed by “pay” within 14 days, in the last 90 days",
        ),
        (
            {"watch": "stopped", "source": "event", "of": "push"},
            "“push” has stopped, for longer than the account’s own gaps",
        ),
        ({"watch": "falling", "source": "usage"}, "usage is falling against the account’s own past"),
    ],
)  # fmt: skip
def test_what_changed_and_what_was_done_read_as_sentences(rule, sentence):
    assert explain(parse(rule)) == sentence


def test_what_is_joined_says_what_belongs_together():
    new, big, rated = Comparison("new", Op.EQ, True), Comparison("seats", Op.GT, 9), Comparison("nps", Op.KNOWN)
    assert explain(AllOf((new, AnyOf((big, rated))))) == "new is true and (seats is above 9 or nps is known)"
    assert explain(Not(AllOf((new, big)))) == "it is not so that (new is true and seats is above 9)"
    assert explain(AllOf((AnyOf((new,)),))) == "new is true"


def test_the_words_for_a_fact_can_be_given():
    assert explain(Comparison("mrr", Op.KNOWN), label=str.upper) == "MRR is known"


@given(ANY_RULES)
def test_every_rule_can_be_said(rule):
    assert explain(rule)
