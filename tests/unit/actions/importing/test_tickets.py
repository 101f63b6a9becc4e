"""Do tickets come in by their number, opened and closed at the right time, at the account of who asked?"""

from datetime import UTC, datetime

import pytest

from tenure.records.models import Ticket
from tests.unit.actions.import_for_tests import counts, errors, everything, stale


@pytest.fixture(autouse=True)
def _known(importer):
    importer.text("accounts", "id\na\nb\n")
    importer.text("contacts", "user id,email,account\nu1,ann@a.example,a\n")
    stale(importer.workspace)


def test_tickets_come_in_by_who_asked(importer, workspace):
    text = (
        "ticket id,requester email,company,title,priority,status,created at,solved at\n"
        "7,ann@a.example,,Images do not load,high,solved,2026-01-05 10:00,2026-01-06 09:30\n"
        "8,,b,How do I pay?,,open,2026-01-07,\n"
    )
    assert counts(importer.text("tickets", text)) == (2, 0, 0, 0)
    first, second = Ticket.objects.order_by("key")
    assert (first.account.key, first.contact.key, first.subject, first.priority, first.status) == (
        "a", "u1", "Images do not load", "high", "solved",
    )  # fmt: skip
    assert first.opened_at == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert first.closed_at == datetime(2026, 1, 6, 9, 30, tzinfo=UTC)
    assert (second.account.key, second.contact, second.closed_at) == ("b", None, None)
    assert stale(workspace) == {"a", "b"}


def test_a_ticket_is_closed_by_a_later_file_and_open_again_when_that_is_taken_back(importer):
    importer.text("tickets", "ticket id,account,opened,closed\n7,a,2026-01-05,\n")
    of = importer.text("tickets", "ticket id,account,opened,closed\n7,a,2026-01-05,2026-01-09\n")
    assert counts(of) == (0, 1, 0, 0)
    assert Ticket.objects.get().closed_at == datetime(2026, 1, 9, tzinfo=UTC)
    importer.undo(of)
    assert Ticket.objects.get().closed_at is None


def test_closed_before_it_was_opened_is_reported_and_left_out(importer):
    text = "ticket id,account,opened,closed\n7,a,2026-01-05 10:00,2026-01-04\n8,a,2026-01-05 10:00,2026-01-05\n"
    of = importer.text("tickets", text)
    assert counts(of) == (2, 0, 0, 0)
    assert errors(of) == [(1, "closed", "lies before the ticket was opened, at 2026-01-05 10:00 UTC: it is left out")]
    first, second = Ticket.objects.order_by("key")
    assert first.closed_at is None
    assert second.closed_at == second.opened_at, "a day without a time is the day on which it was opened"


def test_the_same_file_again_changes_nothing(importer, workspace):
    text = "ticket id,account,contact,opened,closed\n7,a,u1,2026-01-05 10:00,2026-01-05\n8,a,,2026-01-05,\n"
    importer.text("tickets", text)
    before, _ = everything(workspace), stale(workspace)
    assert counts(importer.text("tickets", text)) == (0, 0, 2, 0)
    assert everything(workspace) == before
    assert stale(workspace) == set()


def test_a_ticket_that_moves_makes_both_accounts_stale(importer, workspace):
    importer.text("tickets", "ticket id,account,opened\n7,a,2026-01-05\n")
    stale(workspace)
    importer.text("tickets", "ticket id,account,opened\n7,b,2026-01-05\n")
    assert stale(workspace) == {"a", "b"}
    assert Ticket.objects.get().account.key == "b"
