"""Do frames hold what records say, of the accounts asked for and of nobody else?"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.facts.schemas import FRAMES
from tenure.records import business_frames, frames
from tenure.records.models import Account
from tenure.values.moment import day_key
from tests.business_rows import (
    EPOCH_TIME,
    make_asset,
    make_incident,
    make_invoice,
    make_order,
    make_task,
    make_ticket,
    make_touchpoint,
    measure,
)

pytestmark = pytest.mark.django_db
TODAY = day_key(date(2026, 3, 28))
FIGURES = {"metrics": {"downloads": 56}, "above_zero": {"pushes": 365}, "until": TODAY}
MAKERS = {
    "accounts": frames.accounts,
    "periods": frames.periods,
    "lines": frames.lines,
    "history": frames.history,
    "champions": frames.champions,
    "orders": business_frames.orders,
    "invoices": business_frames.invoices,
    "touchpoints": business_frames.touchpoints,
    "tickets": business_frames.tickets,
    "incidents": business_frames.incidents,
    "tasks": business_frames.tasks,
    "asset_dates": business_frames.asset_dates,
    "measurements": lambda workspace, only=None: business_frames.measurements(workspace, only, **FIGURES),
    "push_spans": lambda workspace, only=None: business_frames.push_spans(
        workspace, only, metric="pushes", before=TODAY - 365
    ),
}


@pytest.fixture
def two(workspace, other_workspace) -> list[Account]:
    """Two accounts with the same rows; a third in another workspace has them, too."""
    made = [
        Account.objects.create(workspace=where, key=key, created_at=EPOCH_TIME)
        for where, key in ((workspace, "one"), (workspace, "two"), (other_workspace, "theirs"))
    ]
    for account in made:
        make_order(account, "2026-03-01 09:00", 5000, refunded=1000, refunded_on=date(2026, 3, 5))
        make_invoice(account, "2026-03-01", "2026-03-31")
        make_touchpoint(account, "2026-03-01 09:00")
        make_ticket(account, "2026-03-01 09:00")
        make_incident(account, found="2026-03-01 09:00")
        make_task(account, "2026-03-01 09:00", due_on=date(2026, 3, 9))
        asset = make_asset(account, retired_on=date(2027, 1, 1), published_on="2026-03-01", version="1.2")
        measure(asset, "pushes", "2026-03-01", 2)
        measure(asset, "pushes", "2026-03-02", 0)
        measure(asset, "pushes", "2024-03-01", 1)
        measure(asset, "pushes", "2024-02-01", 1)
        measure(account, "downloads", "2026-03-27", 7.5)
        measure(account, "downloads", "2026-03-28", 9)
        measure(account, "downloads", "2025-12-01", 9)
        measure(account, "visitors", "2026-03-27", 9)
    return made[:2]


@pytest.mark.parametrize("name", MAKERS)
def test_a_frame_has_the_columns_that_facts_read(workspace, two, name):
    assert MAKERS[name](workspace).schema == FRAMES[name].to_pyarrow()


@pytest.mark.parametrize("name", [name for name in MAKERS if name not in {"periods", "lines", "history", "champions"}])
def test_a_frame_holds_the_accounts_asked_for_and_never_another_workspaces(workspace, two, name):
    one, other = two
    assert set(MAKERS[name](workspace)["account"].to_pylist()) == {one.pk, other.pk}
    assert set(MAKERS[name](workspace, [other.pk])["account"].to_pylist()) == {other.pk}
    assert MAKERS[name](workspace, []).num_rows == 0


def test_what_lies_beneath_is_there_as_it_was_said(workspace, two):
    one = two[0].pk
    (order,) = business_frames.orders(workspace, [one]).to_pylist()
    assert (order["amount"], order["refunded"], order["refunded_on"]) == (5000, 1000, date(2026, 3, 5))
    (dated,) = business_frames.asset_dates(workspace, [one]).to_pylist()
    assert (dated["name"], dated["value"], dated["retired_on"]) == ("published_on", date(2026, 3, 1), date(2027, 1, 1))


def test_measurements_reach_back_as_far_as_each_metric_is_asked_for(workspace, two):
    found = business_frames.measurements(workspace, [two[0].pk], **FIGURES).to_pylist()
    days = sorted((row["metric"], row["day"], row["value"]) for row in found)
    assert days == [("downloads", TODAY - 1, 7.5), ("pushes", day_key(date(2026, 3, 1)), 2.0)]


def test_of_earlier_pushes_only_the_last_day_is_read(workspace, two):
    (span,) = business_frames.push_spans(workspace, [two[0].pk], metric="pushes", before=TODAY - 365).to_pylist()
    assert span["last_day"] == day_key(date(2024, 3, 1))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows by itself how many rows a workspace has")
@pytest.mark.parametrize("name", MAKERS)
def test_the_rows_of_some_accounts_are_found_by_an_index_of_theirs(workspace, two, name):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        MAKERS[name](workspace, [one.pk for one in two])
    for query in asked.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            first = cursor.fetchall()[0][3]
        assert any(one in first for one in ("workspace_id=? AND account_id=?", "rowid=?")), first


def test_every_order_tells_its_utc_day(workspace, two):
    make_order(two[0], "2026-03-01 23:59")
    make_order(two[0], "2026-03-02 00:00")
    days = business_frames.order_days(workspace)
    assert days.schema == FRAMES["order_days"].to_pyarrow()
    first = day_key(date(2026, 3, 1))
    told = sorted(zip(days["account"].to_pylist(), days["day"].to_pylist(), strict=True))
    assert told == [(two[0].pk, first), (two[0].pk, first), (two[0].pk, first + 1), (two[1].pk, first)]
