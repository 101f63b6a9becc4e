"""What is done in place is taken back for as long as the note stands: wholly, by whom it was done, where it still is so."""

import html
import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure.actions.overrides import override
from tenure.records.models import (
    Account,
    AccountHistory,
    AuditEntry,
    Contact,
    Goal,
    Member,
    Note,
    Objective,
    StaleAccount,
)
from tests.pages.asking import everything

PAGE = "/w/acme/accounts/bakery"
HTMX = {"HX-Request": "true"}
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
AGREED = {"title": "More bookings", "baseline": "10", "target": "40", "fact": "", "actual": "12", "worth": "100"}
# What is done, the event upon which its part of the page comes anew, and what somebody else changes meanwhile.
DOINGS = {
    "contact changed": (f"{PAGE}/contacts/1", {"c1-name": "Piet", "c1-role": "Owner"}, "contacts", (Contact, {"role": "x"})),
    "contact champion": (f"{PAGE}/contacts/1", {"c1-is_champion": "on", "c1-language": "de"}, "contacts", (Contact, {"champion_until": NOW})),
    "contact added": (f"{PAGE}/contacts/new", {"new-name": "Jana"}, "contacts", (Contact, {"role": "x"})),
    "objective agreed": (f"{PAGE}/objectives/new", AGREED, "objectives", (Objective, {"target": 9.0})),
    "objective changed": (
        f"{PAGE}/objectives/1", {f"o1-{name}": value for name, value in AGREED.items()}, "objectives", (Objective, {"target": 9.0}),
    ),
    "objective ended": (f"{PAGE}/objectives/1/end", {}, "objectives", (Objective, {"ended_at": None})),
    "goal set": ("/w/acme/retention/goals", {"figure": "grr", "target": "90", "due_on": "2027-01-01"}, "goals", (Goal, {"target": 0.5})),
    "goal ended": ("/w/acme/retention/goals/1/end", {}, "goals", (Goal, {"ended_at": None})),
    "option declined": (
        f"{PAGE}/contracts/declined", {"option": "Booking", "reason": "Has one"}, "account", (AccountHistory, {"value": "Other"}),
    ),
    "minimum set": (f"{PAGE}/minimum", {"minimum": "60"}, "account", (Account, {"minimum_score": 50})),
    "note written": (f"{PAGE}/notes", {"text": "They are moving"}, "notes", (Note, {"text": "x"})),
    "note edited": (f"{PAGE}/notes/1", {"text": "They moved"}, "notes", (Note, {"text": "x"})),
    "note removed": (f"{PAGE}/notes/1/removed", {}, "notes", None),
    "band set": (f"{PAGE}/override", {"band": "good", "reason": "They told me"}, "account", None),
    "band left to the score": (f"{PAGE}/override/end", {}, "account", None),
    "account at rest": ("/w/acme/today/bakery/snoozed", {"until": "2026-03-19", "reason": "Holiday"}, "today", None),
}  # fmt: skip
CHANGED = {name: doing for name, doing in DOINGS.items() if doing[3]}


@pytest.fixture(autouse=True)
def there(acme, bakery, own_data):
    """One of each that can be changed, each with number 1."""
    with time_machine.travel(NOW, tick=False):
        Contact.objects.create(pk=1, workspace=acme, account=bakery, key="piet", name="Piet", created_at=NOW)
        said = {"workspace": acme, "target": 5, "since": NOW.date(), "by": "test", "created_at": NOW}
        Objective.objects.create(pk=1, account=bakery, title="More orders", baseline=1, **said)
        Goal.objects.create(pk=1, figure="nrr", due_on=date(2027, 1, 1), **said)
        Note.objects.create(
            pk=1, workspace=acme, account=bakery, key="n", at=NOW, text="They are moving", by="Eve", created_at=NOW
        )
        override(account=bakery, band="average", reason="As agreed", by="test")
        AuditEntry.objects.all().delete()
        StaleAccount.objects.all().delete()
        yield


def text(response) -> str:
    return html.unescape(response.content.decode())


def kept():
    """Everything but what a change leaves behind whatever became of it."""
    found = everything()
    return {name: rows for name, rows in found.items() if name not in {"records.AuditEntry", "records.StaleAccount"}}


