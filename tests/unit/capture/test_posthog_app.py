"""What PostHog's SDKs are answered, and that capture's promises hold for them: 200 for nothing that is not kept."""

import asyncio
import base64
import gzip
import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.capture.limits import MAX_REQUEST
from tenure.capture.posthog_app import ASIDE, PostHog, is_posthog
from tenure.eventlog import wire
from tests.capture_client import ACME, KEYS, RIVAL, Client, capture, until
from tests.fake_spool import DISK_FULL

EVENT = {"event": "Opened", "distinct_id": "ada", "properties": {}}
BATCH = {"api_key": ACME, "batch": [EVENT]}
PAGE = {"Origin": "https://shop.example"}


def run(work, **settings):
    async def main():
        async with capture(**settings) as client:
            return await work(Client(PostHog(client.app), client.spool, client.writer))

    return asyncio.run(main())


async def post(client, path, body, headers=None):
    return await client.send(path, body, headers, key=None)


def kept(client):
    return [
        (request.workspace, event.user_id, event.event)
        for request in client.spool.requests
        for event in wire.decode(request.kind, request.body)
    ]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(("path", "word"), [("batch", 1), ("e", 1), ("capture", 1), ("track", 1), ("i/v0/e", "Ok")])
def test_each_address_takes_a_batch_and_a_single_event(path, slash, word):
    async def work(client):
        for body in (BATCH, {"api_key": ACME, **EVENT}, [{**EVENT, "properties": {"token": ACME}}]):
            answer = await post(client, f"/{path}{slash}", body)
            assert (answer.status, answer.json) == (200, {"status": word})
        assert kept(client) == [("acme", "ada", "Opened")] * 3
        assert is_posthog(f"/{path}{slash}")

    run(work)


def test_the_key_is_not_kept():
    async def work(client):
        body = {"api_key": ACME, "batch": [{**EVENT, "properties": {"token": ACME, "rows": 3}}]}
        await post(client, "/e/", body)
        assert ACME.encode() not in client.spool.requests[0].body
        assert b'"rows":3' in client.spool.requests[0].body

    run(work)


TEXT = json.dumps({"api_key": ACME, "batch": [{**EVENT, "event": "Größe ✓ a+b"}]}, ensure_ascii=False).encode()
BASE64 = base64.b64encode(TEXT)


@pytest.mark.parametrize(
    ("path", "body", "encoding"),
    [
        ("/batch/", gzip.compress(TEXT, mtime=0), "gzip"),
        ("/e/?compression=gzip-js", gzip.compress(TEXT, mtime=0), None),
        ("/e/", gzip.compress(TEXT, mtime=0), None),
        ("/e/?compression=gzip-js", TEXT, None),
        ("/e/?compression=base64", BASE64, None),
        ("/e/?compression=base64", b"data=" + quote(BASE64).encode(), None),
        ("/e/", b"data=" + quote(BASE64).encode(), None),
        ("/e/", b"data=" + BASE64, None),
        ("/e/", b"compression=base64&data=" + quote(BASE64).encode(), None),
        ("/e/", b"data=" + quote(TEXT).encode(), None),
        ("/e/?compression=base64", base64.b64encode(gzip.compress(TEXT, mtime=0)), None),
    ],
)
def test_packed_and_wrapped_bodies_are_opened(path, body, encoding):
    async def work(client):
        answer = await post(client, path, body, {"Content-Encoding": encoding} if encoding else None)
        assert answer.status == 200
        assert kept(client) == [("acme", "ada", "Größe ✓ a+b")]

    run(work)


