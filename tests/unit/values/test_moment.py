"""Is a moment what every window counts back from?"""

from datetime import UTC, date, datetime

import pytest

from tenure.values.moment import Moment, day_key, day_of


def test_a_bare_date_means_the_end_of_that_day():
    moment = Moment.parse("2026-03-01")
    assert moment.at == datetime(2026, 3, 2, tzinfo=UTC)
    assert moment.date == date(2026, 3, 1)
    assert moment.isoformat() == "2026-03-01"


def test_at_the_end_of_a_day_windows_and_days_since_count_from_neighbouring_days():
    moment = Moment.parse("2026-03-01")
    assert moment.window_day == moment.day + 1


def test_inside_a_day_both_count_from_that_day():
    moment = Moment.parse("2026-03-01T14:30:00Z")
    assert moment.window_day == moment.day == day_key(date(2026, 3, 1))


def test_a_time_in_another_zone_is_kept_as_utc():
    assert Moment.parse("2026-03-01T01:00:00+02:00").isoformat() == "2026-02-28T23:00:00Z"


def test_a_time_without_a_zone_is_utc():
    assert Moment.parse("2026-03-01T01:00:00") == Moment.parse("2026-03-01T01:00:00Z")


def test_a_text_that_is_no_date_is_refused_with_an_example():
    with pytest.raises(ValueError, match="“soon” is not a date: write 2026-03-01"):
        Moment.parse("soon")


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        Moment(datetime(2026, 3, 1))


def test_day_keys_go_there_and_back():
    assert day_key(date(1970, 1, 1)) == 0
    assert day_of(day_key(date(2026, 7, 14))) == date(2026, 7, 14)
