"""Incidents on pages: opened from a ticket, a touchpoint or nothing, told by each owner, closed together, and as files."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.actions.incident_telling import tell
from tenure.actions.incidents import close_incident, open_incident
from tenure.actions.touchpoints import Said, log_touchpoint
from tenure.records.models import AccountHistory, Contact, Incident, IncidentAccount, Member, Task
from tests.business_rows import EPOCH_TIME, make_asset, make_ticket
from tests.factories import make_account, store

HERE = "/w/acme/incidents"
NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
HTMX = {"HX-Request": "true"}
ON_7 = {"fact": "trait.System", "op": "eq", "value": "7.2"}


@pytest.fixture(autouse=True)
def frozen(own_data):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def on_7(acme):
    """Adds an account on system 7.2, with a contact who is mailed."""

    def made(key, owner=None, **contact):
        account = make_account(acme, key, key.title(), {"trait.System": "7.2", "active_days_28": 3})
        AccountHistory.objects.create(
            workspace=acme, account=account, name="trait.System", value="7.2", since=EPOCH_TIME
        )
        if owner:
            account.owner = owner
            account.save()
        said = {"key": f"{key}-1", "name": f"Ann {key}", "email": f"ann@{key}.example", **contact}
        Contact.objects.create(workspace=acme, account=account, created_at=EPOCH_TIME, **said)
        return account

    return made


def opened(acme, rule=ON_7, **more):
    return open_incident(workspace=acme, title="Images do not load", rule=rule, by="test", **more).incident


def text(response, status=200):
    assert response.status_code == status
    page = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[max(page.find('id="main"'), 0) :]))


def rows(response):
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def member(role):
    return Member.objects.get(user__email=f"{role}@example.com")


def test_a_ticket_is_marked_as_an_incident_with_what_others_share_with_whoever_reported_it(visit, acme, on_7):
    reporter = on_7("one")
    on_7("two", traits={"Address bounces": "yes"})
    make_account(acme, "else", "Else", {"trait.System": "7.1"})
    ticket = make_ticket(reporter, "2026-05-11", subject="Images do not load")
    client = visit("agent")
    timeline = client.get("/w/acme/accounts/one/timeline").content.decode()
    assert f'href="{HERE}/new?ticket={ticket.key}"' in timeline
    form = client.get(f"{HERE}/new?ticket={ticket.key}").content.decode()
    assert 'value="Images do not load"' in form
    chosen = re.search(r'class="chip" href="(\?[^"]+)"[^>]*>System: 7.2<', form)[1].replace("&amp;", "&")
    preview = text(client.get(f"{HERE}/affected{chosen}"))
    assert "2 accounts are affected" in preview
    assert "Affected if System is “7.2”." in preview
    assert "Two" in preview
    assert "Else" not in preview
    said = {"title": "Images do not load", "ticket": ticket.key, "trait": "System", "value": "7.2"}
    answer = client.post(f"{HERE}/made", said)
    incident = Incident.objects.get()
    assert answer.url == f"{HERE}/{incident.pk}"
    assert (incident.ticket, incident.opened_by) == (ticket, f"member {member('agent').pk}")
    page = text(client.get(answer.url))
    assert "Opened: 2 accounts are affected." in page
    assert "2 accounts are affected. Nobody was told yet. 1 is to be called." in page
    assert re.search(r"Two Ann two Call mail comes back", page)


def test_a_touchpoint_fills_the_form_too(visit, acme, on_7):
    said = Said(channel="call", at=NOW - timedelta(hours=1), summary="Pictures are grey\nSince Monday")
    logged = log_touchpoint(account=on_7("one"), said=said, by="test")
    number = logged.touchpoint.pk
    client = visit("agent")
    assert f"{HERE}/new?touchpoint={number}" in client.get(f"/w/acme/touchpoints/{number}").content.decode()
    form = client.get(f"{HERE}/new?touchpoint={number}").content.decode()
    assert 'value="Pictures are grey"' in form
    assert "Since Monday" in form
    assert "One reported it." in form


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"title": "No images"}, "Say what the affected have in common"),
        ({"title": "", "everybody": "on"}, "Say what is wrong, in a few words."),
        ({"title": "No images", "trait": "System"}, "Say which value of which trait."),
        ({"title": "No images", "platform": "nowhere"}, "nowhere"),
    ],
)
def test_a_form_that_cannot_be_taken_comes_back_with_what_to_change(visit, acme, on_7, said, sentence):
    on_7("one")
    assert sentence in text(visit("agent").post(f"{HERE}/made", said), 422)
    assert not Incident.objects.exists()


def test_all_that_is_chosen_holds_together(visit, acme, on_7):
    for key, platform in (("one", "iOS"), ("two", "Android")):
        asset = make_asset(on_7(key), version="3.1")
        type(asset).objects.filter(pk=asset.pk).update(platform=platform)
    client = visit("agent")
    said = text(client.get(f"{HERE}/affected", {"platform": "iOS", "version": "3.1", "used": "active_days_28"}))
    assert "1 account is affected" in said
    assert "platform is “iOS” and version is “3.1” and active days in the last 28 days is at least 1" in said
    assert "2 accounts are affected" in text(client.get(f"{HERE}/affected", {"everybody": "on"}))


def test_each_owner_sees_theirs_and_everybodys_at_a_click(visit, acme, on_7):
    client = visit("agent")
    on_7("mine", member("agent")), on_7("other")
    incident = opened(acme)
    page = text(client.get(f"{HERE}/{incident.pk}"))
    assert "Mine Ann mine" in page
    assert "Ann other" not in page
    assert "Ann other" in text(client.get(f"{HERE}/{incident.pk}?scope=all"))
    assert "1 of yours to tell" in text(client.get(HERE))
    assert "Ann other" in text(visit("viewer").get(f"{HERE}/{incident.pk}"))


def test_who_was_told_is_noted_in_place_and_taken_back(visit, acme, on_7):
    on_7("one"), on_7("two")
    incident, client = opened(acme), visit("sales")
    numbers = list(IncidentAccount.objects.order_by("pk").values_list("pk", flat=True))
    answer = client.post(f"{HERE}/{incident.pk}/told", {"do": "tell", "row": numbers[:1]}, headers=HTMX)
    assert "1 account was told." in text(answer)
    page = text(client.get(f"{HERE}/{incident.pk}"))
    assert "2 accounts are affected. 1 was told." in page
    assert "told today by Sales" in page
    assert "Ann one" not in text(client.get(f"{HERE}/{incident.pk}?show=untold"))
    entry = re.search(r'name="entry" value="(\d+)"', answer.content.decode())[1]
    assert "Taken back" in text(client.post("/w/acme/undone", {"entry": entry}, headers=HTMX))
    assert not IncidentAccount.objects.exclude(told_at=None).exists()
    assert "Choose the accounts first" in text(client.post(f"{HERE}/{incident.pk}/told", {"do": "tell"}, headers=HTMX))


def test_who_is_not_reached_in_writing_is_called_instead(visit, acme, on_7):
    on_7("one")
    incident, client = opened(acme), visit("agent")
    said = {"do": "call", "row": IncidentAccount.objects.get().pk, "why": "Mail came back"}
    assert "1 account is called." in text(client.post(f"{HERE}/{incident.pk}/told", said, headers=HTMX))
    assert "Call Mail came back" in text(client.get(f"{HERE}/{incident.pk}"))
    assert Task.objects.filter(done_at=None, dropped_at=None).get().title == "Call Ann one about “Images do not load”"


def test_looking_again_adds_whom_the_rule_holds_for_by_now(visit, acme, on_7):
    on_7("one")
    incident, client = opened(acme), visit("agent")
    assert "Nobody else is affected." in text(client.post(f"{HERE}/{incident.pk}/again", headers=HTMX))
    on_7("two")
    assert "1 more account is affected." in text(client.post(f"{HERE}/{incident.pk}/again", headers=HTMX))
    Incident.objects.update(rule={"fact": "gone_fact", "op": "known"})
    assert "there is no such fact" in text(client.post(f"{HERE}/{incident.pk}/again", headers=HTMX))


def test_all_are_closed_together_with_an_apology(visit, acme, on_7):
    on_7("one"), on_7("two")
    incident, client = opened(acme), visit("agent")
    too_long = text(client.post(f"{HERE}/{incident.pk}/closed", {"goodwill": "x" * 301}, headers=HTMX), 422)
    assert "300" in too_long
    said = {"apology": "We are sorry.", "goodwill": "A month free"}
    assert "Closed: Images do not load." in text(client.post(f"{HERE}/{incident.pk}/closed", said, headers=HTMX))
    assert Task.objects.filter(done_at=None, dropped_at=None).count() == 2
    page = text(client.get(f"{HERE}/{incident.pk}"))
    assert "We are sorry." in page
    assert "never told" in page
    assert "Look again" not in page
    assert "Images do not load" in text(client.get(f"{HERE}?state=closed"))
    assert "No incident is open." in text(client.get(HERE))


def test_opening_is_taken_back_on_its_page_while_nobody_was_told(visit, acme, on_7):
    on_7("one")
    client = visit("agent")
    where = client.post(f"{HERE}/made", {"title": "No images", "everybody": "on"}).url
    entry = re.search(r'name="entry" value="(\d+)"', client.get(where).content.decode())[1]
    client.post("/w/acme/undone", {"entry": entry})
    assert not Incident.objects.exists()
    assert not Task.objects.exists()


def test_an_open_incident_shows_on_the_page_of_each_account_that_it_affects(visit, acme, on_7):
    on_7("one")
    incident, client = opened(acme, description="Since Monday"), visit("viewer")
    said = text(client.get("/w/acme/accounts/one"))
    assert "Affected by an incident ( today ): Images do not load · not told yet" in said
    assert "Affected by the incident “Images do not load” Since Monday" in text(
        client.get("/w/acme/accounts/one/timeline?kind=incidents")
    )
    tell(incident=incident, numbers=[IncidentAccount.objects.get().pk], by="test")
    close_incident(incident=incident, goodwill="A month free", by="test")
    assert "Affected by an incident" not in text(client.get("/w/acme/accounts/one"))
    timeline = text(client.get("/w/acme/accounts/one/timeline?kind=incidents"))
    assert "Ann one was told of the incident “Images do not load”" in timeline
    assert "The incident “Images do not load” was closed A month free" in timeline


def test_why_lists_the_incidents_beneath_the_fact(visit, acme, on_7, frozen):
    on_7("one")
    opened(acme)
    frozen.move_to(NOW + timedelta(hours=1))
    on_7("two")

    store(IncidentAccount.objects.get().account, {"incidents_open": 1, "active_days_28": 3}, NOW + timedelta(hours=1))
    said = text(visit("viewer").get("/w/acme/accounts/one/why?fact=incidents_open", headers=HTMX))
    assert "Affected by 1 open incident" in said
    assert "Images do not load" in said


def test_sellers_do_not_read_a_rule_about_what_they_do_not_see(visit, acme):
    make_account(acme, "one", "One", {"sentiment": 1})
    incident = opened(acme, {"fact": "sentiment", "op": "le", "value": 2})
    assert "rating of the relationship" in text(visit("agent").get(f"{HERE}/{incident.pk}"))
    hidden = visit("sales")
    for where in (f"{HERE}/{incident.pk}", HERE):
        said = text(hidden.get(where))
        assert "rating of the relationship" not in said
        assert "something your role does not see" in said
    assert "rating" not in rows(hidden.get(f"{HERE}?format=csv"))[0]["Affected if"]


def test_incidents_and_whom_one_affects_are_files(visit, acme, on_7):
    client = visit("agent")
    on_7("one", member("agent"))
    on_7("two", preferred_channel="call", phone="+31 6 1")
    incident = opened(acme)
    tell(incident=incident, numbers=[IncidentAccount.objects.get(account__key="two").pk], by="test")
    (line,) = rows(client.get(f"{HERE}?format=csv"))
    assert (line["Incident"], line["Accounts"], line["Told"]) == ("Images do not load", "2", "1")
    one, two = rows(client.get(f"{HERE}/{incident.pk}?format=csv"))
    assert (one["Account ID"], one["Owner"], one["Way"], one["Told on"]) == ("one", "Agent", "E-mail", "")
    assert (two["Way"], two["Why"], two["Told on"], two["Phone"]) == (
        "Call",
        "prefers to talk",
        "2026-05-12",
        "'+31 6 1",
    )


def test_a_page_asks_the_database_as_often_however_many_are_affected(visit, acme, on_7):
    client, asked = visit("agent"), []
    for keys in (("a",), ("b", "c", "d", "e", "f")):
        for key in keys:
            on_7(key, member("agent"))
        incident = opened(acme)
        with CaptureQueriesContext(connection) as listed:
            client.get(HERE)
        with CaptureQueriesContext(connection) as shown:
            client.get(f"{HERE}/{incident.pk}")
        asked.append((len(listed), len(shown)))
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 16


def test_what_is_not_there_is_not_found(visit, acme, rival):
    client = visit("owner")
    make_account(rival, "theirs", "Theirs", {"trait.System": "7.2"})
    theirs = opened(rival)
    for number in (theirs.pk, 10**20):
        assert client.get(f"{HERE}/{number}").status_code == 404
