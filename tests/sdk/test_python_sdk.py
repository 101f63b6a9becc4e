"""segment-analytics-python works when its host is changed, and nothing it sends is lost or counted twice."""

import json
import subprocess
import sys
from datetime import UTC, datetime

from segment.analytics.client import Client

from tenure.eventlog import wire
from tenure.eventlog.wire_event import micros, payload_of, time_of
from tests.capture_client import ACME
from tests.fake_spool import DISK_FULL, FakeSpool

WHEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def client(server, **settings):
    errors = []
    made = Client(
        server.keys["acme"], host=server.url, on_error=lambda error, _: errors.append(error), max_retries=3, **settings
    )
    made.errors = errors
    return made


def finish(sdk):
    sdk.shutdown()
    assert sdk.errors == []


def test_every_call_arrives_once_with_its_fields(server):
    sdk = client(server)
    sdk.identify("ada", {"plan": "pro", "seats": 5}, timestamp=WHEN)
    sdk.track("ada", "Signed Up", {"value": 12.5, "naïve": "日本"}, context={"groupId": "acme-inc"}, timestamp=WHEN)
    sdk.page("ada", "docs", "Prices", {"url": "https://shop.example"}, timestamp=WHEN)
    sdk.screen("ada", name="Home", timestamp=WHEN)
    sdk.group("ada", "acme-inc", {"name": "Acme"}, timestamp=WHEN)
    sdk.alias("anonymous-1", "ada", timestamp=WHEN)
    sdk.track(anonymous_id="anonymous-2", event="Looked", message_id="mine-1", timestamp=WHEN)
    finish(sdk)
    events = server.new_events()
    assert [event.type for event in events] == ["identify", "track", "page", "screen", "group", "alias", "track"]
    identify, track, page, screen, group, alias, last = events
    assert json.loads(payload_of(identify)) == {"plan": "pro", "seats": 5}
    assert (track.user_id, track.event, track.group_id) == ("ada", "Signed Up", "acme-inc")
    assert json.loads(payload_of(track)) == {"value": 12.5, "naïve": "日本"}
    assert (page.name, screen.name) == ("Prices", "Home")
    assert (group.group_id, json.loads(payload_of(group))) == ("acme-inc", {"name": "Acme"})
    assert (alias.previous_id, alias.user_id) == ("anonymous-1", "ada")
    assert (last.anonymous_id, last.user_id, last.message_id) == ("anonymous-2", None, "mine-1")
    assert len({event.message_id for event in events}) == 7
    assert all(event.sent_at is not None for event in events)
    assert {time_of(event, micros(event.sent_at)) for event in events} == {micros(WHEN)}


def test_packed_requests_arrive(server):
    sdk = client(server, gzip=True)
    for n in range(250):
        sdk.track("ada", "Opened", {"n": n})
    finish(sdk)
    assert [json.loads(payload_of(event))["n"] for event in server.new_events()] == list(range(250))


def test_calls_without_a_queue_arrive_before_they_return(server):
    sdk = client(server, sync_mode=True)
    sdk.track("ada", "Paid", {"revenue": 9})
    assert [event.event for event in server.new_events()] == ["Paid"]


def test_two_workspaces_get_their_own(server):
    for slug in ("acme", "rival"):
        sdk = Client(server.keys[slug], host=server.url, sync_mode=True)
        sdk.track(slug, "Opened")
    assert [event.user_id for event in server.new_events("acme")] == ["acme"]
    assert [event.user_id for event in server.new_events("rival")] == ["rival"]


def test_what_waits_at_the_end_of_a_program_is_sent(server):
    program = f"""
import segment.analytics as analytics
analytics.write_key, analytics.host = {server.keys["acme"]!r}, {server.url!r}
for n in range(80):
    analytics.track("ada", "Left", {{"n": n}})
"""
    subprocess.run([sys.executable, "-c", program], check=True)
    assert sorted(json.loads(payload_of(event))["n"] for event in server.new_events()) == list(range(80))


def test_a_wrong_key_is_told_and_nothing_is_kept(server):
    errors = []
    sdk = Client("tw_wrong", host=server.url, on_error=lambda error, _: errors.append(error))
    sdk.track("ada", "Opened")
    sdk.shutdown()
    assert [(error.status, error.code) for error in errors] == [(401, "unknown_key")]
    assert server.new_events() == []


def _send(url, calls=3):
    errors = []
    sdk = Client(ACME, host=url, on_error=lambda error, _: errors.append(error), upload_size=1)
    for n in range(calls):
        sdk.track("ada", "Opened", message_id=f"m{n}")
    sdk.flush()
    sdk.join()
    assert errors == []


def _ids(spool):
    events = [event for request in spool.requests for event in wire.decode(request.kind, request.body)]
    return sorted(event.message_id for event in events)  # what is tried again comes after the rest


def test_a_full_disk_loses_nothing_because_the_sdk_tries_again(failing):
    spool = FakeSpool()
    spool.fail, spool.failures = DISK_FULL, 1
    with failing(spool) as url:
        _send(url)
    assert _ids(spool) == ["m0", "m1", "m2"]
    assert spool.appends == 4


def test_over_its_rate_the_sdk_waits_and_loses_nothing(failing):
    spool = FakeSpool()
    with failing(spool, rate=1) as url:
        _send(url)
    assert _ids(spool) == ["m0", "m1", "m2"]
