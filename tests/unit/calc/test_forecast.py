"""Is a renewal forecast as its docstring says, and does a member's word always win?"""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.band import USUAL_BANDS
from tenure.calc.forecast import FORECASTS, SENTENCES, SHARES, Known, Word, outlook, weighted

GOOD = Known("good", 85.0, left=40)
AVERAGE = Known("average", 55.0, left=40)
POOR = Known("poor", 22.9, left=40)
ADA = Word("commit", "Ada", date(2026, 5, 1))


@pytest.mark.parametrize(
    ("known", "forecast", "reason"),
    [
        (GOOD, "commit", "Health is good, at 85."),
        (AVERAGE, "likely", "Health is average, at 55."),
        (POOR, "at_risk", "Health is poor, at 22."),
        (replace(GOOD, notice_given=True), "at_risk", "Notice was given."),
        (replace(GOOD, is_thin=True), "likely", "Health is good, but little of it is known."),
        (replace(GOOD, left=181), "likely", "Health is good; it is too early to be sure."),
        (replace(GOOD, left=180), "commit", "Health is good, at 85."),
        (replace(GOOD, fell=12.0), "likely", "Health fell by 12 points in four weeks."),
        (replace(GOOD, fell=25.0), "likely", "Health fell by 25 points in four weeks."),
        (replace(AVERAGE, fell=20.0), "at_risk", "Health fell by 20 points in four weeks, to 55."),
        (replace(AVERAGE, fell=19.9), "likely", "Health fell by 20 points in four weeks."),
        (Known("none", left=40), "likely", "Nothing is known yet of how it is doing."),
    ],
)  # fmt: skip
def test_health_and_terms_suggest_a_forecast_and_say_why(known, forecast, reason):
    found = outlook(known)
    assert (found.forecast, found.reason) == (forecast, reason)


def test_a_contract_that_renews_itself_is_sure_once_the_last_day_for_notice_has_passed():
    bound = replace(POOR, renews_itself=True, notice_left=-1)
    assert outlook(bound).forecast == "commit"
    assert outlook(replace(bound, notice_left=0)).forecast == "at_risk", "notice may still be given today"
    assert outlook(replace(bound, renews_itself=False)).forecast == "at_risk"
    assert outlook(replace(bound, notice_left=None)).forecast == "at_risk"
    assert outlook(replace(bound, notice_given=True)).forecast == "at_risk"


def test_a_word_says_whose_it_is_and_since_when():
    found = outlook(POOR, ADA)
    assert (found.forecast, found.suggested) == ("commit", "at_risk")
    assert found.reason == "Ada said so on 2026-05-01."


def knowns():
    scores = st.one_of(st.none(), st.floats(0, 100))
    return scores.flatmap(
        lambda score: st.builds(
            Known,
            band=st.just("none" if score is None else USUAL_BANDS.band(score)),
            score=st.just(score),
            is_thin=st.booleans(),
            fell=st.floats(0, 60),
            left=st.integers(0, 800),
            notice_given=st.booleans(),
            notice_left=st.one_of(st.none(), st.integers(-100, 400)),
            renews_itself=st.sampled_from([None, True, False]),
        )
    )


@given(knowns(), st.sampled_from(FORECASTS))
def test_a_members_word_always_wins(known, forecast):
    assert outlook(known, Word(forecast, "Ada", date(2026, 5, 1))).forecast == forecast


@given(knowns())
def test_every_forecast_has_a_reason_that_can_be_said(known):
    found = outlook(known)
    assert found.forecast in FORECASTS
    assert "%" not in found.reason


@given(knowns())
def test_notice_never_makes_a_renewal_surer(known):
    assert outlook(replace(known, notice_given=True)).forecast == "at_risk"


@given(knowns(), st.floats(0, 100))
def test_a_higher_score_never_makes_a_renewal_less_sure(known, score):
    lower, higher = sorted((score, known.score if known.score is not None else 0.0))
    found = [
        FORECASTS.index(outlook(replace(known, score=one, band=USUAL_BANDS.band(one))).forecast)
        for one in (lower, higher)
    ]
    assert found[1] <= found[0]


@given(knowns(), st.floats(0, 60))
def test_a_deeper_fall_never_makes_a_renewal_surer(known, fell):
    less, more = sorted((known.fell, fell))
    found = [FORECASTS.index(outlook(replace(known, fell=one)).forecast) for one in (less, more)]
    assert found[0] <= found[1]


@given(st.integers(0, 10**12))
def test_what_is_counted_on_is_never_more_than_all_and_the_surer_the_more(amount):
    counted = [weighted(amount, one) for one in FORECASTS]
    assert all(0 <= one <= amount for one in counted)
    assert all(surer >= other for surer, other in pairwise(counted))


def test_every_reason_has_a_sentence_and_every_forecast_a_share():
    assert set(SHARES) == set(FORECASTS)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
    assert weighted(1_000, "likely", {"commit": 100, "likely": 50, "at_risk": 0}) == 500
