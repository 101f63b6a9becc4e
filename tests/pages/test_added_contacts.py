"""Adding a contact by hand: in place, with a key made where none is given, and taken back."""

import html
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure import clock
from tenure.records.models import AuditEntry, Contact, StaleAccount, Touchpoint
from tests.factories import make_account

PAGE = "/w/acme/accounts/bakery/contacts"
HTMX = {"HX-Request": "true"}
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def account(acme):
    return make_account(acme, "bakery", "Bakkerij Smit")


def text(response) -> str:
    return html.unescape(response.content.decode())


def add(client, **said):
    return client.post(f"{PAGE}/new", {f"new-{name}": value for name, value in said.items()}, headers=HTMX)


def undo(client, response):
    (entry,) = re.findall(r'name="entry" value="(\d+)"', response.content.decode())
    return client.post("/w/acme/undone", {"entry": entry}, headers=HTMX)


def test_whoever_is_added_is_a_contact_of_the_account_from_now_on(visit, acme, account):
    said = {
        "name": "Jana Vos", "email": "Jana@Example.com", "phone": "+31612345678", "role": "Owner", "language": "nl",
        "preferred_channel": "call", "time_zone": "Europe/Amsterdam", "is_champion": "on",
    }  # fmt: skip
    answer = add(visit("agent"), **said)
    assert "Jana Vos is a contact of Bakkerij Smit now." in text(answer)
    assert json.loads(answer.headers["HX-Trigger-After-Settle"])["tenure:contacts"]
    jana = Contact.objects.get(workspace=acme)
    assert (jana.key, jana.account, jana.champion_since) == ("jana@example.com", account, NOW)
    assert jana.traits == {"language": "nl"}
    assert all(getattr(jana, name) == said[name] for name in ("name", "email", "phone", "role", "preferred_channel"))
    entry = AuditEntry.objects.get(noun="contact")
    assert (entry.verb, entry.record, entry.before, entry.after["name"]) == ("create", jana.pk, None, "Jana Vos")
    assert StaleAccount.objects.filter(account=account).exists()


def test_a_key_is_made_where_there_is_neither_one_nor_an_address(visit, acme, account):
    client = visit("agent")
    add(client, name="Jana")
    add(client, name="Jana")
    add(client, name="Jana", key="u-7")
    keys = sorted(Contact.objects.filter(workspace=acme).values_list("key", flat=True))
    assert len(keys) == 3
    assert keys[2] == "u-7"
    assert all(key.startswith("contact-") for key in keys[:2])


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "Write at least a name"),
        ({"email": "nobody"}, "nobody"),
        ({"name": "Jana", "time_zone": "Mars/Phobos"}, "no time zone"),
        ({"name": "Jana", "language": "tlh"}, "Select a valid choice"),
        ({"email": "PIET@example.com"}, "Piet Smit of Bakkerij Smit has that id or address already"),
        ({"name": "Piet", "key": "piet"}, "Piet Smit of Bakkerij Smit has that id or address already"),
    ],
)
def test_whom_one_cannot_add_is_told_at_the_form(visit, acme, account, said, reason):
    Contact.objects.create(
        workspace=acme, account=account, key="piet", name="Piet Smit", email="piet@example.com", created_at=NOW
    )
    answer = add(visit("agent"), **said)
    assert answer.status_code == 422
    assert reason in text(answer)
    assert Contact.objects.count() == 1
    assert not AuditEntry.objects.filter(noun="contact").exists()


def test_without_script_the_page_comes_back_with_what_was_written(visit, account):
    page = text(visit("agent").post(f"{PAGE}/new", {"new-name": "Jana", "new-time_zone": "Mars/Phobos"}))
    assert 'value="Jana"' in page
    assert "<html" in page


def test_whoever_was_added_is_taken_back(visit, acme, account):
    client = visit("agent")
    assert "Taken back" in text(undo(client, add(client, name="Jana")))
    assert not Contact.objects.filter(workspace=acme).exists()
    assert AuditEntry.objects.filter(noun="contact", verb="undo").exists()


def test_whoever_was_changed_or_spoken_to_since_stays(visit, acme, account):
    client = visit("agent")
    changed, spoken = add(client, name="Jana"), add(client, name="Piet")
    Contact.objects.filter(name="Jana").update(role="Owner")
    piet = Contact.objects.get(name="Piet")
    Touchpoint.objects.create(
        workspace=acme, account=account, contact=piet, key="t", at=clock.now(), channel="call", created_at=clock.now()
    )
    for one in (changed, spoken):
        assert "nothing was taken back" in text(undo(client, one))
    assert Contact.objects.count() == 2


def test_only_who_added_takes_back_and_only_within_the_hour(visit, acme, account):
    client = visit("agent")
    answer = add(client, name="Jana")
    assert "by somebody else" in text(undo(visit("manager"), answer))
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert "long ago" in text(undo(client, answer))
    assert Contact.objects.count() == 1


def test_a_language_that_programs_said_stays_until_another_is_chosen(visit, acme, account):
    piet = Contact.objects.create(
        workspace=acme, account=account, key="piet", name="Piet", traits={"language": "fy"}, created_at=NOW
    )
    client = visit("agent")
    for chosen, kept in (("fy", {"language": "fy"}), ("de", {"language": "de"}), ("", {})):
        said = {"name": "Piet", "language": chosen}
        answer = client.post(f"{PAGE}/{piet.pk}", {f"c{piet.pk}-{name}": value for name, value in said.items()})
        assert answer.status_code == 302
        piet.refresh_from_db()
        assert piet.traits == kept


@pytest.mark.parametrize(("role", "adds", "imports"), [("manager", 1, 1), ("agent", 1, 0), ("sales", 0, 0)])
def test_only_what_one_may_do_is_offered_where_nobody_is_known(visit, account, role, adds, imports):
    page = text(visit(role).get(PAGE))
    assert page.count("Add a contact") == adds
    assert page.count("Bring in contacts") == imports