@pytest.mark.parametrize(("path", "body"), [("/e/?compression=lz64", b"N4Ig"), ("/e/", b"compression=lz64&data=N4Ig")])
def test_lz64_is_refused_with_the_reason(path, body):
    async def work(client):
        answer = await post(client, path, body)
        assert answer.status == 415
        assert "lz64" in answer.json["detail"]

    run(work)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/batch/", b"{"),
        ("/batch/", b""),
        ("/batch/", b"\xff\xfe"),
        ("/e/?compression=base64", b"!"),
        ("/e/?compression=base64", b"a"),
        ("/e/", b"data="),
        ("/e/", b"data=%%%"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(path, body):
    async def work(client):
        answer = await post(client, path, body)
        assert (answer.status, answer.json["type"]) == (400, "validation_error")
        assert answer.json["detail"]
        assert client.spool.requests == []

    run(work)


@pytest.mark.parametrize("body", [{**BATCH, "api_key": "phc_unknown"}, {"batch": [EVENT]}, {**BATCH, "api_key": 5}])
def test_an_unknown_key_is_refused(body):
    async def work(client):
        answer = await post(client, "/batch/", body)
        assert (answer.status, answer.json["type"], answer.json["code"]) == (401, "authentication_error", "unknown_key")
        assert client.spool.requests == []

    run(work)


def test_two_workspaces_keys_never_meet():
    async def work(client):
        for key, name in ((ACME, "acme"), (RIVAL, "rival")):
            await post(client, "/batch/", {"api_key": key, "batch": [{**EVENT, "event": name}, {"event": name}]})
        assert {(workspace, event) for workspace, _, event in kept(client)} == {("acme", "acme"), ("rival", "rival")}
        assert all(letter.workspace.encode() in letter.body for letter in client.spool.dead)

    run(work)


def test_good_events_of_a_batch_are_kept_and_bad_ones_become_dead_letters():
    async def work(client):
        nobody, not_a_time = {"event": "Opened"}, {**EVENT, "$set": {"plan": "pro"}, "timestamp": "soon"}
        answer = await post(client, "/batch/", {"api_key": ACME, "batch": [EVENT, not_a_time, nobody, EVENT]})
        assert (answer.status, answer.json["status"], answer.json["rejected"]) == (200, 1, 2)
        reason = "timestamp “soon” is not a time: send one such as 2026-03-01T14:30:00Z"
        assert answer.json["errors"] == [
            {"index": 1, "message": reason},
            {"index": 2, "message": "an event needs a distinct_id"},
        ]
        assert len(kept(client)) == 2
        # The event whose time is none says two things, of which each is a letter of its own.
        assert [letter.reason for letter in client.spool.dead] == ["an event needs a distinct_id", reason, reason]
        assert json.loads(client.spool.dead[0].body) == {"batch": [nobody]}

    run(work)


@pytest.mark.parametrize(
    ("event", "detail"),
    [
        ({"event": "Opened"}, "an event needs a distinct_id"),
        ({"distinct_id": "ada"}, "a track call needs the name of its event"),
        ({**EVENT, "properties": {"a": "b" * 40_000}}, "the event has "),
        ({**EVENT, "properties": [1]}, "properties must be an object"),
    ],
)
def test_a_request_of_bad_events_only_is_refused_and_its_events_are_dead_letters(event, detail):
    async def work(client):
        answer = await post(client, "/batch/", {"api_key": ACME, "batch": [event]})
        assert answer.status == 400
        assert answer.json["detail"].startswith(detail)
        assert (client.spool.requests, len(client.spool.dead)) == ([], 1)

    run(work)


def test_a_request_of_housekeeping_only_is_well_and_leaves_nothing():
    async def work(client):
        quiet = {"event": "$feature_flag_called", "distinct_id": "ada"}
        assert (await post(client, "/batch/", {"api_key": ACME, "batch": [quiet]})).json == {"status": 1}
        assert (await post(client, "/batch/", {"api_key": "x", "batch": [quiet]})).status == 401
        assert (client.spool.requests, client.spool.dead) == ([], [])

    run(work)


def test_a_large_batch_is_kept_like_a_small_one():
    async def work(client):
        batch = [{**EVENT, "event": f"Opened {n}", "properties": {"text": "x" * 500}} for n in range(200)]
        body = {"api_key": ACME, "batch": [*batch, {"event": "Opened"}]}
        assert len(json.dumps(body)) > ASIDE
        assert (await post(client, "/batch/", body)).json["rejected"] == 1
        assert [event for _, _, event in kept(client)] == [event["event"] for event in batch]
        broken = b'{"batch":[' + b" " * ASIDE
        assert (await post(client, "/batch/", broken)).status == 400

    run(work)


def test_a_request_too_large_is_refused():
    async def work(client):
        body = json.dumps(BATCH).encode() + b" " * MAX_REQUEST
        for sent in (body, gzip.compress(body, mtime=0)):
            answer = await post(client, "/batch/", sent)
            assert (answer.status, answer.json["code"]) == (413, "too_large")

    run(work)


def test_the_answer_waits_for_the_disk():
    async def work(client):
        client.spool.hold()
        answer = asyncio.ensure_future(post(client, "/batch/", BATCH))
        await until(lambda: client.writer.waiting == 1)
        assert not answer.done()
        client.spool.release()
        assert (await answer).status == 200
        assert len(client.spool.requests) == 1

    run(work)


@pytest.mark.parametrize("batch", [[EVENT], [EVENT, 5], [5]])
def test_a_full_disk_is_said_and_nothing_is_acknowledged(batch):
    async def work(client):
        client.spool.fail = DISK_FULL
        answer = await post(client, "/batch/", {"api_key": ACME, "batch": batch})
        assert (answer.status, answer.json["detail"]) == (503, "the disk is full: free some space")
        assert (answer.json["type"], answer.headers["retry-after"]) == ("server_error", "2")

    run(work)


def test_over_its_rate_a_server_is_told_to_wait_and_a_browser_to_come_back():
    async def work(client):
        body = {"api_key": ACME, "batch": [EVENT] * 50}
        assert (await post(client, "/batch/", body)).status == 200
        server, browser = await post(client, "/batch/", body), await post(client, "/e/", body, PAGE)
        # The browser SDK drops what is answered with 429 and repeats what is answered with 503.
        assert (server.status, browser.status) == (429, 503)
        assert int(server.headers["retry-after"]) >= 1
        assert int(browser.headers["retry-after"]) >= 1

    run(work, rate=10)


def test_when_keys_cannot_be_checked_the_sender_is_asked_to_come_back():
    def broken():
        raise OSError("no database")

    async def work(client):
        assert (await post(client, "/batch/", BATCH)).status == 503

    run(work, look_up=broken)


def test_a_browser_may_send_from_any_page():
    async def work(client):
        asked = await client.send("/e/", method="OPTIONS", key=None, headers=PAGE)
        assert (asked.status, asked.headers["access-control-allow-origin"]) == (204, "*")
        for key, status in ((ACME, 200), ("unknown", 401)):
            answer = await post(client, "/e/", {**BATCH, "api_key": key}, PAGE)
            assert (answer.status, answer.headers["access-control-allow-origin"]) == (status, "*")

    run(work)


@pytest.mark.parametrize("path", ["/flags/?v=2", "/flags", "/decide/?v=3"])
def test_who_asks_for_flags_is_told_that_there_are_none(path):
    async def work(client):
        answer = await post(client, path, {"token": ACME, "distinct_id": "ada"})
        assert (answer.status, answer.json["flags"], answer.json["featureFlags"]) == (200, {}, {})
        assert answer.json["errorsWhileComputingFlags"] is False

    run(work)


def test_the_browser_sdk_is_told_its_settings_as_a_script_and_as_json():
    async def work(client):
        for name in ("config", "config.js"):
            answer = await client.send(f"/array/{ACME}/{name}", method="GET", key=None)
            assert answer.status == 200
            assert (await client.send(f"/array/nobody/{name}", method="GET", key=None)).status == 401
        assert answer.headers["content-type"].startswith("application/javascript")
        assert json.dumps(ACME).encode() in answer.body

    run(work)


def test_other_methods_and_addresses_are_told_so():
    async def work(client):
        assert (await client.send("/batch/", method="GET", key=None)).status == 405
        assert (await client.send(f"/array/{ACME}/array.js", method="GET", key=None)).status == 404
        assert (await client.send("/array/", method="GET", key=None)).status == 404

    run(work)


@pytest.mark.parametrize("path", ["/v1/track", "/e", "/events", "/batches", "/", "/w/acme/accounts", "/i/v1/analytics"])
def test_only_its_own_addresses_are_posthogs(path):
    assert is_posthog(path) is (path == "/e")


def test_the_time_of_sending_may_stand_in_the_address():
    async def work(client):
        await post(client, "/e/?_=1772366400000", {**BATCH, "batch": [{**EVENT, "timestamp": "2026-03-01T11:00:00Z"}]})
        (event,) = wire.decode("batch", client.spool.requests[0].body)
        assert event.sent_at.isoformat() == "2026-03-01T12:00:00+00:00"
        assert (await post(client, "/e/?_=soon&sent_at=99999999999999999999", BATCH)).status == 200

    run(work)


FIELDS = [
    "event",
    "distinct_id",
    "properties",
    "$set",
    "$set_once",
    "$unset",
    "$groups",
    "$group_type",
    "$group_key",
    "alias",
    "timestamp",
    "offset",
    "uuid",
    "$is_identified",
    "token",
    "$anon_distinct_id",
    "x",
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(["$identify", "$set", "$groupidentify", "$create_alias", "$pageview", "company", "ada", "\0"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(FIELDS),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(VALUES, max_size=4), VALUES, st.booleans())
def test_whatever_is_sent_is_never_a_fault_and_never_acknowledged_unless_kept(batch, beside, alone):
    async def work(client):
        whole = {"api_key": ACME, "sent_at": beside, **({} if alone else {"batch": batch})}
        if alone and isinstance(beside, dict):
            whole = {**beside, "api_key": ACME}
        answer = await post(client, "/batch/", whole)
        assert answer.status in (200, 400)
        for request in client.spool.requests:
            assert len(wire.decode(request.kind, request.body)) == request.count
        if answer.status == 400:
            assert client.spool.requests == []

    run(work, look_up=lambda: KEYS)
