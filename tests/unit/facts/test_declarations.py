"""Is every fact declared so that people and programs can read it?"""

from datetime import date

import pytest

from tenure.facts import ask
from tenure.facts.catalogue import CATALOGUE, say
from tenure.facts.declare import Fact
from tenure.values.money import Money

ISSUE = """
    events_7 events_28 events_90 active_days_7 active_days_28 active_days_90 actors_7 actors_28 actors_90 breadth_28
    last_event_days first_event_days usage_trend_28 stickiness_28 seat_utilisation usage_frequency
    mrr arr tenure_days term_months days_to_renewal options_bought seats_bought plan
    owner lifecycle_stage source preferred_channel has_champion sentiment
"""
EXAMPLE = {"int": 3, "float": 0.5, "text": "x", "bool": True, "date": date(2026, 3, 1), "money": Money(1200, "EUR")}


def test_every_fact_that_was_promised_is_there():
    assert set(ISSUE.split()) <= set(CATALOGUE)


@pytest.mark.parametrize("fact", CATALOGUE.values(), ids=lambda fact: fact.name)
def test_a_fact_explains_itself(fact: Fact):
    assert fact.sentence.endswith(".")
    assert fact.sentence[0].isupper()
    for said in (fact.say(None), fact.say(EXAMPLE[fact.type])):
        assert said
        assert said[0].isupper() or said[0].isdigit()
        assert not said.endswith(".")
        assert "None" not in said


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("active_days_28", 3, "Active on 3 of the last 28 days"),
        ("events_7", 1, "1 event in the last 7 days"),
        ("events_90", 12_345, "12,345 events in the last 90 days"),
        ("actors_28", 1, "1 person active in the last 28 days"),
        ("last_event_days", 0, "Last seen today"),
        ("last_event_days", 1, "Last seen yesterday"),
        ("last_event_days", 16, "Last seen 16 days ago"),
        ("last_event_days", None, "No usage seen yet"),
        ("usage_trend_28", 0.62, "38 % fewer events in the last 28 days than in the 28 before"),
        ("usage_trend_28", 1.2, "20 % more events in the last 28 days than in the 28 before"),
        ("usage_trend_28", 1.001, "As many events in the last 28 days as in the 28 before"),
        ("seat_utilisation", 0.375, "38 % of the seats bought were used in the last 28 days"),
        ("usage_frequency", "dormant", "Not used in the last 28 days"),
        ("mrr", Money(12_050, "EUR"), "120.50 EUR a month"),
        ("mrr", {"amount": 12_050, "currency": "EUR"}, "120.50 EUR a month"),
        ("renews_on", "2026-03-01", "Renews on 1 March 2026"),
        ("days_to_renewal", 1, "Renews tomorrow"),
        ("is_former", True, "Has left: no contract runs any more"),
        ("has_champion", False, "Its champion is gone"),
        ("sentiment", 4, "Rated 4 of 5: happy"),
        ("trait.industry", "bakery", "Industry: bakery"),
        ("trait.vip", True, "Vip: yes"),
        ("milestone_progress", None, "Progress against the planned milestones is not known"),
        ("milestone_progress", 9, "Progress against the planned milestones: 9"),
    ],
)
def test_a_value_is_said_in_a_plain_sentence(name, value, sentence):
    assert say(name, value) == sentence


def test_a_name_that_no_fact_has_is_refused():
    with pytest.raises(ask.UnknownFact, match="no fact “event_28”"):
        ask.question(["events_28", "event_28"])
    with pytest.raises(ask.UnknownFact):
        ask.trait_question(["trait."])


def test_the_same_question_is_the_same_expression_under_the_same_name():
    assert ask.question(["mrr"]) is ask.question(["mrr"])
    names = {ask.question(names, by_group=groups)[0] for names in (None, ["mrr"], ["arr"]) for groups in (True, False)}
    assert len(names) == 6
    assert ask.trait_question(["trait.a", "trait.b"])[0] == ask.trait_question(["trait.b", "trait.a"])[0]


def test_a_question_reads_only_the_groups_that_it_needs():
    _, expr = ask.question(["mrr"])
    assert expr.columns == ("account", "mrr", "currency")
    assert "closed" not in str(expr.unbind())
