"""Do records that a program sends go by the very rules of the import: every kind, once, with what is wrong reported?"""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError
from django.db.models import F

from tenure.actions.importing import batches as import_batches
from tenure.actions.records import upsert
from tenure.records.models import (
    Asset,
    AssetHistory,
    AuditEntry,
    Contact,
    Contract,
    ContractPeriod,
    Import,
    ImportRow,
    Invoice,
    Measurement,
    Note,
    Order,
    Ticket,
    Touchpoint,
    Workspace,
)
from tests.unit.actions.import_for_tests import account, everything, held, stale

EUR = {"amount": 1_250, "currency": "EUR"}
ROWS = {
    "accounts": [
        {"key": "a", "name": "Acme", "owner": "Ada", "traits": {"size": 5, "city": "Delft", "vip": True, "gone": None}},
        {"key": "b", "parent": "a", "sentiment": 4},
    ],
    "contacts": [{"user_id": "u1", "email": "ann@a.example", "account": "a", "champion": True, "traits": {"age": 30}}],
    "contracts": [
        {
            "account": "a", "product": "App", "starts_on": "2026-01-01", "ends_on": None, "mrr": EUR,
            "options": ["Push; silent", "Booking"], "seats": 3,
        },
    ],
    "orders": [{"key": "o1", "account": "a", "ordered_at": "2026-01-05T10:00:00+01:00", "amount": EUR, "refunded": 2}],
    "invoices": [{"key": "i1", "account": "a", "issued_on": "2026-01-05", "amount": "12.50", "currency": "USD"}],
    "assets": [{"key": "x", "account": "a", "version": "1.0", "published_on": "2026-01-01", "kind": "site"}],
    "measurements": [
        {"asset": "x", "metric": "Downloads", "day": "2026-01-01", "value": 5},
        {"account": "b", "metric": "visitors", "day": "2026-01-01", "value": 1.5},
    ],
    "touchpoints": [{"contact": "u1", "at": "2026-01-05T10:00:00Z", "channel": "call", "minutes": 5}],
    "tickets": [{"key": 7, "account": "a", "opened_at": "2026-01-05", "subject": "Help"}],
    "notes": [{"account": "a", "at": "2026-01-05", "text": "Hello", "by": "Jana"}],
}  # fmt: skip


def send(workspace: Workspace, kind: str, *rows: dict):
    return upsert(workspace=workspace, kind=kind, rows=rows, by="key 1")


@pytest.fixture
def _all(workspace):
    for kind, rows in ROWS.items():
        outcome = send(workspace, kind, *rows)
        assert (outcome.created, outcome.failed, outcome.problems) == (len(rows), 0, []), kind
    stale(workspace)


@pytest.mark.usefixtures("_all")
def test_every_kind_comes_in(workspace):
    assert held(workspace, "a") == {"owner": "Ada", "trait.size": 5, "trait.city": "Delft", "trait.vip": True}
    assert account(workspace, "b").parent == account(workspace, "a")
    contact = Contact.objects.get()
    assert (contact.key, contact.account.key, contact.traits) == ("u1", "a", {"age": 30})
    period = ContractPeriod.objects.get()
    assert (period.mrr, period.currency, period.ends_on, period.seats) == (1_250, "EUR", None, 3)
    assert set(period.contract.lines.values_list("option", flat=True)) == {"Push; silent", "Booking"}
    order = Order.objects.get()
    assert (order.amount, order.refunded, order.refunded_on) == (1_250, 200, date(2026, 1, 5))
    assert order.ordered_at == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert (Invoice.objects.get().amount, Invoice.objects.get().currency) == (1_250, "USD")
    assert (Asset.objects.get().kind, AssetHistory.objects.count()) == ("site", 2)
    assert set(Measurement.objects.values_list("account__key", "asset__key", "metric", "value")) == {
        ("a", "x", "downloads", 5.0),
        ("b", None, "visitors", 1.5),
    }
    touchpoint = Touchpoint.objects.get()
    assert (touchpoint.account.key, touchpoint.contact.key, touchpoint.channel) == ("a", "u1", "call")
    assert (Ticket.objects.get().key, Note.objects.get().by) == ("7", "Jana")
    assert not Import.objects.exists()
    assert not ImportRow.objects.exists()


@pytest.mark.usefixtures("_all")
def test_the_same_rows_again_change_nothing(workspace):
    before, entries = everything(workspace), AuditEntry.objects.count()
    for kind, rows in ROWS.items():
        outcome = send(workspace, kind, *rows)
        assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, len(rows)), kind
    assert everything(workspace) == before
    assert stale(workspace) == set()
    assert AuditEntry.objects.count() == entries


@pytest.mark.usefixtures("_all")
@pytest.mark.parametrize("kind", list(ROWS))
def test_each_row_is_told_which_record_it_is_about(workspace, kind):
    models = {
        "accounts": workspace.accounts.order_by("key"),
        "contacts": Contact.objects.all(),
        "contracts": Contract.objects.all(),
        "orders": Order.objects.all(),
        "invoices": Invoice.objects.all(),
        "assets": Asset.objects.all(),
        "measurements": Measurement.objects.order_by(F("asset").asc(nulls_last=True)),
        "touchpoints": Touchpoint.objects.all(),
        "tickets": Ticket.objects.all(),
        "notes": Note.objects.all(),
    }
    outcome = send(workspace, kind, *ROWS[kind])
    assert [outcome.records[row] for row in sorted(outcome.records)] == list(models[kind].values_list("pk", flat=True))


