"""Events as they arrive with the account each reached and why; dead letters; who reaches nobody yet."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.urls import reverse

from tenure.actions.identities import apply_calls
from tenure.answers import process
from tenure.console import events as module
from tenure.console import streaming
from tenure.eventlog.calls import IdentityCall
from tenure.eventlog.spool import DeadLetter
from tenure.records.belonging import all_actors
from tenure.records.models import Account, Contact, Workspace
from tenure.rounds.seal import seal
from tests.unit.eventlog.events_for_tests import Log, event

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("own_data")


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def manager(visit):
    return visit("manager")


@pytest.fixture
def log(own_data):
    log = Log(own_data)
    yield log
    log.spool.close()


@pytest.fixture
def people(acme, bakery):
    """Whose ids are known in which way."""
    Contact.objects.create(workspace=acme, account=bakery, key="piet", email="piet@smit.nl", created_at=NOW)
    apply_calls(workspace=acme, calls=[IdentityCall("group", "ada", None, "bakery", None, {}, NOW, "g1")])


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def live(client) -> str:
    return text(client.get(reverse("live-events", args=["acme"])))


def test_without_events_the_page_shows_how_to_begin(manager):
    page = live(manager)
    assert "No event has arrived yet" in page
    assert "Get a key and a snippet" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"user_id": "x", "group_id": "bakery"}, "open x Bakkerij Smit its own group names it"),
        ({"user_id": "ada"}, "open ada Bakkerij Smit a call said so"),
        ({"user_id": "piet@smit.nl"}, "open piet@smit.nl Bakkerij Smit a contact has this id"),
        ({"user_id": "bakery"}, "open bakery Bakkerij Smit the id is its key"),
        ({"user_id": "x"}, "open x No account nothing says whose it is"),
        ({"user_id": "ada", "group_id": "nobody-inc"}, "open ada No account its group is no account’s key: nobody-inc"),
        ({"user_id": None, "anonymous_id": "cookie"}, "open cookie anonymous No account nothing says whose it is"),
        ({"type": "identify", "event": None, "user_id": "ada"}, "identify identify call ada Bakkerij Smit"),
        ({"flag": "future", "user_id": "x"}, "open time ahead x"),
        ({"import_id": 7, "user_id": "x"}, "open import 7 x"),
    ],
)  # fmt: skip
def test_each_event_says_whom_it_reached_and_why(manager, log, people, fields, words):
    log.seal(event("m1", NOW, **fields))
    assert f"12:00:00 {words}" in live(manager)


def test_where_accounts_are_people_groups_mean_nothing(manager, log, people, acme):
    Workspace.objects.filter(pk=acme.pk).update(accounts_are="people")
    log.seal(event("m1", NOW, user="bakery", group_id="nobody-inc"))
    assert "Bakkerij Smit the id is its key" in live(manager)


def test_nothing_of_what_an_event_carries_is_shown(manager, log):
    log.seal(event("m1", NOW, payload='{"password": "hidden-word"}', context='{"ip": "10.9.8.7"}'))
    page = manager.get(reverse("live-events", args=["acme"])).content.decode()
    assert "hidden-word" not in page
    assert "10.9.8.7" not in page


def test_rows_that_came_since_are_fetched_by_themselves(manager, log):
    version = log.seal(event("m1", NOW, event="First"))
    log.seal(*[event(f"n{n}", NOW + timedelta(seconds=n), event=f"Later {n}") for n in range(60)])
    rows = manager.get(reverse("event-rows", args=["acme"]), {"after": version})
    page = text(rows)
    assert ("Later 59" in page, "Later 10" in page, "Later 9 " in page, "First" in page) == (True, True, False, False)
    assert "10 more came at the same time" in page
    assert f'name="after" value="{version + 1}" hx-swap-oob="true"' in rows.content.decode()
    again = manager.get(reverse("event-rows", args=["acme"]), {"after": version + 1})
    assert "<li" not in again.content.decode()


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30])
def test_an_address_without_a_version_shows_the_newest(manager, log, after):
    log.seal(event("m1", NOW))
    assert "open" in text(manager.get(reverse("event-rows", args=["acme"]), {"after": after}))


def test_another_workspaces_events_are_not_shown(visit, log):
    log.seal(event("m1", NOW, event="Ours alone"))
    outsider = visit("outsider")
    assert "Ours alone" not in text(outsider.get(reverse("live-events", args=["rival"])))


def test_many_events_cost_no_more_questions(manager, log, people, django_assert_max_num_queries):
    log.seal(*[event(f"m{n}", NOW, user=f"u{n % 7}", group_id="bakery" if n % 2 else None) for n in range(80)])
    live(manager)
    with django_assert_max_num_queries(14):
        live(manager)


def test_the_stream_is_for_members_only(visit, acme):
    for role, status in (("viewer", 200), ("outsider", 404), (None, 404)):
        client = visit(role)
        answer = client.get(reverse("event-stream", args=["acme"]))
        assert answer.status_code == status, role


@pytest.mark.django_db(transaction=True)
def test_the_stream_says_how_far_the_log_is(acme, log, monkeypatch):
    version = log.seal(event("m1", NOW))
    monkeypatch.setattr(streaming, "LONGEST_SECONDS", 5.0)

    async def first():
        stream = streaming.news_of("events", module.poller, "acme")
        said = [await anext(stream), await anext(stream)]
        await stream.aclose()
        return said

    assert async_to_sync(first)() == ["retry: 1000\n\n", f"event: events\ndata: {version}\n\n"]


def dead(client, **query) -> str:
    return text(client.get(reverse("dead-letters", args=["acme"]), query))


@pytest.fixture
def letters(acme):
    """Two letters: one that would be kept today, one that would still not."""
    good = {"type": "track", "userId": "ada", "event": "Opened", "messageId": "a", "timestamp": NOW.isoformat()}
    bad = {"type": "track", "event": "Opened", "messageId": "b", "writeKey": "tw_secret-key-1"}
    when = int(NOW.timestamp() * 1e6)
    process.spool().append(
        [],
        [
            DeadLetter("acme", when, "its time lies before 2016", json.dumps({"batch": [good]}).encode()),
            DeadLetter("acme", when, "it names nobody", json.dumps({"batch": [bad]}).encode()),
            DeadLetter("rival", when, "of another workspace", b"{}"),
        ],
    )


def test_without_dead_letters_the_page_says_what_they_would_be(manager):
    assert "Every event was kept" in dead(manager)


def test_letters_are_shown_with_reason_and_beginning_and_no_key(manager, visit, letters):
    page = dead(manager)
    assert "it names nobody" in page
    assert "Opened" in page
    assert "tw_secret-key-1" not in page
    assert "of another workspace" not in page
    assert "Replay all" in page
    assert "Replay" not in dead(visit("agent"))


def test_letters_are_found_by_reason(manager, letters):
    page = dead(manager, reason="NAMES")
    assert ("it names nobody" in page, "lies before" in page, "Replay those found" in page) == (True, False, True)
    assert "No dead letter has such a reason" in dead(manager, reason="nothing like it")


def test_letters_are_found_by_the_reason_as_the_page_says_it(manager, letters):
    german = {"Accept-Language": "de"}
    address = reverse("dead-letters", args=["acme"])
    assert "es nennt niemanden" in text(manager.get(address, {"reason": "NIEMANDEN"}, headers=german))
    assert "es nennt niemanden" not in text(manager.get(address, {"reason": "names"}, headers=german))
    answer = manager.post(
        reverse("replay-letters", args=["acme"]), {"reason": "niemanden"}, headers=german, follow=True
    )
    assert "Eines bleibt, weil es noch immer nicht gespeichert werden konnte" in text(answer)


def test_what_would_be_kept_now_goes_through_again(manager, letters, acme):
    answer = manager.post(reverse("replay-letters", args=["acme"]), {"reason": ""}, follow=True)
    assert "1 of 2 go through again and show among the live events." in text(answer)
    assert "One stays, because it could still not be kept" in text(answer)
    page = dead(manager)
    assert "lies before" not in page
    seal(acme)
    assert "Opened ada No account" in live(manager)


def test_one_letter_is_replayed_alone(manager, letters):
    number = next(one.id for one in process.spool().dead_letters("acme", 10) if "names nobody" in one.reason)
    answer = manager.post(reverse("replay-letters", args=["acme"]), {"id": number}, follow=True)
    assert "One stays" in text(answer)
    assert "lies before" in dead(manager)
    gone = manager.post(reverse("replay-letters", args=["acme"]), {"id": 10**9}, follow=True)
    assert "There is none of these any more." in text(gone)


def lost(client) -> str:
    return text(client.get(reverse("unassigned", args=["acme"])))


def test_when_every_event_reaches_an_account_the_page_says_how(manager):
    assert "Every event reaches an account" in lost(manager)


@pytest.fixture
def wanderers(log, bakery):
    """Three who reach nobody: a user, an anonymous visitor, and one in a group that nobody knows."""
    log.seal(
        event("m1", NOW, user="piet"), event("m2", NOW, user="piet"),
        event("m3", NOW, user=None, anonymous_id="cookie"), event("m4", NOW, user="eva", group_id="nieuw-bv"),
    )  # fmt: skip


def test_those_who_reach_nobody_are_listed_with_the_reason(manager, visit, wanderers):
    page = lost(manager)
    assert "piet user id No call, contact or account has this id 2 events today" in page
    assert "cookie anonymous id No call, contact or account has this id 1 event today" in page
    assert "eva user id No account has the key of its group, nieuw-bv 1 event today Make the account" in page
    assert "Assign" not in lost(visit("viewer"))


def test_one_is_assigned_and_all_it_did_counts_for_the_account(manager, wanderers, acme):
    answer = manager.post(reverse("assign", args=["acme"]), {"actor": "u:piet", "account": "bakery"}, follow=True)
    assert "piet belongs to Bakkerij Smit now, with all events of before." in text(answer)
    assert "piet user id" not in lost(manager)
    assert all_actors(acme)["u:piet"][1] == Account.objects.get(key="bakery").pk
    assert "open piet Bakkerij Smit a call said so" in live(manager)


def test_an_account_is_made_of_a_group(manager, wanderers):
    answer = manager.post(reverse("assign", args=["acme"]), {"account": "nieuw-bv"}, follow=True)
    assert "nieuw-bv is an account now" in text(answer)
    assert "nieuw-bv" not in lost(manager).replace("nieuw-bv is an account", "")


@pytest.mark.parametrize("key", ["", "nobody", "x" * 400])
def test_an_account_that_nobody_has_is_refused(manager, wanderers, key):
    answer = manager.post(reverse("assign", args=["acme"]), {"actor": "u:piet", "account": key}, follow=True)
    assert "No account has the key" in text(answer)
    assert "piet user id" in lost(manager)


def test_accounts_are_offered_while_somebody_writes(manager, bakery, studio):
    offered = manager.get(reverse("find-accounts", args=["acme"]), {"account": "smit bak"}).content.decode()
    assert '<option value="bakery">Bakkerij Smit</option>' in offered
    assert "Vonk" not in offered
