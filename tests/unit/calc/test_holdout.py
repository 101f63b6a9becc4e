"""Do two groups differ, and how many accounts does it take to tell? Against published figures and by trial."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.holdout import (
    Left,
    Sums,
    _t,
    answer,
    difference_of_means,
    difference_of_rates,
    needed,
    smallest,
)

GROUPS = st.integers(1, 5_000).flatmap(lambda n: st.builds(Left, st.just(n), st.integers(0, n)))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [  # Newcombe 1998, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_the_interval_of_two_rates_is_the_published_one(one, other, low, high):
    found = difference_of_rates(Left(other[1], other[0]), Left(one[1], one[0]))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_telling_four_from_six_per_cent_takes_about_thirteen_thousand():
    assert needed(0.041, 0.060, 0.10) == pytest.approx(13_000, rel=0.03)


def test_two_halves_take_what_a_textbook_says():
    # Without the correction for continuity: 0.6 against 0.7 at 80 % takes 353 or 354 a group.
    assert needed(0.7, 0.6, 0.5) / 2 == pytest.approx(353.5, abs=1)


@pytest.mark.parametrize(("freedom", "percentile"), [(3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (1e9, 1.960)])
def test_students_t_is_that_of_the_tables(freedom, percentile):
    assert _t(freedom) == pytest.approx(percentile, abs=0.011)


def test_means_are_told_apart_as_welch_does():
    """As scipy 1.17 has it: ttest_ind(x, y, equal_var=False).confidence_interval(0.95), with 7.05 degrees."""
    x, y = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9], [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0]
    found = difference_of_means(_sums(x), _sums(y))
    assert (found.low, found.high) == pytest.approx((-6.696094, 1.696094), abs=0.003)


def test_of_sixty_accounts_nothing_can_be_told():
    assert smallest(60, 0.06, 0.10) is None
    assert answer(Left(54, 2), Left(6, 1), 13_000) == "too few"


def test_the_smallest_difference_is_just_what_the_accounts_allow():
    step = smallest(14_000, 0.06, 0.10)
    assert needed(0.06 - step, 0.06, 0.10) <= 14_000
    assert needed(0.06 - step * 0.99, 0.06, 0.10) > 14_000


def test_a_play_that_drives_accounts_away_is_said_to_harm():
    assert answer(Left(9_000, 810), Left(1_000, 50), 5_000) == "harms"
    assert answer(Left(9_000, 369), Left(1_000, 60), 5_000) == "helps"
    assert answer(Left(9_000, 500), Left(1_000, 56), 5_000) == "unclear"


def test_looking_before_the_planned_number_is_in_tells_nothing():
    assert answer(Left(9_000, 369), Left(1_000, 60), 13_000) == "too few"


@given(GROUPS, GROUPS)
def test_the_interval_holds_what_was_seen_and_turns_round_with_the_groups(one, other):
    found, turned = difference_of_rates(one, other), difference_of_rates(other, one)
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert (found.low, found.high) == pytest.approx((-turned.high, -turned.low))


def test_of_two_groups_that_are_alike_a_difference_is_told_one_time_in_twenty():
    luck = random.Random(5)
    told = 0
    for _ in range(2_000):
        groups = [Left(400, sum(luck.random() < 0.06 for _ in range(400))) for _ in range(2)]
        told += difference_of_rates(*groups).is_told
    assert 0.02 <= told / 2_000 <= 0.06


def test_a_difference_that_was_planned_for_is_seen_four_times_in_five():
    luck = random.Random(6)
    accounts = needed(0.10, 0.14, 0.5)
    alone = accounts // 2
    seen = 0
    for _ in range(500):
        acted = Left(accounts - alone, sum(luck.random() < 0.10 for _ in range(accounts - alone)))
        left = Left(alone, sum(luck.random() < 0.14 for _ in range(alone)))
        seen += difference_of_rates(acted, left).is_told
    assert 0.74 <= seen / 500 <= 0.86


def _sums(values) -> Sums:
    return Sums(len(values), sum(values), sum(value * value for value in values))
