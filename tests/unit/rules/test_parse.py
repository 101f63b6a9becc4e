"""Is a rule read as it was meant, and refused where it is none?"""

import json
from datetime import date

import pytest
from hypothesis import given

from tenure.rules.comparison import Comparison, Op
from tenure.rules.parse import DEEPEST, RuleError, parse
from tenure.rules.tree import AllOf, AnyOf, Not
from tenure.values.money import Money
from tests.unit.rules.strategies import ANY_RULES, JSON


def test_a_rule_is_read_into_the_tree_it_describes():
    read = parse(
        {
            "all": [
                {"fact": "tenure_days", "op": "lt", "value": 90},
                {"any": [{"fact": "plan", "op": "in", "value": ["a", "b"]}, {"fact": "nps_latest", "op": "unknown"}]},
                {"not": {"fact": "mrr", "op": "ge", "value": {"amount": 1200, "currency": "EUR"}}},
                {"fact": "renews_on", "op": "le", "value": {"date": "2026-03-01"}},
            ]
        }
    )
    assert read == AllOf(
        (
            Comparison("tenure_days", Op.LT, 90),
            AnyOf((Comparison("plan", Op.IN, ("a", "b")), Comparison("nps_latest", Op.UNKNOWN))),
            Not(Comparison("mrr", Op.GE, Money(1200, "EUR"))),
            Comparison("renews_on", Op.LE, date(2026, 3, 1)),
        )
    )


@given(ANY_RULES)
def test_every_rule_survives_the_way_through_json(rule):
    assert parse(json.loads(json.dumps(rule.as_json()))) == rule


@given(JSON)
def test_whatever_json_comes_only_the_named_error_leaves(data):
    try:
        rule = parse(data)
    except RuleError as error:
        str(error).encode()  # it can be printed
    else:
        assert parse(rule.as_json()) == rule


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "rule: expected a rule: an object with “all”, “any”, “not”, “fact”, “changed”, “did” or “watch”, found nothing"),
        ({"some": []}, "rule: expected a rule: an object with “all”, “any”, “not”, “fact”, “changed”, “did” or “watch”, found none of them"),
        ({"all": []}, "rule.all: expected a list of 1 to 100, found a list of 0"),
        ({"all": [{"fact": "a", "op": "known"}], "any": []}, "rule: expected only “any”, found the text “all” beside them"),
        ({"all": [{"fact": "mrr", "op": "=", "value": 1}]}, "rule.all[0].op: expected one of"),
        ({"fact": "mrr"}, "rule: expected the field “op”, which is missing"),
        ({"fact": "MRR", "op": "known"}, "rule.fact: expected the name of a fact"),
        ({"fact": "mrr", "op": "known", "value": 1}, "rule.value: expected no value beside “known”, found the number 1"),
        ({"fact": "mrr", "op": "lt", "value": True}, "rule.value: expected a value that has an order"),
        ({"fact": "mrr", "op": "lt", "value": None}, "rule.value: expected a number, text, true, false, a date or money"),
        ({"fact": "mrr", "op": "eq", "value": float("nan")}, "rule.value: expected a finite number"),
        ({"fact": "mrr", "op": "eq", "value": float("-inf")}, "rule.value: expected a finite number"),
        ({"fact": "mrr", "op": "eq", "value": 10**30}, "rule.value: expected a finite number of at most 64 bits"),
        ({"fact": "plan", "op": "eq", "value": "a\x00"}, "rule.value: expected text that can be stored"),
        ({"fact": "plan", "op": "eq", "value": "\ud800"}, "rule.value: expected text that can be stored"),
        ({"fact": "plan", "op": "in", "value": []}, "rule.value: expected a list of 1 to 1000, found a list of 0"),
        ({"fact": "plan", "op": "in", "value": "ab"}, "rule.value: expected a list of 1 to 1000, found the text “ab”"),
        ({"fact": "plan", "op": "in", "value": ["a", 1]}, "rule.value[1]: expected values of one kind, found number beside text"),
        ({"fact": "d", "op": "eq", "value": {"date": "2026-02-30"}}, "rule.value.date: expected a date such as"),
        ({"fact": "d", "op": "eq", "value": {"date": "20260228"}}, "rule.value.date: expected a date such as"),
        ({"fact": "m", "op": "eq", "value": {"amount": 1.5, "currency": "EUR"}}, "rule.value.amount: expected a whole number"),
        ({"fact": "m", "op": "eq", "value": {"amount": 1, "currency": "euro"}}, "rule.value.currency: expected a currency"),
        ({"not": [1]}, "rule.not: expected a rule"),
    ],
)  # fmt: skip
def test_an_error_names_the_place_and_what_was_expected_there(data, message):
    with pytest.raises(RuleError) as caught:
        parse(data)
    assert str(caught.value).startswith(message)


def test_a_rule_nested_too_deeply_is_refused_without_exhausting_the_stack():
    data: object = {"fact": "mrr", "op": "known"}
    for _ in range(5_000):
        data = {"not": data}
    with pytest.raises(RuleError, match=f"at most {DEEPEST} rules within each other"):
        parse(data)


def test_minus_zero_is_read_as_zero():
    read = parse({"fact": "trend", "op": "eq", "value": -0.0})
    assert str(read.value) == "0.0"
