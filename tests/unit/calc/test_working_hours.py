"""When does somebody's next working time begin, also on the days on which clocks are moved?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.working_hours import WorkingHours
from tenure.values.zone import time_in


def hours(zone="Europe/Amsterdam", starts_at=9, ends_at=17, days="12345", away=()):
    return WorkingHours(zone, starts_at, ends_at, days, lambda day: day in away)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "at_once", "daily"),
    [
        ("2026-11-20T10:00", "2026-11-20T10:00", "2026-11-23T08:00"),  # a Friday in winter, at eleven there
        ("2026-11-20T07:59", "2026-11-20T08:00", "2026-11-20T08:00"),  # a minute early
        ("2026-11-20T08:00", "2026-11-20T08:00", "2026-11-20T08:00"),
        ("2026-11-20T16:00", "2026-11-23T08:00", "2026-11-23T08:00"),  # five there: over, and the weekend before it
        ("2026-07-17T15:00", "2026-07-20T07:00", "2026-07-20T07:00"),  # in summer it is five there an hour earlier
        ("2026-10-23T16:00", "2026-10-26T08:00", "2026-10-26T08:00"),  # clocks went back on Sunday
        ("2026-03-27T16:30", "2026-03-30T07:00", "2026-03-30T07:00"),  # and forward on that Sunday
    ],
)
def test_what_happens_is_told_in_working_hours(moment, at_once, daily):
    assert hours().next_within(at(moment)) == at(at_once)
    assert hours().next_start(at(moment)) == at(daily)


def test_it_is_the_members_own_clock_that_counts():
    evening = at("2026-11-23T22:00")
    assert hours(zone="America/New_York").next_within(evening) == at("2026-11-24T14:00")
    assert hours(zone="Asia/Kolkata").next_within(evening) == at("2026-11-24T03:30")
    assert hours(zone="nowhere").next_within(evening) == at("2026-11-24T09:00")


def test_an_hour_that_never_comes_begins_when_the_clocks_go_on():
    night = hours(starts_at=2, ends_at=3, days="7")
    assert night.next_start(at("2026-03-28T12:00")) == at("2026-03-29T01:00")


def test_an_hour_that_comes_twice_is_worked_both_times():
    night = hours(starts_at=2, ends_at=3, days="7")
    assert night.next_start(at("2026-10-24T12:00")) == at("2026-10-25T00:00")
    assert night.next_within(at("2026-10-25T01:30")) == at("2026-10-25T01:30")


def test_days_away_are_not_worked():
    away = [date(2026, 11, 23), date(2026, 11, 24)]
    assert hours(away=away).next_within(at("2026-11-23T10:00")) == at("2026-11-25T08:00")


def test_who_is_away_for_good_has_no_next_time():
    class Ever:
        def __contains__(self, day):
            return True

    assert hours(away=Ever()).next_within(at("2026-11-23T10:00")) is None
    assert hours(days="").next_start(at("2026-11-23T10:00")) is None


ZONES = ["UTC", "Europe/Amsterdam", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"]


@given(
    moment=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)).map(lambda one: one.replace(tzinfo=UTC)),
    zone=st.sampled_from(ZONES),
    starts_at=st.integers(0, 23),
    length=st.integers(1, 24),
    days=st.sets(st.sampled_from("1234567"), min_size=1).map(lambda some: "".join(sorted(some))),
)
def test_it_is_never_before_and_at_most_a_week_and_two_hours_later(moment, zone, starts_at, length, days):
    mine = hours(zone, starts_at, min(24, starts_at + length), days)
    found = mine.next_within(moment)
    assert moment <= found <= moment + timedelta(days=8, hours=2)
    if found != moment:
        there = time_in(found, zone)
        assert str(there.isoweekday()) in days
        assert there.hour in {starts_at, starts_at + 1}  # an hour that never comes begins an hour later
    assert mine.next_start(moment) >= found
