"""How do bands and money stand week by week, and who moved, from what was stored at the time?"""

import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest
import time_machine

from tenure.answers import process
from tenure.answers.moves import fallen, most_moved
from tenure.answers.portfolio import portfolio
from tenure.eventlog import facts_log
from tenure.eventlog.tables import FACTS
from tenure.records.models import Account, AccountHealth
from tenure.values.moment import Moment, day_of

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)  # a Tuesday
MOMENT = Moment(NOW)
YESTERDAY = MOMENT.window_day - 1
SUNDAY = YESTERDAY - 1


@pytest.fixture(autouse=True)
def own_data(tmp_path, settings):
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    with time_machine.travel(NOW, tick=False):
        yield
    process.forget()


def stored(workspace, day, rows):
    """``rows``: account -> (score, band, facts)."""
    table = pa.Table.from_pylist(
        [
            {
                "account": pk,
                "key": f"k{pk}",
                "day": day,
                "score": score,
                "band": band,
                "facts": json.dumps(facts),
                "health": "{}",
            }
            for pk, (score, band, facts) in rows.items()
        ],
        schema=FACTS,
    )
    facts_log.store_day(process.home(), workspace.slug, day, table)


def euro(amount, currency="EUR"):
    return {"mrr": {"amount": amount, "currency": currency}, "active_days_28": 3}


def test_weeks_are_told_as_they_were_stored_and_now_as_it_is(workspace):
    one = Account.objects.create(workspace=workspace, key="one", created_at=NOW)
    AccountHealth.objects.create(
        workspace=workspace, account=one, band="good", computed_band="good", stake=900, currency="EUR", facts={},
        detail={}, computed_at=NOW,
    )  # fmt: skip
    yearly = {"revenue_365": {"amount": 1200, "currency": "USD"}}
    stored(workspace, SUNDAY - 7, {1: (30.0, "poor", euro(500)), 2: (None, "former", {}), 3: (50.0, "average", yearly)})
    stored(workspace, SUNDAY, {1: (80.0, "good", euro(700)), 3: (None, "none", {})})
    first, second, now = portfolio(workspace, Account.objects.filter(workspace=workspace), MOMENT, all_of_it=True)
    assert (first.day, second.day, now.day) == (day_of(SUNDAY - 7), day_of(SUNDAY), NOW.date())
    assert first.accounts == {"poor": 1, "average": 1, "good": 0, "none": 0}
    assert first.money == {("poor", "EUR"): 500, ("average", "USD"): 100}
    assert second.accounts == {"poor": 0, "average": 0, "good": 1, "none": 1}
    assert (now.accounts["good"], now.money) == (1, {("good", "EUR"): 900})


def test_a_portfolio_of_some_is_of_those_alone(workspace):
    mine, other = (Account.objects.create(workspace=workspace, key=key, created_at=NOW) for key in "ab")
    stored(workspace, SUNDAY, {mine.pk: (30.0, "poor", euro(5)), other.pk: (90.0, "good", euro(7))})
    week, _ = portfolio(workspace, Account.objects.filter(pk=mine.pk), MOMENT, all_of_it=False)
    assert sum(week.accounts.values()) == 1
    assert week.money == {("poor", "EUR"): 5}


def test_a_week_without_its_sunday_is_told_by_the_day_before_it_and_none_twice(workspace):
    stored(workspace, SUNDAY - 3, {1: (30.0, "poor", {})})
    assert [week.day for week in portfolio(workspace, Account.objects.none(), MOMENT, all_of_it=True)] == [
        day_of(SUNDAY - 3),
        NOW.date(),
    ]


def test_those_who_fell_within_four_weeks_are_known_with_their_points(workspace):
    stored(workspace, YESTERDAY - 28, {1: (80.0, "good", {}), 2: (80.0, "good", {}), 3: (80.0, "good", {})})
    stored(workspace, YESTERDAY, {1: (50.0, "average", {}), 2: (71.0, "good", {}), 4: (1.0, "poor", {})})
    assert fallen(workspace, MOMENT, 10) == {1: 30.0}


def test_the_biggest_movers_are_told_by_direction(workspace):
    stored(workspace, YESTERDAY - 7, {pk: (50.0, "average", {}) for pk in range(1, 7)})
    after = {1: 10.0, 2: 45.0, 3: 90.0, 4: 60.0, 5: 50.0}
    stored(workspace, YESTERDAY, {pk: (score, "average", {}) for pk, score in after.items()})
    fell, rose = most_moved(workspace, MOMENT, None, 2)
    assert fell.since == YESTERDAY - 7
    assert fell.table["account"].to_pylist() == [1, 2]
    assert rose.table["account"].to_pylist() == [3, 4]
    fell, rose = most_moved(workspace, MOMENT, [2, 4, 5], 2)
    assert (fell.table["account"].to_pylist(), rose.table["account"].to_pylist()) == ([2], [4])


def test_where_nothing_was_stored_nobody_moved(workspace):
    assert fallen(workspace, MOMENT, 10) == {}
    fell, rose = most_moved(workspace, MOMENT, None, 2)
    assert (fell.since, fell.table.num_rows, rose.table.num_rows) == (None, 0, 0)


def test_a_day_that_is_stored_anew_is_read_anew(workspace):
    stored(workspace, YESTERDAY - 28, {1: (80.0, "good", {})})
    stored(workspace, YESTERDAY, {1: (50.0, "average", {})})
    assert fallen(workspace, MOMENT, 10) == {1: 30.0}
    stored(workspace, YESTERDAY, {1: (60.0, "average", {})})
    assert fallen(workspace, MOMENT, 10) == {1: 20.0}
