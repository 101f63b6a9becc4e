"""Is health what the scorecard says, and do its reasons add up?"""

import contextlib
import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tenure.calc.band import Bands, HardRule
from tenure.calc.health import Health, HealthError, Override, from_json, score
from tenure.calc.measure import Measure
from tenure.calc.scorecard import Scorecard
from tenure.rules.comparison import Comparison, Op
from tests.unit.calc.strategies import ACCOUNTS, CARDS, FACTS, MINIMUMS, NUMBERS, OVERRIDES, PLAIN_CARDS
from tests.unit.rules.strategies import JSON

DAYS = Measure("Days", "Usage", "active_days_28", 0, 10, 60)
LAST = Measure("Last", "Usage", "last_event_days", 20, 0, 40)
CARD = Scorecard("simple", "Simple", (DAYS, LAST))
RANK = {"none": -1, "poor": 0, "average": 1, "good": 2}
MEMBER = Override("good", "They told us why", "member 3", datetime(2026, 5, 1, tzinfo=UTC))


def card(*measures: Measure, **more) -> Scorecard:
    return Scorecard("simple", "Simple", measures or (DAYS, LAST), **more)


def test_each_measure_wins_its_part_of_its_weight():
    health = score(CARD, {"active_days_28": 5, "last_event_days": 5})
    assert health.score == 60
    assert health.band == health.computed_band == "average"
    assert [(r.measure, r.value, r.points, r.lost) for r in health.reasons] == [
        ("Days", 5, 30, 30),
        ("Last", 5, 30, 10),
    ]
    assert (health.scorecard, health.coverage, health.thin) == ("simple", 1.0, False)


@pytest.mark.parametrize(
    ("days", "points"), [(-3, 0), (0, 0), (5, 30), (10, 60), (500, 60), (True, 6), (Decimal(5), 30)]
)
def test_beyond_its_bounds_a_measure_neither_wins_nor_loses_more(days, points):
    health = score(CARD, {"active_days_28": days, "last_event_days": 20})
    assert health.score == points


@pytest.mark.parametrize(
    "value", [None, float("nan"), float("inf"), Decimal("NaN"), Decimal("1e999"), 10**400, "9", [9]]
)
def test_what_is_no_finite_number_is_unknown_and_the_rest_is_weighed_again(value):
    health = score(CARD, {"active_days_28": value, "last_event_days": 5})
    assert health.score == 75
    assert health.coverage == 0.4
    left = health.reasons[-1]
    assert (left.measure, left.value, left.points, left.lost, left.counted) == ("Days", None, 0, 0, "left_out")


def test_an_unknown_fact_can_count_as_the_middle_of_the_average_band():
    average = Measure("Days", "Usage", "active_days_28", 0, 10, 60, "average")
    assert score(card(average, LAST), {"last_event_days": 0}).score == 0.55 * 60 + 40
    wide = score(card(average, LAST, bands=Bands(80, 40)), {"last_event_days": 0})
    assert wide.score == 0.6 * 60 + 40


def test_an_unknown_fact_can_count_as_poor():
    health = score(card(Measure("Days", "Usage", "active_days_28", 0, 10, 60, "poor"), LAST), {"last_event_days": 0})
    assert health.score == 40
    assert health.reasons[0].lost == 60
    assert health.coverage == 0.4


def test_a_measure_whose_guard_does_not_hold_is_unknown():
    guarded = Measure("Days", "Usage", "active_days_28", 0, 10, 60, needs=Comparison("events_28", Op.GE, 20))
    facts = {"active_days_28": 5, "last_event_days": 0}
    assert score(card(guarded, LAST), facts | {"events_28": 19}).score == 100
    assert score(card(guarded, LAST), facts | {"events_28": 20}).score == 70


@pytest.mark.parametrize(("days", "band"), [(0.0, "average"), (5.0, "good"), (-0.0, "average"), (4.99, "average")])
def test_the_lower_bound_belongs_to_the_band(days, band):
    assert score(CARD, {"active_days_28": days, "last_event_days": 0}).band == band