def entries(response) -> list[str]:
    return re.findall(r'name="entry" value="(\d+)"', response.content.decode())


def undo(client, response):
    return client.post("/w/acme/undone", {"entry": entries(response)}, headers=HTMX)


@pytest.mark.parametrize("name", DOINGS)
def test_what_was_done_is_taken_back_wholly_and_noted(visit, name):
    where, said, event, _ = DOINGS[name]
    manager = visit("manager")
    before = kept()
    done = manager.post(where, said, headers=HTMX)
    assert done.status_code == 200
    assert 'action="/w/acme/undone"' in text(done)
    assert kept() != before
    StaleAccount.objects.all().delete()
    answer = undo(manager, done)
    assert "Taken back: it is as it was." in text(answer) or len(entries(done)) > 1
    assert f"tenure:{event}" in json.loads(answer.headers["HX-Trigger-After-Settle"])
    assert kept() == before
    noted = AuditEntry.objects.order_by("pk")
    assert [entry.verb for entry in noted].count("undo") == len(entries(done))
    assert StaleAccount.objects.exists() is (event in {"contacts", "objectives", "account"})
    assert "changed since" in text(undo(manager, done))


@pytest.mark.parametrize("name", CHANGED)
def test_what_somebody_changed_meanwhile_stays_and_it_is_said(visit, name):
    where, said, _, (table, values) = DOINGS[name]
    manager = visit("manager")
    done = manager.post(where, said, headers=HTMX)
    number = AuditEntry.objects.get(pk=entries(done)[0]).record
    rows = table.objects.filter(name="declined.Booking") if table is AccountHistory else table.objects.filter(pk=number)
    assert rows.update(**values)
    before = everything()
    assert "It was changed since, so nothing was taken back." in text(undo(manager, done))
    assert everything() == before


@pytest.mark.parametrize("name", DOINGS)
def test_nobody_else_takes_it_back_nor_who_may_no_longer_nor_late(visit, acme, name):
    where, said, *_ = DOINGS[name]
    manager = visit("manager")
    done = manager.post(where, said, headers=HTMX)
    before = everything()
    assert "somebody else" in text(undo(visit("owner"), done))
    with time_machine.travel(NOW + timedelta(hours=1, seconds=1), tick=False):
        assert "long ago" in text(undo(manager, done))
    if not name.startswith("note"):
        Member.objects.filter(workspace=acme, role="manager").update(role="sales")
        assert "cannot be taken back" in text(undo(manager, done))
    Member.objects.filter(workspace=acme, user__email="manager@example.com").update(role="viewer")
    assert "cannot be taken back" in text(undo(manager, done))
    Member.objects.filter(workspace=acme, role="viewer", user__email="manager@example.com").update(role="manager")
    now = everything()
    assert {name for name in now if now[name] != before[name]} <= {"records.User", "records.Member"}


def test_what_changes_nothing_offers_nothing_to_take_back(visit):
    manager = visit("manager")
    done = manager.post(f"{PAGE}/contacts/1", {"c1-name": "Piet"}, headers=HTMX)
    assert "Piet was so already." in text(done)
    assert not entries(done)
    assert (
        manager.post(f"{PAGE}/contracts/declined", {"option": "Booking", "reason": ""}, headers=HTMX).status_code == 200
    )
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("entry", ["", "x", "-1", "9" * 30])
def test_an_entry_that_is_none_is_said(visit, entry):
    assert "cannot be taken back" in text(visit("agent").post("/w/acme/undone", {"entry": entry}, headers=HTMX))


def test_what_was_erased_meanwhile_is_not_taken_back(visit):
    manager = visit("manager")
    done = manager.post(f"{PAGE}/contacts/1", {"c1-name": "Jana"}, headers=HTMX)
    AuditEntry.objects.update(before=None, after={"erased": True})  # as erasing leaves them
    assert "nothing was taken back" in text(undo(manager, done))


def test_without_script_what_was_done_is_told_on_the_page(visit):
    client = visit("manager")
    for where, said, *_ in DOINGS.values():
        answer = client.post(where, said, follow=True)
        assert answer.status_code == 200
        assert list(answer.context["messages"]), where
