"""Is silence told when it is longer than an account's own gaps allow, and not before?"""

from itertools import pairwise

import numpy as np
import pytest

from tenure.calc.watch.judge import judge
from tenure.calc.watch.series import Series
from tests.unit.calc.watch.lives import FIRST, every, luck


def test_two_tuesdays_without_a_push_after_a_year_of_them_are_told_on_the_ninth_day():
    told = [judge("stopped", every(7, 53, quiet)).holds for quiet in range(15)]
    # With n complete days of silence behind it, today is day n + 1 after the last Tuesday.
    assert told == [False] * 8 + [True] * 7
    found = judge("stopped", every(7, 53, 8))
    assert (found.now, found.usual, found.limit, found.since) == (9, 7, 8.75, FIRST + 52 * 7 + 1)


def test_an_account_that_always_sends_monthly_is_not_told_of():
    assert not any(judge("stopped", every(30, 13, quiet)).holds for quiet in range(37))
    assert judge("stopped", every(30, 13, 37)).holds


def test_eight_gaps_must_have_been_seen():
    found = judge("stopped", every(7, 8, 60))
    assert (found.holds, found.seen, found.needed, found.since) == (None, 7, 8, None)
    assert judge("stopped", every(7, 9, 60)).holds


def test_nothing_at_all_is_not_judged():
    assert judge("stopped", Series(FIRST, [])).holds is None
    assert judge("stopped", Series(FIRST, [0] * 400)).holds is None


def test_one_holiday_in_the_year_makes_the_account_no_more_patient():
    values = list(every(7, 53, 8).values)
    values[7 * 30] = values[7 * 31] = 0
    assert judge("stopped", Series(FIRST, values)).limit == 8.75


def test_weekends_and_a_long_easter_are_no_silence_of_who_works_every_weekday():
    values = [1, 1, 1, 1, 1, 0, 0] * 40 + [1, 1, 1, 1]  # up to Maundy Thursday
    told = [judge("stopped", Series(FIRST, values + [0] * quiet)).holds for quiet in range(8)]
    assert told == [False] * 6 + [True] * 2  # the fourth quiet day is Easter Monday


def test_the_more_irregular_an_account_the_more_patience_it_gets():
    regular, irregular = every(7, 53, 0), Series(FIRST, (luck().random(400) < 1 / 7).astype(int).tolist())
    assert judge("stopped", irregular).limit > 2 * judge("stopped", regular).limit


def test_an_account_that_acts_at_random_is_seldom_told_of():
    values = (luck().random((60, 800)) < 1 / 6).astype(int)
    began = 0
    for row in values.tolist():
        held = [bool(judge("stopped", Series(FIRST, row[:day])).holds) for day in range(400, 800)]
        began += sum(now and not before for before, now in pairwise(held))
    assert began / (60 * 400 / 365) < 0.9  # 0.4 by the bench


def test_what_came_today_ends_the_silence_at_once():
    silent = every(7, 53, 20)
    found = judge("stopped", Series(FIRST, silent.values, acted_today=True))
    assert (found.holds, found.now) == (False, 0)


@pytest.mark.parametrize("more", [1, 30, 300])
def test_silence_goes_on_being_told_while_its_gaps_are_remembered(more):
    assert judge("stopped", every(7, 53, 9 + more)).holds


def test_days_before_the_account_began_are_no_gap():
    values = np.zeros(400)
    values[[0, *range(300, 400, 7)]] = 1  # one stray day long before
    found = judge("stopped", Series(FIRST, values.tolist(), since=FIRST + 250))
    assert (found.seen, found.usual) == (14, 7)
