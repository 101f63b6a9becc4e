"""posthog (PyPI) works when its host is changed, and nothing it sends is lost or counted twice."""

import json
from datetime import UTC, datetime

from posthog import Posthog

from tenure.eventlog import wire
from tenure.eventlog.wire_event import micros, payload_of, time_of
from tests.capture_client import ACME
from tests.fake_spool import DISK_FULL, FakeSpool

WHEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def sdk(key, url, **settings):
    errors = []
    made = Posthog(key, host=url, on_error=lambda error, _: errors.append(error), **settings)
    made.errors = errors
    return made


def finish(posthog):
    posthog.shutdown()
    assert posthog.errors == []


def test_every_call_arrives_once_as_the_call_it_means(server):
    posthog = sdk(server.keys["acme"], server.url)
    posthog.capture("Signed Up", distinct_id="ada", properties={"value": 12.5, "naïve": "日本"}, timestamp=WHEN)
    posthog.capture("Paid", distinct_id="ada", groups={"project": "p1", "company": "acme-inc"})
    posthog.capture("$pageview", distinct_id="ada", properties={"$current_url": "https://x.example/a"})
    posthog.set(distinct_id="ada", properties={"email": "ada@x.example"})
    posthog.set_once(distinct_id="ada", properties={"came_from": "ad"})
    posthog.group_identify("company", "acme-inc", {"name": "Acme"})
    posthog.alias("a1", "ada")
    posthog.capture("Looked")
    finish(posthog)
    events = server.new_events()
    kinds = ["track", "track", "page", "identify", "identify", "group", "alias", "track"]
    assert [event.type for event in events] == kinds
    signed_up, paid, page, said, once, group, alias, looked = events
    assert (signed_up.event, signed_up.user_id) == ("Signed Up", "ada")
    assert time_of(signed_up, micros(signed_up.sent_at)) == micros(WHEN)
    assert {"value": 12.5, "naïve": "日本"}.items() <= json.loads(payload_of(signed_up)).items()
    assert (paid.group_id, json.loads(payload_of(page))["url"]) == ("acme-inc", "https://x.example/a")
    assert json.loads(payload_of(said)) == {"email": "ada@x.example"}
    assert json.loads(payload_of(once)) == {"$set_once": {"came_from": "ad"}}
    assert (group.group_id, group.anonymous_id, group.user_id) == ("acme-inc", "$company_acme-inc", None)
    assert json.loads(payload_of(group)) == {"name": "Acme"}
    assert (alias.previous_id, alias.user_id) == ("a1", "ada")
    assert (looked.user_id, bool(looked.anonymous_id)) == (None, True)
    assert len({event.message_id for event in events}) == 8
    assert all(event.timestamp and event.sent_at for event in events)


def test_packed_requests_arrive(server):
    posthog = sdk(server.keys["acme"], server.url, gzip=True)
    for n in range(250):
        posthog.capture("Opened", distinct_id="ada", properties={"n": n})
    finish(posthog)
    assert [json.loads(payload_of(event))["n"] for event in server.new_events()] == list(range(250))


def test_calls_without_a_queue_arrive_before_they_return(server):
    sdk(server.keys["acme"], server.url, sync_mode=True).capture("Paid", distinct_id="ada")
    assert [event.event for event in server.new_events()] == ["Paid"]


def test_flags_are_none_and_no_fault(server):
    posthog = sdk(server.keys["acme"], server.url)
    flags = posthog.evaluate_flags("ada")
    assert flags.is_enabled("new-page") is False
    finish(posthog)
    assert server.new_events() == []  # that a flag was asked for is the SDK's own housekeeping


def test_a_wrong_key_is_told_and_nothing_is_kept(server):
    posthog = sdk("phc_wrong", server.url)
    posthog.capture("Opened", distinct_id="ada")
    posthog.shutdown()
    (error,) = posthog.errors
    assert error.status == 401
    assert error.message.startswith("the write key is missing, unknown or revoked")
    assert server.new_events() == []


def test_a_full_disk_and_a_busy_server_lose_nothing(failing):
    spool = FakeSpool()
    spool.fail, spool.failures = DISK_FULL, 1
    with failing(spool, rate=2) as url:
        posthog = sdk(ACME, url, flush_at=2)
        ids = [posthog.capture("Opened", distinct_id="ada") for _ in range(4)]
        finish(posthog)
    events = [event for request in spool.requests for event in wire.decode(request.kind, request.body)]
    assert sorted(event.message_id for event in events) == sorted(ids)
