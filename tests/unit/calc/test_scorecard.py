"""Is a scorecard read as it was meant, and refused where it is none?"""

import contextlib
import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.scorecard import Scorecard, ScorecardError, choose, parse
from tenure.calc.scorecards import READY_MADE
from tenure.rules.comparison import Comparison, Op
from tests.unit.calc.strategies import CARDS
from tests.unit.rules.strategies import JSON

CARD = {
    "slug": "simple",
    "name": "Simple",
    "measures": [
        {"name": "Days", "group": "Usage", "fact": "active_days_28", "poor": 4, "good": 16, "weight": 60},
        {"name": "Last", "group": "Usage", "fact": "last_event_days", "poor": 21, "good": 4, "weight": 40, "when_null": "poor"},
    ],
}  # fmt: skip


def test_what_is_not_said_has_its_usual_meaning():
    card = parse(CARD)
    assert card.rule is None
    assert (card.bands.good, card.bands.average, card.bands.middle) == (70, 40, 55)
    assert card.any_poor_makes_poor is False
    assert card.hard_rules == ()
    assert [measure.when_null for measure in card.measures] == ["leave_out", "poor"]
    assert [measure.direction for measure in card.measures] == ["higher", "lower"]


@given(CARDS)
def test_every_scorecard_survives_the_way_through_json(card):
    assert parse(json.loads(json.dumps(card.as_json()))) == card


@given(
    JSON, st.sampled_from(["", "slug", "name", "measures", "rule", "bands", "hard_rules", "any_poor_makes_poor", "new"])
)
def test_whatever_json_comes_only_the_named_error_leaves(data, place):
    try:
        card = parse({**CARD, place: data} if place else data)
    except ScorecardError as error:
        str(error).encode()  # it can be printed
    else:
        assert parse(card.as_json()) == card


@given(JSON, st.sampled_from(["name", "group", "fact", "poor", "good", "weight", "when_null", "needs", "new"]))
def test_whatever_a_measure_holds_only_the_named_error_leaves(data, place):
    broken = copy.deepcopy(CARD)
    broken["measures"][1][place] = data
    with contextlib.suppress(ScorecardError):
        parse(broken)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slug": "Two words"}, "scorecard.slug: expected lower case letters"),
        ({"measures": []}, "scorecard.measures: expected a list of 1 to 50, found a list of 0"),
        ({"measures": CARD["measures"][:1]}, "scorecard.measures: expected weights that total 100, found 60"),
        ({"measures": [CARD["measures"][0]] * 2}, "scorecard.measures[1].name: expected a name of its own"),
        ({"bands": {"good": 40, "average": 40}}, "scorecard.bands: expected 0 < average < good <= 100"),
        ({"bands": {"good": 101, "average": 40}}, "scorecard.bands: expected 0 < average < good <= 100"),
        ({"bands": {"good": 70}}, "scorecard.bands: expected the field “average”"),
        ({"any_poor_makes_poor": 1}, "scorecard.any_poor_makes_poor: expected true or false"),
        ({"rule": {"fact": "mrr", "op": "lt"}}, "scorecard.rule.value: expected a number"),
        ({"hard_rules": [{"name": "h", "rule": {"fact": "a", "op": "known"}, "band": "good", "reason": "x"}]},
         "scorecard.hard_rules[0].band: expected one of “poor”, “average”"),
        ({"weights": 1}, "scorecard: expected only"),
    ],
)  # fmt: skip
def test_an_error_names_the_place_and_what_was_expected_there(change, message):
    with pytest.raises(ScorecardError) as caught:
        parse({**CARD, **change})
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("good", 4, "good: expected another bound than that of poor"),
        ("good", float("inf"), "good: expected a finite number"),
        ("poor", float("nan"), "poor: expected a finite number"),
        ("poor", -1e300, "poor: expected a bound of at most 1e+15"),
        ("poor", True, "poor: expected a number, found true"),
        ("weight", -20, "weight: expected a weight from 0.01 to 100"),
        ("when_null", "zero", "when_null: expected one of"),
        ("needs", {"fact": "x"}, "needs: expected the field “op”"),
        ("fact", "a b", "fact: expected the name of a fact"),
    ],
)
def test_a_measure_that_cannot_be_is_refused(field, value, message):
    broken = copy.deepcopy(CARD)
    broken["measures"][0][field] = value
    with pytest.raises(ScorecardError) as caught:
        parse(broken)
    assert str(caught.value).startswith(f"scorecard.measures[0].{message}")


def test_the_first_card_whose_rule_holds_is_chosen():
    new, rest = READY_MADE["saas"]
    assert choose([new, rest], {"relationship_days": 89}) is new
    assert choose([new, rest], {"relationship_days": 90}) is rest
    assert choose([new, rest], {}) is rest
    never = Scorecard("never", "Never", rest.measures, Comparison("tenure_days", Op.LT, 0))
    assert choose([never], {"tenure_days": 1}) is None
    assert choose([], {}) is None
