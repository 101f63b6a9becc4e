"""posthog-node works when its host is changed, and nothing it sends is lost or counted twice."""

import json
import subprocess

from tenure.eventlog import wire
from tenure.eventlog.wire_event import payload_of
from tests.capture_client import ACME
from tests.fake_spool import DISK_FULL, FakeSpool
from tests.sdk.conftest import FOLDER


def send(node, host, key, calls, **settings):
    """Run the SDK in a Node process of its own; the errors it reports."""
    work = json.dumps({"host": host, "key": key, "calls": calls, "settings": settings})
    done = subprocess.run(
        [*node, "posthog.mjs"], input=work, cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["errors"]


def captured(number, **more):
    return {"method": "capture", "distinctId": "ada", "event": "Opened", "properties": {"n": number}, **more}


def test_every_call_arrives_once_as_the_call_it_means(node, server):
    calls = [
        {"method": "capture", "distinctId": "ada", "event": "Signed Up", "properties": {"revenue": 3, "名": "é😀"}},
        captured(1, groups={"company": "acme-inc"}, timestamp="2020-02-29T10:00:00.000Z"),
        {
            "method": "identify",
            "distinctId": "ada",
            "properties": {"email": "ada@x.example", "$anon_distinct_id": "a1"},
        },
        {"method": "setPersonProperties", "distinctId": "ada", "properties": {"plan": "pro"}},
        {"method": "groupIdentify", "groupType": "company", "groupKey": "acme-inc", "properties": {"name": "Acme"}},
        {"method": "groupIdentify", "groupType": "company", "groupKey": "acme-inc", "distinctId": "ada"},
        {"method": "alias", "distinctId": "old", "alias": "ada"},
        {"method": "capture", "event": "Looked"},
    ]
    assert send(node, server.url, server.keys["acme"], calls) == []
    events = sorted(server.new_events(), key=lambda event: event.timestamp)  # it prepares each call on its own
    opened = events.pop(0)
    assert (opened.timestamp.isoformat(), opened.group_id) == ("2020-02-29T10:00:00+00:00", "acme-inc")
    found = {
        kind: [event for event in events if event.type == kind] for kind in ("track", "identify", "group", "alias")
    }
    signed_up = next(event for event in found["track"] if event.event == "Signed Up")
    assert {"revenue": 3, "名": "é😀"}.items() <= json.loads(payload_of(signed_up)).items()
    assert {json.dumps(json.loads(payload_of(event))) for event in found["identify"]} == {
        '{"email": "ada@x.example"}',
        '{"plan": "pro"}',
    }
    assert {(event.user_id, event.anonymous_id) for event in found["identify"]} == {("ada", "a1"), ("ada", None)}
    assert {(event.user_id, event.anonymous_id) for event in found["group"]} == {
        (None, "$company_acme-inc"),
        ("ada", None),
    }
    assert [(event.user_id, event.previous_id) for event in found["alias"]] == [("ada", "old")]
    looked = next(event for event in found["track"] if event.event == "Looked")
    assert (looked.user_id, bool(looked.anonymous_id)) == (None, True)
    assert len({event.message_id for event in events}) == 7


def test_many_calls_are_sent_in_batches_and_each_arrives_once(node, server):
    assert send(node, server.url, server.keys["acme"], [captured(n) for n in range(200)], flushAt=50) == []
    assert sorted(json.loads(payload_of(event))["n"] for event in server.new_events()) == list(range(200))


def test_a_batch_that_is_too_large_is_sent_again_in_halves(node, server):
    calls = [captured(n, properties={"n": n, "text": "x" * 20_000}) for n in range(40)]
    assert send(node, server.url, server.keys["acme"], calls, flushAt=40, disableCompression=True) == []
    assert sorted(json.loads(payload_of(event))["n"] for event in server.new_events()) == list(range(40))


def test_a_wrong_key_is_told(node, server):
    assert "401" in send(node, server.url, "phc_wrong", [captured(1)])[0]
    assert server.new_events() == []


def test_a_full_disk_and_a_busy_server_lose_nothing(node, failing):
    spool = FakeSpool()
    spool.fail, spool.failures = DISK_FULL, 1
    with failing(spool, rate=2) as url:
        assert send(node, url, ACME, [captured(n) for n in range(4)], flushAt=2) == []
    events = [event for request in spool.requests for event in wire.decode(request.kind, request.body)]
    assert sorted(json.loads(payload_of(event))["n"] for event in events) == list(range(4))
