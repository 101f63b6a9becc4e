"""@segment/analytics-node works when its host is changed, and nothing it sends is lost or counted twice."""

import json
import subprocess

from tenure.eventlog import wire
from tenure.eventlog.wire_event import payload_of
from tests.capture_client import ACME
from tests.fake_spool import DISK_FULL, FakeSpool
from tests.sdk.conftest import FOLDER


def send(node, host, key, calls, **settings):
    """Run the SDK in a Node process of its own; the errors it reports."""
    work = json.dumps({"host": host, "writeKey": key, "calls": calls, **settings})
    done = subprocess.run(
        [*node, "send.mjs", work], cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["errors"]


def test_every_call_arrives_once_with_its_fields(node, server):
    calls = [
        {"method": "identify", "userId": "ada", "traits": {"plan": "pro"}},
        {"method": "track", "userId": "ada", "event": "Signed Up", "properties": {"revenue": 3, "名": "é😀"}},
        {"method": "track", "anonymousId": "a1", "event": "Looked", "context": {"groupId": "acme-inc"}},
        {"method": "page", "userId": "ada", "name": "Prices"},
        {"method": "screen", "userId": "ada", "name": "Home"},
        {"method": "group", "userId": "ada", "groupId": "acme-inc", "traits": {"seats": 5}},
        {"method": "alias", "userId": "ada", "previousId": "a1"},
    ]
    assert send(node, server.url, server.keys["acme"], calls) == []
    events = server.new_events()
    assert [event.type for event in events] == [call["method"] for call in calls]
    identify, track, looked, page, screen, group, alias = events
    assert json.loads(payload_of(identify)) == {"plan": "pro"}
    assert (track.user_id, track.event) == ("ada", "Signed Up")
    assert json.loads(payload_of(track)) == {"revenue": 3, "名": "é😀"}
    assert (looked.anonymous_id, looked.user_id, looked.group_id) == ("a1", None, "acme-inc")
    assert (page.name, screen.name) == ("Prices", "Home")
    assert (group.group_id, json.loads(payload_of(group))) == ("acme-inc", {"seats": 5})
    assert (alias.user_id, alias.previous_id) == ("ada", "a1")
    assert len({event.message_id for event in events}) == len(calls)
    assert all(event.timestamp and event.sent_at for event in events)


def test_many_calls_are_sent_in_batches_and_each_arrives_once(node, server):
    calls = [{"method": "track", "userId": "ada", "event": "Opened", "messageId": f"n{n}"} for n in range(200)]
    assert send(node, server.url, server.keys["acme"], calls, flushAt=50) == []
    assert sorted(event.message_id for event in server.new_events()) == sorted(f"n{n}" for n in range(200))


def test_a_historical_time_is_kept(node, server):
    calls = [{"method": "track", "userId": "ada", "event": "Opened", "timestamp": "2020-02-29T10:00:00.000Z"}]
    assert send(node, server.url, server.keys["acme"], calls) == []
    assert [event.timestamp.isoformat() for event in server.new_events()] == ["2020-02-29T10:00:00+00:00"]


def test_a_wrong_key_is_told(node, server):
    errors = send(node, server.url, "tw_wrong", [{"method": "track", "userId": "ada", "event": "Opened"}])
    assert "401" in errors[0]
    assert server.new_events() == []


def test_a_full_disk_and_a_busy_server_lose_nothing(node, failing):
    spool = FakeSpool()
    spool.fail, spool.failures = DISK_FULL, 2
    calls = [{"method": "track", "userId": "ada", "event": "Opened", "messageId": f"n{n}"} for n in range(4)]
    with failing(spool, rate=2) as url:
        assert send(node, url, ACME, calls, flushAt=2) == []
    events = [event for request in spool.requests for event in wire.decode(request.kind, request.body)]
    assert sorted(event.message_id for event in events) == ["n0", "n1", "n2", "n3"]
