"""Is growth that stopped told after eight weeks, not before week six, and not of who stops each year?"""

import pytest

from tenure.calc.watch.judge import judge, judge_all
from tenure.calc.watch.series import Histories, Series
from tests.unit.calc.watch.lives import FIRST, luck, weekly

GROWN = [round(1000 * 1.03**week) for week in range(30)]


def told_after(weeks: list[int], stopped: int) -> int | None:
    """Days from the end of week ``stopped`` until it is told."""
    values = weekly(weeks).values
    days = range(7 * stopped, len(values) + 1)
    return next((day - 7 * stopped for day in days if judge("stagnating", Series(FIRST, values[:day])).holds), None)


def test_downloads_flat_for_eight_weeks_against_the_own_growth_are_told_with_the_figures():
    found = judge("stagnating", weekly(GROWN + [GROWN[-1]] * 8))
    assert found.holds
    assert (round(found.now), found.since) == (GROWN[-1], FIRST + 30 * 7)
    assert found.usual == pytest.approx(GROWN[-1] * 1.03**6.5, rel=0.03)


@pytest.mark.parametrize("pace", [1.01, 1.02, 1.05, 1.1])
def test_it_is_told_in_week_eight_and_not_before_week_six(pace):
    grown = [round(10_000 * pace**week) for week in range(30)]
    assert 42 <= told_after(grown + [grown[-1]] * 12, 30) <= 56


def test_growth_that_goes_on_is_not_told():
    assert told_after([round(1000 * 1.02**week) for week in range(90)], 20) is None


def test_who_lost_some_at_once_and_grows_on_as_before_is_not_told():
    assert told_after([*GROWN, *(round(0.75 * 1000 * 1.03**week) for week in range(30, 50))], 30) is None


def test_who_never_grew_has_nothing_to_miss():
    assert told_after([1000] * 60, 20) is None
    assert told_after([round(1000 * 0.98**week) for week in range(60)], 20) is None


def test_a_seasonal_business_is_not_told_of_in_its_season():
    year = [*[300] * 12, *[300 + 40 * week for week in range(20)], *[1080] * 12, *[300] * 8]
    assert told_after(year[:44], 32) is not None  # nobody knows yet, and the verdict says so
    assert judge("stagnating", weekly(year[:41])).knows_season is False
    assert told_after([*year, *year[:44]], 84) is None


def test_a_grower_that_grew_a_year_ago_as_well_is_told_of():
    long = [round(1000 * 1.01**week) for week in range(90)]
    assert 42 <= told_after(long + [long[-1]] * 12, 90) <= 63
    assert judge("stagnating", weekly(long + [long[-1]] * 9)).knows_season


def test_twenty_weeks_must_be_known():
    found = judge("stagnating", weekly(GROWN[:19]))
    assert (found.holds, found.seen, found.needed) == (None, 11, 12)
    assert judge("stagnating", weekly(GROWN[:20])).holds is False


def test_noise_makes_it_late_but_hardly_early():
    chance = luck()
    weeks = [400 * 1.03**week for week in range(30)]
    weeks += [weeks[-1]] * 12
    days = chance.poisson([weekly(weeks).values] * 100)
    first = [None] * 100
    for day in range(30 * 7, days.shape[1] + 1):
        for row, holds in enumerate(judge_all("stagnating", Histories.of(FIRST, days[:, :day])).holds):
            first[row] = day - 30 * 7 if holds and first[row] is None else first[row]
    found = [delay for delay in first if delay is not None]
    assert len(found) > 80
    assert sum(delay < 42 for delay in found) < 8  # 1 on average
