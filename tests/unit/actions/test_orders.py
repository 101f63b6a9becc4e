"""Is it noted whenever orders of past days change, whoever changes them, and not when somebody merely orders?"""

from datetime import UTC, date, datetime

import pytest

from tenure.actions.erase import erase_account
from tenure.actions.importing.records import Change
from tenure.actions.orders import note_orders_changed
from tenure.actions.records import upsert
from tenure.answers import process
from tenure.answers.facts import facts
from tenure.answers.order_gap import order_gap, orders_version
from tenure.records import business_frames
from tenure.records.models import Account
from tenure.values.moment import Moment, day_key
from tests.business_rows import make_asset, make_order, measure

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)
FILE = "Order,Account,Date,Amount\n1,smit,2026-03-01,10.00\n2,smit,2026-03-11,10.00\n"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def made(at: str, before: dict | None = None) -> Change:
    return Change(1, "order", 1, before, {"ordered_at": at})


@pytest.mark.parametrize(
    ("changes", "rises"),
    [
        ([made("2026-03-27T23:59:00+00:00")], True),
        ([made("2026-03-28T00:00:00+00:00")], False),
        ([made("2026-04-01T00:00:00+00:00")], False),
        ([made("2026-03-28T09:00:00+00:00"), made("2026-03-01T09:00:00+00:00")], True),
        ([made("2026-03-28T09:00:00+00:00", {"ordered_at": "2026-03-01T09:00:00+00:00"})], True),
        ([Change(1, "account", 1, None, {})], False),
        ([], False),
        (None, True),
    ],
)
def test_new_orders_of_today_change_nothing_before_midnight(workspace, changes, rises):
    note_orders_changed(workspace=workspace, changes=changes)
    assert orders_version(workspace) == int(rises)


def test_just_before_midnight_an_order_of_today_counts_as_past(workspace, time_machine):
    time_machine.move_to(datetime(2026, 3, 28, 23, 58, tzinfo=UTC), tick=False)
    note_orders_changed(workspace=workspace, changes=[made("2026-03-28T23:00:00+00:00")])
    assert orders_version(workspace) == 1


@pytest.mark.parametrize(("day", "rises"), [("2026-03-01", True), ("2026-03-28", False)])
def test_programs_that_send_past_orders_are_noted(workspace, account, day, rises):
    said = {"key": "1", "account": "smit", "ordered_at": f"{day}T09:00:00Z", "amount": "10.00", "currency": "EUR"}
    outcome = upsert(workspace=workspace, kind="orders", rows=[said], by="test")
    assert (outcome.created, outcome.problems) == (1, [])
    assert orders_version(workspace) == int(rises)


def test_an_import_of_orders_is_noted_at_its_end_and_again_when_it_is_taken_back(workspace, account, importer):
    of = importer.text("orders", FILE)
    assert of.created == 2
    assert orders_version(workspace) == 1
    importer.undo(of)
    assert orders_version(workspace) == 2


def test_an_import_of_other_records_is_not_noted(workspace, account, importer):
    assert importer.text("tickets", "Ticket,Account,Opened\n1,smit,2026-03-01\n").created == 1
    assert orders_version(workspace) == 0


@pytest.mark.django_db(transaction=True)
def test_orders_that_went_with_their_account_are_noted(workspace, account, importer):
    erase_account(workspace=workspace, key="smit", home=importer.home, spool=importer.spool, by="test")
    assert orders_version(workspace) == 1


def test_on_postgresql_too_days_are_those_of_utc_and_facts_follow(on_postgres, settings, tmp_path):
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    made = Account.objects.create(workspace=on_postgres, key="smit", created_at=NOON)
    for at in ("2026-03-01 23:59", "2026-03-11 00:00", "2026-03-11 12:00", "2026-03-21 00:01"):
        make_order(made, at)
    asset = make_asset(made, published_on="2026-03-01")
    for day in ("2024-03-01", "2026-03-02", "2026-03-04"):
        measure(asset, "pushes", day, 1)
    note_orders_changed(workspace=on_postgres)
    now = Moment(NOON)
    assert order_gap(on_postgres, now) == 10
    assert business_frames.order_days(on_postgres)["day"].to_pylist().count(day_key(NOON.date()) - 17) == 2
    (span,) = business_frames.push_spans(on_postgres, metric="pushes", before=now.window_day - 365).to_pylist()
    assert span["last_day"] == day_key(date(2024, 3, 1))
    (known,) = dict(facts(on_postgres, now, [made.pk])).values()
    assert (known["order_gap_ratio"], known["push_silence_days"], known["asset_republish_days"]) == (0.7, 24, 27)
    process.forget()
