"""Does the database find the accounts that a rule holds for, in either database, as the rule itself says?"""

from datetime import date
from itertools import product

import pytest

from tenure import clock
from tenure.answers.fact_query import value_of
from tenure.answers.rule_query import where
from tenure.facts.values import from_json
from tenure.records.models import Account, AccountHealth
from tenure.rules.comparison import Comparison, Op
from tenure.rules.match import matches
from tenure.rules.tree import AllOf, AnyOf, Not
from tenure.values.money import Money

EUR = {"amount": 12_000, "currency": "EUR"}
HELD = [
    {},
    {"mrr": EUR, "tenure_days": 100, "plan": "Plus", "has_contract": True, "first_contract_on": "2026-03-01"},
    {"mrr": {"amount": 5, "currency": "USD"}, "tenure_days": 0, "plan": "", "has_contract": False},
    {"mrr": None, "tenure_days": None, "plan": None, "has_contract": None, "first_contract_on": None},
    {"trait.Seats": 12, "trait.a.b'c": "x", "trait.Début": "2026-03-05", "revenue_total": EUR},
    {"trait.Seats": "twelve", "trait.a.b'c": True, "trait.Début": 5, "revenue_total": {"amount": 1, "currency": "EUR"}},
    {"trait.Seats": True, "trait.Seats2": 1.5, "mrr": EUR, "plan": "O'Brien %_"},
]
LITERALS = {
    "mrr": [Money(12_000, "EUR"), Money(5, "USD"), 12_000],
    "revenue_total": [Money(12_000, "EUR"), Money(1, "EUR")],
    "tenure_days": [0, 50, 100, 100.0],
    "plan": ["Plus", "", "O'Brien %_"],
    "has_contract": [True, False],
    "first_contract_on": [date(2026, 3, 1), date(2026, 2, 1)],
    "trait.Seats": [12, "twelve", True, 0],
    "trait.Seats2": [1.5],
    "trait.a.b'c": ["x", True],
    "trait.Début": [date(2026, 3, 5), 5],
}  # fmt: skip


@pytest.fixture
def accounts(any_workspace):
    for number, facts in enumerate(HELD):
        account = Account.objects.create(workspace=any_workspace, key=f"k{number}", created_at=clock.now())
        money = facts.get("mrr") or {}
        AccountHealth.objects.create(
            workspace=any_workspace, account=account, band="good", computed_band="good", facts=facts, detail={},
            mrr=money.get("amount"), currency=money.get("currency", ""), computed_at=clock.now(),
        )  # fmt: skip
    Account.objects.create(workspace=any_workspace, key="never scored", created_at=clock.now())
    return Account.objects.filter(workspace=any_workspace)


def by_rule(rule):
    held = [{name: from_json(name, value) for name, value in facts.items()} for facts in HELD]
    return {f"k{number}" for number, facts in enumerate(held) if matches(rule, facts)} | (
        {"never scored"} if matches(rule, {}) else set()
    )


def by_database(accounts, rule):
    return set(accounts.filter(where(rule)).values_list("key", flat=True))


def test_every_comparison_agrees_with_the_rule(accounts):
    for fact, literals in LITERALS.items():
        rules = [Comparison(fact, op, value) for op, value in product((Op.EQ, Op.NE), literals)]
        rules += [
            Comparison(fact, op, value)
            for op, value in product((Op.LT, Op.LE, Op.GT, Op.GE), literals)
            if not isinstance(value, bool | str)
        ]
        rules += [Comparison(fact, Op.KNOWN), Comparison(fact, Op.UNKNOWN)]
        for rule in (*rules, *map(Not, rules)):
            assert by_database(accounts, rule) == by_rule(rule), rule


def test_rules_join(accounts):
    plus, long = Comparison("plan", Op.IN, ("Plus", "")), Comparison("tenure_days", Op.GT, 10)
    for rule in (AllOf((plus, long)), AnyOf((plus, long)), Not(AllOf((plus, long))), AnyOf((Not(plus), long))):
        assert by_database(accounts, rule) == by_rule(rule), rule


def test_accounts_are_ordered_by_any_fact_what_is_unknown_last(accounts):
    order = accounts.order_by(value_of("tenure_days", "number").desc(nulls_last=True), "key")
    assert list(order.values_list("key", flat=True))[:2] == ["k1", "k2"]
    order = accounts.order_by(value_of("revenue_total", "money").asc(nulls_last=True), "key")
    assert list(order.values_list("key", flat=True))[:2] == ["k5", "k4"]