def test_a_score_right_on_a_bound_is_not_lost_to_rounding():
    thirds = tuple(Measure(f"M{n}", "G", f"f{n}", 0, 3, weight) for n, weight in enumerate((30, 30, 30, 10)))
    seventy = score(card(*thirds), {"f0": 2.1, "f1": 2.1, "f2": 2.1})
    assert (seventy.score, seventy.band) == (70, "good")


def test_one_poor_measure_makes_poor_where_the_card_says_so():
    facts = {"active_days_28": 3.9, "last_event_days": 0}
    assert score(CARD, facts).band == "average"
    health = score(card(any_poor_makes_poor=True), facts)
    assert health.band == "poor"
    assert [cap.reason for cap in health.caps] == ["Days is poor, which alone makes the account poor."]
    assert score(card(any_poor_makes_poor=True), facts | {"active_days_28": 4.0}).band == "average"


def test_a_hard_rule_caps_the_band_and_leaves_the_score():
    best = {"active_days_28": 10, "last_event_days": 0, "gone": True}
    average = HardRule("gone", Comparison("gone", Op.EQ, True), "average", "The champion has gone.")
    poor = HardRule("notice", Comparison("gone", Op.EQ, True), "poor", "Notice was given.")
    health = score(card(hard_rules=(average,)), best)
    assert (health.score, health.band, health.cause) == (100, "average", "The champion has gone.")
    both = score(card(hard_rules=(average, poor)), best)
    assert (both.band, both.cause, len(both.caps)) == ("poor", "Notice was given.", 2)
    assert score(card(hard_rules=(average, poor)), best | {"gone": None}).band == "good"
    assert score(card(hard_rules=(average,)), {"gone": True}).band == "none"
    assert score(card(hard_rules=(poor,)), {"gone": True}).band == "poor"


def test_below_its_minimum_an_account_is_poor_and_says_both_numbers():
    facts = {"active_days_28": 5, "last_event_days": 6}
    assert score(CARD, facts).band == "average"
    health = score(CARD, facts, minimum=60)
    assert (health.score, health.band, health.computed_band) == (58, "poor", "poor")
    assert health.cause == "The score of 58 is below this account's minimum of 60."
    assert score(CARD, facts, minimum=58).band == "average"


def test_an_override_stands_beside_the_computed_band():
    health = score(CARD, {"active_days_28": 5, "last_event_days": 6}, minimum=60, override=MEMBER)
    assert (health.band, health.computed_band, health.score) == ("good", "poor", 58)
    assert health.override == MEMBER
    assert health.cause == "Set by a member: They told us why"


def test_without_data_there_is_a_band_of_its_own():
    health = score(card(Measure("Days", "Usage", "active_days_28", 0, 10, 60, "poor"), LAST), {"mrr": 5}, minimum=60)
    assert (health.score, health.band, health.thin, health.coverage) == (None, "none", False, 0.0)
    assert [reason.counted for reason in health.reasons] == ["left_out", "left_out"]
    assert score(None, {}).band == "none"
    assert score(CARD, {}, override=MEMBER).band == "good"


def test_a_score_with_less_than_30_percent_of_its_weight_known_is_thin():
    thirty = tuple(Measure(f"M{n}", "G", f"f{n}", 0, 1, weight) for n, weight in enumerate((30, 29, 41)))
    assert score(card(*thirty), {"f0": 1}).thin is False
    assert score(card(*thirty), {"f1": 1}).thin is True


def test_who_has_left_has_no_score_and_no_override_changes_that():
    health = score(CARD, {"active_days_28": 10}, former=True, minimum=60, override=MEMBER)
    assert (health.score, health.band, health.computed_band, health.reasons) == (None, "former", "former", ())


def test_sentences_come_from_whoever_knows_the_facts():
    health = score(CARD, {"active_days_28": 5}, say=lambda fact, value: f"{fact} = {value}")
    assert [reason.sentence for reason in health.reasons] == ["active_days_28 = 5", "last_event_days = None"]
    assert health.cause == "active_days_28 = 5"


