"""Is a day told that brings far more than its weekday does, and no ordinary day?"""

import numpy as np

from tenure.calc.watch.judge import judge, judge_all
from tenure.calc.watch.series import Histories, Series
from tests.unit.calc.watch.lives import FIRST, OFFICE, luck


def test_five_times_a_tuesday_is_told_with_both_figures():
    values = [*[10, 12, 10, 9, 11, 1, 0] * 8, 10, 60]
    found = judge("spike", Series(FIRST, values))
    assert (found.holds, found.now, found.usual, found.since) == (True, 60, 12, FIRST + 57)
    assert judge("spike", Series(FIRST, [*values, 10])).holds is False  # the day after is as usual


def test_a_weekday_is_beside_its_own_kind():
    values = [1, 1, 1, 1, 1, 80, 1] * 10
    assert not any(judge("spike", Series(FIRST, values[:day])).holds for day in range(28, 71))
    assert judge("spike", Series(FIRST, [*values, 80])).holds


def test_what_comes_once_a_week_is_no_spike_on_another_day():
    values = [0, 1, 0, 0, 0, 0, 0] * 10
    assert judge("spike", Series(FIRST, [*values, 1])).holds is False
    assert judge("spike", Series(FIRST, [*values, 4])).holds


def test_an_earlier_spike_hides_no_later_one():
    values = [*[10] * 60, 200, *[10] * 6, 200]
    assert judge("spike", Series(FIRST, values)).holds


def test_growth_and_noise_are_seldom_told():
    chance = luck()
    level = np.resize(OFFICE, 400) * np.linspace(10, 40, 400)
    days = chance.poisson(np.broadcast_to(level, (100, 400)))
    told = sum(int(judge_all("spike", Histories.of(FIRST, days[:, :day])).holds.sum()) for day in range(60, 400))
    assert told / (100 * 340 / 365) < 0.5


def test_four_same_weekdays_must_be_known():
    found = judge("spike", Series(FIRST, [5] * 28))
    assert (found.holds, found.seen, found.needed) == (None, 3, 4)
    assert judge("spike", Series(FIRST, [5] * 28 + [50])).holds


def test_without_anything_before_nothing_is_usual():
    assert judge("spike", Series(FIRST, [*[0] * 100, 50])).holds is None


def test_an_account_of_wild_days_must_do_more():
    calm, wild = [20] * 56, [4, 10, 20, 30, 36] * 12
    assert judge("spike", Series(FIRST, [*calm, 80])).holds
    assert judge("spike", Series(FIRST, [*wild, 80])).holds is False
