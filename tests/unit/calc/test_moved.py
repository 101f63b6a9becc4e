"""Is what moved a score told factor by factor, and does it add up?"""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from tenure.calc.health import from_json, score
from tenure.calc.measure import Measure
from tenure.calc.moved import moved
from tenure.calc.scorecard import Scorecard
from tenure.rules.comparison import Comparison, Op
from tests.unit.calc.strategies import ACCOUNTS, CARDS, PLAIN_CARDS

DAYS = Measure("Days", "Usage", "days", 0, 10, 50)
LAST = Measure("Last", "Usage", "last", 20, 0, 25)
NPS = Measure("NPS", "Relationship", "nps", 0, 10, 25)
CARD = Scorecard("simple", "Simple", (DAYS, LAST, NPS))


def factors(before, after, card=CARD):
    return [(one.measure, one.points, one.cause) for one in moved(score(card, before), score(card, after))]


def test_each_changed_value_moves_its_weight_times_its_change():
    before, after = {"days": 8, "last": 0, "nps": 5}, {"days": 4, "last": 0, "nps": 7}
    told = moved(score(CARD, before), score(CARD, after))
    assert [(one.measure, one.points, one.before, one.after) for one in told] == [("Days", -20, 8, 4), ("NPS", 5, 5, 7)]
    assert told[0].sentence == "Days went from 8 to 4."


def test_what_became_known_carries_the_shift_of_weight_it_gave_the_others():
    # Days and Last make 70 of 100 together; with NPS at 10 of 10 and a quarter of the weight: 77.5.
    before = {"days": 7, "last": 6}
    assert factors(before, before | {"nps": 10}) == [("NPS", 7.5, "became_known")]
    assert factors(before, before | {"nps": 7}) == []
    assert factors(before | {"nps": 10}, before) == [("NPS", -7.5, "became_unknown")]


def test_a_change_and_a_new_fact_at_once_are_told_apart():
    assert factors({"days": 7, "last": 6}, {"days": 5, "last": 6, "nps": 10}) == [
        ("Days", -10, "value"),
        ("NPS", 7.5, "became_known"),
    ]


def test_when_everything_known_became_unknown_each_measure_says_so():
    assert factors({"days": 6}, {"nps": 9}) == [("NPS", 90, "became_known"), ("Days", -60, "became_unknown")]


def test_another_scorecard_is_one_factor():
    other = replace(CARD, slug="other", measures=(replace(DAYS, good=5.0), LAST, NPS))
    facts = {"days": 4, "last": 10, "nps": 5}
    before, after = score(CARD, facts), score(other, facts | {"nps": 7})
    (told,) = moved(before, after)
    assert (told.cause, told.points) == ("scorecard", after.score - before.score)
    assert told.sentence == "Scored with the scorecard “other” instead of “simple”."
    parts = moved(before, after, restated=score(other, facts))
    assert [(one.measure, one.points) for one in parts] == [("Scorecard", 20), ("NPS", 5)]


def test_the_caller_says_how_a_change_is_said():
    def say(fact, before, after):
        return f"{fact}: {before} to {after}"

    def told(before, after, card=CARD, later=CARD):
        found = moved(score(card, before), score(later, after), say=say, card_name=str.upper)
        return {one.measure: one.sentence for one in found}

    assert told({"days": 8, "last": 0}, {"days": 4, "nps": 7}) == {
        "Days": "days: 8 to 4.", "Last": "last: 0 to None.", "NPS": "nps: None to 7."
    }  # fmt: skip
    guarded = replace(CARD, measures=(replace(DAYS, needs=Comparison("nps", Op.GE, 5)), LAST, NPS))
    counting, not_counting = {"days": 8, "last": 5, "nps": 5}, {"days": 6, "last": 5, "nps": 4}
    assert told(counting, not_counting, guarded, guarded)["Days"] == "days: 8 to 6, and no longer counts."
    assert told(not_counting, counting, guarded, guarded)["Days"] == "days: 6 to 8, and counts now."
    other = replace(CARD, slug="other")
    assert told({"days": 4}, {"days": 4}, CARD, replace(other, measures=(replace(DAYS, good=5.0), LAST, NPS))) == {
        "Scorecard": "Scored with the scorecard “OTHER” instead of “SIMPLE”."
    }


def test_new_weights_in_the_same_scorecard_are_a_change_of_the_scorecard():
    changed = replace(CARD, measures=(replace(DAYS, weight=25), replace(LAST, weight=50), NPS))
    facts = {"days": 4, "last": 0, "nps": 5}
    (told,) = moved(score(CARD, facts), score(changed, facts))
    assert (told.cause, told.sentence) == ("scorecard", "The scorecard “simple” was changed.")


def test_without_a_score_at_both_moments_nothing_can_have_moved_it():
    health = score(CARD, {"days": 5})
    assert moved(score(CARD, {}), health) == ()
    assert moved(health, score(CARD, {"days": 5}, former=True)) == ()
    assert moved(health, health) == ()


@given(CARDS | PLAIN_CARDS, ACCOUNTS, ACCOUNTS)
def test_the_factors_add_up_to_the_difference_without_a_rounding_error(card, earlier, later):
    before, after = score(card, earlier), score(card, earlier | later)
    told = moved(before, after)
    if before.score is None or after.score is None:
        assert told == ()
        return
    assert sum(one.points for one in told) == after.score - before.score
    assert all(one.points for one in told)
    assert moved(from_json(before.as_json()), from_json(after.as_json())) == told
    unchanged = {one.measure for one in before.reasons} & {
        one.measure for one in after.reasons if one in before.reasons
    }
    assert not unchanged & {one.measure for one in told if one.before != one.after}


@given(CARDS, CARDS, ACCOUNTS, ACCOUNTS)
def test_they_add_up_when_the_scorecard_changed_too(one, other, earlier, later):
    before, after, restated = score(one, earlier), score(other, later), score(other, earlier)
    for told in (moved(before, after), moved(before, after, restated)):
        if before.score is None or after.score is None:
            assert told == ()
        else:
            assert sum(factor.points for factor in told) == after.score - before.score


@given(PLAIN_CARDS, ACCOUNTS, ACCOUNTS, st.randoms(use_true_random=False))
def test_the_way_back_moves_the_same_points_the_other_way(card, earlier, later, random):
    before, after = score(card, earlier), score(card, later)
    assume(
        {r.measure for r in before.reasons if r.counted != "left_out"}
        == {r.measure for r in after.reasons if r.counted != "left_out"}
    )
    there = {one.measure: one.points for one in moved(before, after)}
    back = {one.measure: one.points for one in moved(after, before)}
    assert all(abs(there.get(name, 0) + back.get(name, 0)) < 0.01 for name in there.keys() | back.keys())