@pytest.mark.usefixtures("_all")
def test_one_change_is_written_down_with_what_it_was_before(workspace):
    send(workspace, "orders", {**ROWS["orders"][0], "amount": {"amount": 900, "currency": "EUR"}})
    entry = AuditEntry.objects.latest("pk")
    assert (entry.by, entry.verb, entry.noun, entry.record) == ("key 1", "upsert", "order", Order.objects.get().pk)
    assert (entry.before, entry.after) == ({"amount": 1_250}, {"amount": 900})
    assert stale(workspace) == {"a"}


@pytest.mark.usefixtures("_all")
def test_a_field_that_is_not_named_says_nothing_and_neither_does_null(workspace):
    outcome = send(
        workspace,
        "tickets",
        {"key": "7", "account": "a", "opened_at": "2026-01-05", "subject": None, "priority": "high"},
    )
    assert outcome.updated == 1
    assert (Ticket.objects.get().subject, Ticket.objects.get().priority) == ("Help", "high")


@pytest.mark.usefixtures("_all")
def test_bad_rows_stay_out_with_the_reason_and_good_ones_go_in(workspace):
    good = {"key": "o9", "account": "a", "ordered_at": "2026-01-05", "amount": 1}
    outcome = send(
        workspace,
        "orders",
        {"key": "o2", "account": "nobody", "ordered_at": "2026-01-05", "amount": 1},
        {"key": "o3", "account": "a", "ordered_at": "2026-01-05", "amount": {"amount": 1.5, "currency": "EUR"}},
        {"key": "o4", "account": "a", "ordered_at": "30-02-2026", "amount": 1},
        {"account": "a", "ordered_at": "2026-01-05", "amount": 1},
        {"key": "o5", "account": True, "ordered_at": "2026-01-05", "amount": 1},
        {"key": ["o6"], "account": "a", "ordered_at": "2026-01-05", "amount": 1},
        {**good, "colour": "red", "product": {"amount": 1, "currency": "EUR"}},
    )
    assert (outcome.created, outcome.failed) == (1, 6)
    assert [(problem.row, problem.column) for problem in outcome.problems] == [
        (1, "account"), (2, "amount"), (3, "ordered_at"), (4, "key"), (5, "account"), (6, "key"), (7, "colour"),
        (7, "product"),
    ]  # fmt: skip
    reasons = [problem.reason for problem in outcome.problems]
    assert reasons[0] == "there is no account “nobody”"
    assert 'an amount is {"amount": 1200, "currency": "EUR"}' in reasons[1]
    assert reasons[3] == "key is needed"
    assert reasons[6] == "there is no field “colour” in orders"
    assert set(outcome.records) == {7}


@pytest.mark.usefixtures("_all")
def test_of_rows_about_one_record_the_last_counts_completed_by_the_others(workspace):
    outcome = send(
        workspace,
        "accounts",
        {"key": "c", "name": "Early", "owner": "Bob"},
        {"key": "d"},
        {"key": "c", "name": "Late"},
    )
    assert (outcome.created, outcome.unchanged) == (2, 1)
    assert account(workspace, "c").name == "Late"
    assert held(workspace, "c") == {"owner": "Bob"}
    assert outcome.records[1] == outcome.records[3] == account(workspace, "c").pk
    assert "row 3 is about the same account" in outcome.problems[0].reason


@pytest.mark.usefixtures("_all")
def test_traits_are_plain_values(workspace):
    outcome = send(
        workspace,
        "accounts",
        {"key": "a", "traits": {"list": [1], "": 1, "ok": 1.5}},
        {"key": "b", "traits": "none"},
    )
    assert [problem.column for problem in outcome.problems] == ["traits.list", "traits.", "traits"]
    assert held(workspace, "a")["trait.ok"] == 1.5


@pytest.mark.usefixtures("_all")
def test_two_talks_at_one_time_in_one_call_are_two_and_in_two_calls_one(workspace):
    row = {"account": "a", "at": "2026-02-01", "channel": "call"}
    assert send(workspace, "touchpoints", row, row).created == 2
    assert send(workspace, "touchpoints", row).unchanged == 1


@pytest.mark.usefixtures("_all")
def test_another_workspace_is_another_world(workspace, other_workspace):
    outcome = send(other_workspace, "orders", ROWS["orders"][0])
    assert (outcome.failed, outcome.problems[0].reason) == (1, "there is no account “a”")
    assert not Order.objects.filter(workspace=other_workspace).exists()


def test_what_somebody_else_made_meanwhile_is_found_at_the_second_look(workspace, monkeypatch):
    real, looked = import_batches.WRITERS["accounts"], []

    def races(of, reading, rows):
        looked.append(1)
        if len(looked) == 1:
            raise IntegrityError
        return real(of, reading, rows)

    monkeypatch.setitem(import_batches.WRITERS, "accounts", races)
    assert send(workspace, "accounts", {"key": "a"}).created == 1


def test_there_are_no_events_and_no_unknown_kinds(workspace):
    for kind in ("events", "people"):
        with pytest.raises(ValueError, match=f"no kind “{kind}”"):
            send(workspace, kind, {})


def test_nothing_at_all_is_nothing(workspace):
    outcome = send(workspace, "orders")
    assert (outcome.created, outcome.failed, AuditEntry.objects.count()) == (0, 0, 0)


def test_where_accounts_are_people_a_ticket_brings_who_asked(workspace):
    workspace.accounts_are = Workspace.AccountsAre.PEOPLE
    workspace.save()
    outcome = send(workspace, "tickets", {"key": "1", "contact": "u5", "opened_at": "2026-01-01"})
    assert outcome.created == 1
    assert Ticket.objects.get().account.key == "u5"
    assert stale(workspace) == {"u5"}
