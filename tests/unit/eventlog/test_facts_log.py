from datetime import date

import pyarrow as pa
import pytest

from tenure.eventlog.facts_log import store_day, stored
from tenure.eventlog.home import Home
from tenure.values.moment import Moment, day_key

FIRST = day_key(date(2026, 3, 1))


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path)


def known(*accounts: int, band: str = "good") -> pa.Table:
    return pa.Table.from_pylist(
        [{"account": n, "key": f"k{n}", "score": 70.0, "band": band, "facts": "{}", "health": "{}"} for n in accounts]
    )


def bands(table: pa.Table | None) -> dict[int, str] | None:
    return None if table is None else {row["account"]: row["band"] for row in table.to_pylist()}


def test_nothing_was_known_before_the_first_day_stored(home):
    assert stored(home, "acme", Moment.parse("2026-03-01")) is None
    store_day(home, "acme", FIRST, known(1))
    assert stored(home, "acme", Moment.parse("2026-02-28")) is None


def test_the_last_day_stored_by_the_moment_is_what_was_known(home):
    store_day(home, "acme", FIRST, known(1, band="poor"))
    store_day(home, "acme", FIRST + 2, known(1, 2))
    assert bands(stored(home, "acme", Moment.parse("2026-03-01"))) == {1: "poor"}
    assert bands(stored(home, "acme", Moment.parse("2026-03-02"))) == {1: "poor"}
    assert bands(stored(home, "acme", Moment.parse("2026-03-03"))) == {1: "good", 2: "good"}


def test_inside_a_day_its_end_is_not_known_yet(home):
    store_day(home, "acme", FIRST, known(1, band="poor"))
    store_day(home, "acme", FIRST + 1, known(1))
    assert bands(stored(home, "acme", Moment.parse("2026-03-02T23:59:59"))) == {1: "poor"}


def test_storing_a_day_again_replaces_it(home):
    store_day(home, "acme", FIRST, known(1, 2))
    store_day(home, "acme", FIRST, known(2, band="poor"))
    assert bands(stored(home, "acme", Moment.parse("2026-03-01"))) == {2: "poor"}


def test_slices_of_a_day_leave_each_other_alone(home):
    store_day(home, "acme", FIRST, known(1, 3))
    store_day(home, "acme", FIRST, known(2, 3, band="poor"), keep_others=True)
    assert bands(stored(home, "acme", Moment.parse("2026-03-01"))) == {1: "good", 2: "poor", 3: "poor"}


def test_some_accounts_are_found_alone(home):
    store_day(home, "acme", FIRST, known(1, 2, 3))
    assert bands(stored(home, "acme", Moment.parse("2026-03-01"), [2, 9])) == {2: "good"}
