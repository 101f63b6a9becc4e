"""When a repeating task is due again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.recurrence import DAYS, MONTHS, day_kept, due_again, months_later

JANUARY_31 = date(2026, 1, 31)


def series(due, repeat, count):
    """The dates that come, one after the other, as tasks make them: each remembers the day that the first began with."""
    day = due.day
    for _ in range(count):
        due = due_again(due, repeat, after=due, day=day)
        yield due


def test_the_end_of_the_month_stays_the_end_of_the_month():
    assert list(series(JANUARY_31, "monthly", 3)) == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_a_leap_day_comes_back_in_leap_years():
    assert list(series(date(2024, 2, 29), "yearly", 4)) == [
        date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29),
    ]  # fmt: skip


def test_a_quarter_is_three_months():
    assert list(series(date(2026, 11, 30), "quarterly", 2)) == [date(2027, 2, 28), date(2027, 5, 30)]


@pytest.mark.parametrize(("repeat", "days"), [("daily", 1), ("weekly", 7), ("fortnightly", 14)])
def test_days_are_counted_across_months(repeat, days):
    assert due_again(JANUARY_31, repeat, after=JANUARY_31) == JANUARY_31 + timedelta(days=days)


def test_what_is_finished_late_does_not_come_overdue():
    assert due_again(date(2026, 1, 5), "weekly", after=date(2026, 3, 4)) == date(2026, 3, 9)


def test_what_is_finished_early_comes_after_its_own_day():
    assert due_again(date(2026, 3, 31), "monthly", after=date(2026, 3, 2)) == date(2026, 4, 30)


def test_what_never_repeats_is_not_due_again():
    assert due_again(JANUARY_31, "", after=JANUARY_31) is None


def test_a_word_that_is_no_repetition_is_refused():
    with pytest.raises(ValueError, match="hourly"):
        due_again(JANUARY_31, "hourly", after=JANUARY_31)


DATES = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(due=DATES, after=DATES, repeat=st.sampled_from([*DAYS, *MONTHS]))
def test_the_next_date_is_the_first_of_the_series_after_both(due, after, repeat):
    after = min(after, due + timedelta(days=2_000))
    found = due_again(due, repeat, after=after)
    one, day = due, due.day
    while one <= max(due, after):
        one = due_again(one, repeat, after=one, day=day)
    assert found == one


@given(first=DATES, step=st.sampled_from(list(MONTHS.values())))
def test_a_series_of_months_keeps_the_day_it_began_with_though_each_knows_only_the_one_before(first, step):
    due = first
    for count in range(1, 30):
        due = months_later(due, step, day_kept(due, first))
        assert due == months_later(first, step * count, first.day)


@pytest.mark.parametrize("repeat", ["daily", "weekly", "monthly", "yearly"])
def test_where_the_calendar_ends_nothing_is_due_again(repeat):
    assert due_again(date.max, repeat, after=date(2026, 1, 1)) is None
