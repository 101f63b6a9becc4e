"""Is a date read as it was meant, and a slip as a slip?"""

import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.sources.dates import detect_order, parse_date, parse_moment
from tenure.sources.month_names import month_number
from tenure.sources.problems import CellError


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-03-04", "dmy"),
        ("2026/3/4", "mdy"),
        ("20260304", "ymd"),
        ("04.03.2026", "dmy"),
        ("4/3/26", "dmy"),
        ("03/04/2026", "mdy"),
        ("3-4-2026", "mdy"),
        ("26-03-04", "ymd"),
        ("4 Mar 2026", "mdy"),
        ("4-March-2026", "ymd"),
        ("March 4, 2026", "dmy"),
        ("Mar 4th 2026", "dmy"),
        (" 2026-03-04 10:30 ", "ymd"),
        ("2026-03-04T10:30:00Z", "ymd"),
        ("4/3/2026 11:30 PM", "dmy"),
        ("4 maart 2026", "dmy"),
        ("4-mrt-26", "dmy"),
        ("4. März 2026", "dmy"),
        ("4. Maerz 2026", "mdy"),
        ("04-Mrz-2026", "dmy"),
        ("4 марта 2026", "dmy"),
        ("4 марта 2026 г.", "dmy"),
        ("4 мар. 2026", "dmy"),
        ("4-Mar-26", "mdy"),
        ("2026-Mar-04", "dmy"),
        ("Mittwoch, 4. März 2026", "dmy"),
        ("woensdag 4 maart 2026", "dmy"),
        ("Wed, Mar 4, 2026", "dmy"),
        ("4 марта 2026 г. 10:30", "dmy"),
        ("04.03.2026 um 10:30 Uhr", "dmy"),
    ],
)
def test_every_common_spelling_of_a_date_is_read(text, order):
    assert parse_date(text, order) == date(2026, 3, 4)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "31.04.2026", "2026-13-01", "tomorrow", "0202-03-01", "4 Foo 2026", "12", ""]
)
def test_a_misspelt_date_is_refused(text):
    with pytest.raises(CellError):
        parse_date(text, "dmy")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("30-02-2026", "February 2026 has 28 days"),
        ("29-02-2025", "February 2025 has 28 days"),
        ("31-04-2026", "April 2026 has 30 days"),
        ("31-04", "April has 30 days"),
        ("31.12.", "names no year"),
        ("0000-00-00", "leave the cell blank"),
        ("2026-13-45", "there is no month 13"),
        ("13/25/2026", r"there is no month 25 \(read as day, month, year\)"),
        ("31 juni 2026", "June 2026 has 30 days"),
        ("30 февраля 2026", "February 2026 has 28 days"),
        ("32. März 2026", "March 2026 has 31 days"),
        ("until 3 March 2026", "is not a date"),
    ],
)
def test_a_day_that_does_not_exist_is_named(text, says):
    with pytest.raises(CellError, match=says):
        parse_date(text, "dmy")


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("language", range(4))
def test_every_month_is_known_by_its_name_and_by_three_letters(language, number):
    names = [
        "January February March April May June July August September October November December",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    ][language].split()
    name = names[number - 1]
    assert month_number(name) == month_number(name[:3]) == number


def test_a_long_cell_of_spaces_costs_no_time():
    with pytest.raises(CellError):
        parse_moment("3" + " " * 9_000 + "x", "dmy")


def test_a_date_of_the_wrong_order_is_refused_and_not_turned_round():
    with pytest.raises(CellError, match="no day of the calendar"):
        parse_date("13/25/2026", "dmy")
    with pytest.raises(CellError, match="does not begin with the year"):
        parse_date("03/04/2026", "ymd")


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2026-03-04T10:30:00+02:00", 8, 30),
        ("04.03.2026 10:30", 10, 30),
        ("03/04/2026 12:05 AM", 0, 5),
        ("03/04/2026, 1:05 pm", 13, 5),
        ("2026-03-04 10:30:15.123456789", 10, 30),
        ("2026-03-04 10:30 UTC", 10, 30),
        ("2026-03-04", 0, 0),
    ],
)
def test_times_are_read_in_utc_unless_they_say_otherwise(text, hour, minute):
    found = parse_moment(text, "mdy" if "/" in text else "dmy")
    assert (found.date(), found.hour, found.minute) == (date(2026, 3, 4), hour, minute)
    assert found.tzinfo == UTC


@pytest.mark.parametrize("text", ["2026-03-04 25:00", "2026-03-04 10:61", "03/04/2026 13:05 PM"])
def test_a_time_that_no_clock_shows_is_refused(text):
    with pytest.raises(CellError):
        parse_moment(text, "mdy")


def test_the_order_is_told_by_days_above_twelve():
    assert detect_order(["03/04/2026", "25/04/2026"]) == ("dmy", "detected")
    assert detect_order(["03/04/2026", "04/25/2026"]) == ("mdy", "detected")
    assert detect_order(["03.04.2026"]) == ("dmy", "detected")
    assert detect_order(["2026-04-25"]) == ("ymd", "detected")


def test_an_order_that_nothing_tells_is_assumed_and_said():
    order, how = detect_order(["03/04/2026", "05/06/2026"])
    assert order == "dmy"
    assert "--dates" in how


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2068, 12, 31)))
def test_a_date_survives_being_written_and_read_in_any_order(day):
    assert parse_date(f"{day:%d/%m/%Y}", "dmy") == day
    assert parse_date(f"{day:%m/%d/%y}", "mdy") == day
    assert parse_date(f"{day.year}/{day.month}/{day.day}", "ymd") == day


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_the_reading_of_dates(text):
    for order in ("dmy", "mdy", "ymd"):
        with contextlib.suppress(CellError):
            assert isinstance(parse_moment(text, order), datetime)