@given(CARDS, ACCOUNTS, MINIMUMS, OVERRIDES)
def test_points_add_up_to_the_score_without_a_rounding_error(card, facts, minimum, override):
    health = score(card, facts, minimum=minimum, override=override)
    points = [reason.points for reason in health.reasons]
    lost = [reason.lost for reason in health.reasons]
    assert all(some >= 0 for some in points + lost)
    assert {reason.measure for reason in health.reasons} == {measure.name for measure in card.measures}
    assert health.briefly().cause == health.cause
    if health.score is None:
        assert sum(points) == sum(lost) == 0
        return
    assert sum(points) == sum(reversed(points)) == health.score
    assert sum(lost) == 100 - health.score
    assert 0 <= health.score <= 100
    counted = [reason.lost for reason in health.reasons if reason.counted != "left_out"]
    assert counted == sorted(counted, reverse=True)


@given(CARDS, ACCOUNTS)
def test_the_score_is_the_weighed_mean_to_a_thousandth_of_a_point(card, facts):
    health = score(card, facts)
    used = [reason for reason in health.reasons if reason.counted != "left_out"]
    whole = sum(reason.weight for reason in used)
    for reason in used:
        share = 100 * reason.weight / whole
        assert abs(reason.points + reason.lost - share) < 0.003
        if reason.counted == "known":
            part = min(1, max(0, (reason.value - reason.poor) / (reason.good - reason.poor)))
            assert abs(reason.points - share * part) < 0.002


@given(PLAIN_CARDS, ACCOUNTS, st.sampled_from(FACTS), NUMBERS, NUMBERS)
def test_a_better_value_never_lowers_the_score(card, facts, fact, one, other):
    measure = next((measure for measure in card.measures if measure.fact == fact), None)
    first, second = score(card, facts | {fact: one}), score(card, facts | {fact: other})
    values = [next((r.value for r in health.reasons if r.fact == fact), None) for health in (first, second)]
    assume(measure is not None and None not in values)
    if measure.direction == "lower":
        values = [-value for value in values]
    if values[0] <= values[1]:
        assert first.score <= second.score
        assert RANK[first.band] <= RANK[second.band]
    else:
        assert first.score >= second.score


@given(CARDS, ACCOUNTS, MINIMUMS, OVERRIDES.filter(bool), st.booleans())
def test_an_override_never_changes_what_is_computed(card, facts, minimum, override, former):
    with_it = score(card, facts, minimum=minimum, override=override, former=former)
    without = score(card, facts, minimum=minimum, former=former)
    assert with_it.computed_band == without.computed_band == without.band
    assert (with_it.score, with_it.reasons, with_it.caps) == (without.score, without.reasons, without.caps)
    assert with_it.band == ("former" if former else override.band)


@given(CARDS, ACCOUNTS, st.integers(0, 100))
def test_caps_only_ever_lower_the_band(card, facts, minimum):
    health = score(card, facts, minimum=minimum)
    if health.score is not None:
        assert RANK[health.computed_band] <= RANK[card.bands.band(health.score)]
        assert (health.computed_band == card.bands.band(health.score)) or health.caps


@given(CARDS, ACCOUNTS, MINIMUMS, OVERRIDES, st.booleans())
def test_health_survives_the_way_through_json(card, facts, minimum, override, former):
    health = score(card, facts, minimum=minimum, override=override, former=former, say=lambda fact, value: "é")
    assert from_json(json.loads(json.dumps(health.as_json(), allow_nan=False))) == health


def test_an_override_with_its_expiry_survives_the_way_through_json():
    health = score(CARD, {"active_days_28": 5}, override=MEMBER)
    assert from_json(json.loads(json.dumps(health.as_json()))) == health


@given(JSON | st.fixed_dictionaries({}, optional={"score": JSON, "band": JSON | st.just("good"), "computed_band": JSON | st.just("good"), "reasons": JSON, "caps": JSON, "override": JSON}))  # fmt: skip
def test_whatever_json_comes_only_the_named_error_leaves(data):
    with contextlib.suppress(HealthError):
        assert isinstance(from_json(data), Health)


@pytest.mark.parametrize(
    "data",
    [
        {"score": 1, "band": "great", "computed_band": "good"},
        {"band": "good"},
        {"score": float("nan"), "band": "good", "computed_band": "good"},
    ],
)
def test_stored_health_that_cannot_be_is_refused(data):
    with pytest.raises(HealthError):
        from_json(data)
