"""Is a fall told after four weeks of it, and neither noise nor a weekday nor the season for one?"""

import pytest

from tenure.calc.watch.judge import judge, judge_all
from tenure.calc.watch.series import Histories, Series
from tests.unit.calc.watch.lives import FIRST, luck, weekly


def test_four_weeks_at_half_are_told_with_both_figures():
    found = judge("falling", weekly([100] * 8 + [50] * 4))
    assert (found.holds, round(found.now), round(found.usual), found.since) == (True, 50, 100, FIRST + 56)


@pytest.mark.parametrize("low", [1, 2, 3])
def test_fewer_weeks_are_not_told(low):
    assert judge("falling", weekly([100] * 11 + [50] * low)).holds is False


def test_a_fortnight_of_holidays_is_not_told_on_any_day_of_it_or_after():
    values = weekly([100] * 12 + [5, 5] + [100] * 6).values
    assert not any(judge("falling", Series(FIRST, values[:day])).holds for day in range(84, len(values) + 1))


def test_a_fall_of_less_than_thirty_in_a_hundred_is_not_told():
    assert judge("falling", weekly([100] * 8 + [72] * 4)).holds is False
    assert judge("falling", weekly([100] * 8 + [69] * 4)).holds


def test_an_account_of_wild_weeks_must_fall_further():
    wild = [40, 160, 60, 140, 50, 150, 45, 155]
    assert judge("falling", weekly([*wild, 60, 50, 60, 50])).holds is False
    assert judge("falling", weekly([100, 104, 96, 100, 103, 97, 100, 102, 60, 50, 60, 50])).holds


def test_growth_is_no_fall_and_neither_is_a_weekend():
    growing = weekly([round(100 * 1.02**week) for week in range(60)]).values
    assert not any(judge("falling", Series(FIRST, growing[:day])).holds for day in range(84, len(growing)))


def test_the_end_of_a_season_that_ended_so_a_year_ago_as_well_is_not_told():
    year = [100] * 20 + [400] * 20 + [100] * 12
    assert judge("falling", weekly(year[:44])).holds  # nobody knows yet
    assert judge("falling", weekly(year[:44])).knows_season is False
    second = judge("falling", weekly([*year, *year[:44]]))
    assert (second.holds, second.knows_season) == (False, True)
    assert judge("falling", weekly([*year, *year[:40], 40, 40, 40, 40])).holds  # less than the season takes


def test_twelve_weeks_must_be_known():
    found = judge("falling", weekly([100] * 7 + [10] * 4))
    assert (found.holds, found.seen, found.needed) == (None, 7, 8)
    late = weekly([100] * 8 + [10] * 4)
    assert judge("falling", Series(late.first_day, late.values, since=FIRST + 1)).holds is None


def test_who_acts_on_few_days_is_not_judged():
    values = [0, 3, 0, 0, 0, 0, 0] * 12
    found = judge("falling", Series(FIRST, values))
    assert (found.holds, found.seen >= found.needed) == (None, True)


def test_noise_around_a_level_is_seldom_told():
    days = luck().poisson(8, (100, 730))
    began = 0
    before = judge_all("falling", Histories.of(FIRST, days[:, :365])).holds
    for day in range(366, 731):
        now = judge_all("falling", Histories.of(FIRST, days[:, :day])).holds
        began += int((now & ~before).sum())
        before = now
    assert began / 100 < 0.2  # a year and account
