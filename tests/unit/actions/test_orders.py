"""Is it noted whenever orders of past days change, whoever changes them, and not when somebody merely orders?"""

from datetime import UTC, datetime

import pytest

from tenure.actions.erase import erase_account
from tenure.actions.import_records import Change
from tenure.actions.orders import note_orders_changed
from tenure.actions.records import upsert
from tenure.answers.order_gap import orders_version

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
