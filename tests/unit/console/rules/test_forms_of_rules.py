"""Does a rule stand in its form so that reading the form gives the rule again, in every language of numbers?"""

import random

import pytest
from babel import Locale
from django.http import QueryDict

from tenure.console.rules.checked import rule_in
from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.filled import form_of
from tenure.console.rules.form import read_rule
from tenure.facts.catalogue import CATALOGUE
from tenure.rules.parse import parse
from tests.pages.scoring_form import lines_of

RULES = [
    {"fact": "active_days_28", "op": "le", "value": 2.5},
    {"fact": "mrr", "op": "ge", "value": {"amount": 123_450, "currency": "EUR"}},
    {"fact": "mrr", "op": "lt", "value": {"amount": 99, "currency": "USD"}},
    {"fact": "renews_on", "op": "le", "value": {"in_days": 30}},
    {"fact": "renews_on", "op": "gt", "value": {"in_days": -7}},
    {"fact": "renews_on", "op": "eq", "value": {"date": "2026-03-01"}},
    {"all": [{"fact": "renews_on", "op": "ge", "value": {"in_days": 0}}, {"fact": "renews_on", "op": "le", "value": {"in_days": 30}}]},
    {"all": [{"fact": "renews_on", "op": "ge", "value": {"in_days": -9}}, {"fact": "renews_on", "op": "le", "value": {"in_days": 0}}]},
    {"fact": "notice_given", "op": "eq", "value": True},
    {"fact": "plan", "op": "in", "value": ["Basic", "Plus"]},
    {"fact": "plan", "op": "starts", "value": "12"},
    {"fact": "plan", "op": "unknown"},
    {"fact": "trait.seats", "op": "ge", "value": 1200},
    {"fact": "trait.code", "op": "eq", "value": "12"},
    {"fact": "trait.since", "op": "lt", "value": {"date": "2026-03-01"}},
    {"fact": "contact.is_champion", "op": "eq", "value": True},
    {"changed": "active_days_28", "way": "falls", "days": 28, "by": 0.07, "as": "share"},
    {"changed": "mrr", "way": "rises", "days": 90, "by": {"amount": 5_050, "currency": "EUR"}},
    {"changed": "plan", "way": "changes", "days": 7},
    {"did": "Opened", "op": "ge", "times": 3, "days": 30},
    {"did": "Opened", "op": "eq", "times": 0, "since": {"date": "2026-01-31"}},
    {
        "did": "Paid", "op": "ge", "times": 1, "days": 7,
        "where": [{"property": "plan.name", "op": "eq", "value": "pro"}, {"property": "total", "op": "gt", "value": 9.5}],
    },
    {"did": "Invited", "then": "Opened", "within": 2, "days": 28},
    {"watch": "stopped", "source": "event", "of": "Push sent"},
    {"watch": "falling", "source": "usage"},
]  # fmt: skip
NAMES = {code: FactNames(CATALOGUE, of_contacts=True, locale=Locale.parse(code)) for code in ("en", "de", "ru", "nl")}


def sent(form) -> QueryDict:
    """What a browser sends of the form."""
    given = QueryDict(mutable=True)
    for name, value in {field.name: field.value for field in form.fields()}.items():
        given[name] = value
    for name, value in lines_of(form).items():
        given.setlist(name, value) if isinstance(value, list) else given.__setitem__(name, value)
    return given


def again(rule, names):
    form = read_rule(sent(form_of(rule, "rule", names)), "rule", names)
    read = rule_in(form, names)
    assert read is not None, list(form.errors)
    return read


@pytest.mark.parametrize("code", NAMES)
@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_leaf_is_read_as_it_was_written(rule, code):
    assert again(parse(rule), NAMES[code]) == parse(rule)
    assert again(parse({"not": rule}), NAMES[code]) == parse({"not": rule})


@pytest.mark.parametrize("seed", range(40))
def test_groups_within_groups_are_read_as_they_were_written(seed):
    luck = random.Random(seed)
    rule = parse(nested(luck, 4))
    print(f"seed {seed}: {rule.as_json()}")
    assert again(rule, NAMES["de"]) == rule


def nested(luck, depth):
    """Groups of at least two, as a group of one is the one in it."""
    if not depth or luck.random() < 0.3:
        return luck.choice(RULES)
    joined = {luck.choice(["all", "any"]): [nested(luck, depth - 1) for _ in range(luck.randrange(2, 4))]}
    return {"not": joined} if luck.random() < 0.3 else joined
