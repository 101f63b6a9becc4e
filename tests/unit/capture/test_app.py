"""What capture answers, and that it says 200 for nothing that is not kept."""

import asyncio
import base64
import gzip
import json
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.capture.limits import MAX_REQUEST, MAX_WAITING
from tenure.eventlog import wire
from tests.capture_client import ACME, KEYS, RIVAL, basic, capture, run, until
from tests.fake_spool import DISK_FULL, FakeSpool

EVENT = {"userId": "ada", "event": "Opened"}
BATCHED = {"type": "track", **EVENT}


def kept(client):
    return [(request.workspace, request.kind, request.count) for request in client.spool.requests]


@pytest.mark.parametrize(
    ("path", "kind"),
    [(f"/v1/{name}", name) for name in ("track", "identify", "page", "screen", "group", "alias")]
    + [("/v1/t", "track"), ("/v1/i", "identify"), ("/v1/p", "page"), ("/v1/s", "screen")]
    + [("/v1/g", "group"), ("/v1/a", "alias"), ("/v1/track/", "track")],
)
def test_each_call_is_kept_as_its_kind(path, kind):
    async def work(client):
        answer = await client.send(path, {**EVENT, "groupId": "g", "previousId": "old"})
        assert (answer.status, answer.json) == (200, {"success": True})
        assert kept(client) == [("acme", kind, 1)]

    run(work)


@pytest.mark.parametrize("path", ["/v1/batch", "/v1/b", "/v1/import"])
def test_a_batch_is_kept_whole(path):
    async def work(client):
        body = json.dumps({"batch": [BATCHED] * 3}).encode()
        assert (await client.send(path, body)).json == {"success": True}
        (request,) = client.spool.requests
        assert (request.count, request.body) == (3, body)

    run(work)


@pytest.mark.parametrize(
    "headers",
    [
        basic(ACME),
        {"Authorization": f"Bearer {ACME}"},
        {"X-Write-Key": ACME},
        {"Authorization": "basic " + base64.b64encode(f"{ACME}:secret".encode()).decode()},
        {"Authorization": "Basic " + base64.b64encode(ACME.encode()).decode()},
    ],
)
def test_the_write_key_may_come_in_a_header(headers):
    async def work(client):
        assert (await client.send("/v1/track", EVENT, headers, key=None)).status == 200

    run(work)


def test_the_write_key_may_come_in_the_body():
    async def work(client):
        assert (await client.send("/v1/track", {**EVENT, "writeKey": ACME}, key=None)).status == 200
        assert (await client.send("/v1/batch", {"batch": [BATCHED], "writeKey": RIVAL}, key=None)).status == 200
        assert [workspace for workspace, _, _ in kept(client)] == ["acme", "rival"]

    run(work)


def test_a_fault_of_the_program_is_told_with_a_code_that_the_log_has(monkeypatch, caplog):
    def broken(*_):
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(wire, "read", broken)

    async def work(client):
        answer = await client.send("/v1/track", EVENT)
        assert (answer.status, answer.json["code"]) == (503, "unavailable")
        (record,) = caplog.records
        assert answer.json["message"].endswith(f"its log has the code {record.code}")
        assert record.exc_info[0] is ZeroDivisionError
        assert client.spool.requests == []

    run(work)


def test_two_workspaces_keys_never_meet():
    async def work(client):
        for n in range(50):
            await client.send("/v1/track", {**EVENT, "messageId": f"acme-{n}"}, key=ACME)
            await client.send("/v1/track", {**EVENT, "messageId": f"rival-{n}", "writeKey": ACME}, key=RIVAL)
            await client.send("/v1/track", {"event": f"acme-bad-{n}"}, key=ACME)
        for item in [*client.spool.requests, *client.spool.dead]:
            assert (b"acme-" in item.body) == (item.workspace == "acme")

    run(work)


@pytest.mark.parametrize("key", ["tw_unknown", "", "tw_acme ", "TW_ACME", "tw_" + "x" * 10_000, "\xff\xfe"])
def test_an_unknown_key_is_refused(key):
    async def work(client):
        in_header = await client.send("/v1/track", EVENT, key=key or None)
        in_body = await client.send("/v1/track", {**EVENT, "writeKey": key}, key=None)
        assert (in_header.status, in_body.status, kept(client)) == (401, 401, [])
        assert in_header.json["code"] == "unknown_key"

    run(work)


@pytest.mark.parametrize("header", ["Basic", "Basic ???", "Basic /////w==", "Digest x", "Bearer", ""])
def test_a_header_without_a_key_is_refused(header):
    async def work(client):
        assert (await client.send("/v1/track", EVENT, {"Authorization": header}, key=None)).status == 401

    run(work)


def test_when_keys_cannot_be_checked_the_sender_is_asked_to_come_back():
    def broken():
        raise OSError("no database")

    async def work(client):
        answer = await client.send("/v1/track", EVENT)
        assert (answer.status, answer.headers["retry-after"]) == (503, "2")

    run(work, look_up=broken)


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"7", b'"x"', b"\xff\xfe", b"userId=ada", b"[" * 9999])
@pytest.mark.parametrize("path", ["/v1/track", "/v1/batch"])
def test_what_is_not_an_event_is_refused_with_a_reason(path, body):
    async def work(client):
        answer = await client.send(path, body)
        assert answer.status == 400
        assert answer.json["message"]
        assert kept(client) == []

    run(work)


def test_in_a_batch_good_events_are_kept_and_bad_ones_are_counted():
    async def work(client):
        answer = await client.send("/v1/batch", {"batch": [BATCHED, {**BATCHED, "userId": []}, BATCHED, 5]})
        assert answer.status == 200
        assert (answer.json["accepted"], answer.json["rejected"]) == (2, 2)
        assert answer.json["errors"][0] == {"index": 1, "message": "userId must be a text or a number, not a list"}
        assert kept(client) == [("acme", "batch", 2)]
        assert len(wire.decode("batch", client.spool.requests[0].body)) == 2
        assert [letter.reason for letter in client.spool.dead] == [error["message"] for error in answer.json["errors"]]

    run(work)


def test_the_answer_names_only_the_first_few_of_many_bad_events():
    async def work(client):
        answer = await client.send("/v1/batch", {"batch": [BATCHED, *[{}] * 100]})
        assert (answer.json["rejected"], len(answer.json["errors"])) == (100, 5)

    run(work)


def test_a_request_of_bad_events_only_is_refused_and_its_events_are_dead_letters():
    async def work(client):
        answer = await client.send("/v1/batch", {"batch": [{**BATCHED, "userId": ""}] * 2})
        assert (answer.status, answer.json["accepted"], answer.json["rejected"]) == (400, 0, 2)
        single = await client.send("/v1/track", {"event": "Opened"})
        assert (single.status, single.json["message"]) == (400, "an event needs a userId or an anonymousId")
        assert (kept(client), len(client.spool.dead)) == ([], 3)

    run(work)


def test_an_empty_batch_is_refused():
    async def work(client):
        assert (await client.send("/v1/batch", {"batch": []})).status == 400

    run(work)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("gzip", lambda body: gzip.compress(body[:9], mtime=0) + gzip.compress(body[9:], mtime=0)),
        ("", gzip.compress),
        ("identity", bytes),
    ],
)
def test_packed_bodies_are_unpacked(encoding, pack):
    async def work(client):
        headers = {"Content-Encoding": encoding} if encoding else {}
        assert (await client.send("/v1/track", pack(json.dumps(EVENT).encode()), headers)).status == 200
        assert json.loads(client.spool.requests[0].body) == EVENT

    run(work)


@pytest.mark.parametrize(
    "body", [b"not packed", gzip.compress(b'{"userId"', mtime=0)[:-9], b"\x1f\x8b", b"\x1f\x8b" + b"\0" * 50]
)
def test_a_body_that_cannot_be_unpacked_is_refused(body):
    async def work(client):
        assert (await client.send("/v1/track", body, {"Content-Encoding": "gzip"})).status == 400

    run(work)


def test_an_unknown_packing_is_refused():
    async def work(client):
        assert (await client.send("/v1/track", EVENT, {"Content-Encoding": "br"})).status == 415

    run(work)


def test_a_bomb_is_never_unfolded():
    async def work(client):
        bomb = gzip.compress(gzip.compress(b"\0" * 60_000_000), mtime=0)
        inner = gzip.compress(b"\0" * 60_000_000, mtime=0)
        assert len(inner) < MAX_REQUEST < 60_000_000
        tracemalloc.start()
        assert (await client.send("/v1/track", inner, {"Content-Encoding": "gzip"})).status == 413
        assert tracemalloc.get_traced_memory()[1] < 4 * MAX_REQUEST
        tracemalloc.stop()
        assert (await client.send("/v1/track", bomb, {"Content-Encoding": "gzip"})).status == 400

    run(work)


def test_a_request_of_500_kb_passes_and_one_byte_more_does_not():
    async def work(client):
        event = {**BATCHED, "properties": {"a": "b" * 30_000}}
        body = json.dumps({"batch": [event] * 16}).encode()
        fits = body + b" " * (MAX_REQUEST - len(body))
        assert (await client.send("/v1/batch", fits)).status == 200
        answer = await client.send("/v1/batch", fits + b" ")
        assert (answer.status, answer.json["code"]) == (413, "too_large")
        assert (await client.send("/v1/batch", gzip.compress(fits + b" ", mtime=0))).status == 413

    run(work)


def test_an_event_over_32_kb_is_refused():
    async def work(client):
        big = {**BATCHED, "properties": {"a": "b" * 33_000}}
        assert (await client.send("/v1/track", big)).status == 413
        assert (await client.send("/v1/batch", {"batch": [big]})).status == 413
        answer = await client.send("/v1/batch", {"batch": [big, BATCHED]})
        assert (answer.status, answer.json["rejected"]) == (200, 1)

    run(work)


def test_an_upload_declared_too_large_is_refused_unread():
    async def work(client):
        answer = await client.send("/v1/batch", [b"x"] * 10, {"Content-Length": str(2 << 30)})
        assert (answer.status, client.pieces_read) == (413, 0)

    run(work)


def test_an_endless_upload_is_refused_after_its_first_part():
    async def work(client):
        answer = await client.send("/v1/batch", [b"x" * 65536] * 40_000)
        assert answer.status == 413
        assert client.pieces_read < 10

    run(work)


def test_a_sender_that_hangs_up_is_no_fault():
    async def work(client):
        async def gone():
            return {"type": "http.disconnect"}

        scope = {"type": "http", "method": "POST", "path": "/v1/track", "headers": [(b"x-write-key", ACME.encode())]}
        await client.app(scope, gone, None)
        assert kept(client) == []

    run(work)


def test_the_answer_waits_for_the_disk():
    async def work(client):
        client.spool.hold()
        answer = asyncio.ensure_future(client.track())
        await until(lambda: client.writer.waiting == 1)
        assert not answer.done()
        client.spool.release()
        assert (await answer).status == 200
        assert len(client.spool.requests) == 1

    run(work)


def test_requests_that_come_together_share_a_commit():
    async def work(client):
        client.spool.hold()
        answers = [asyncio.ensure_future(client.track(messageId=str(n))) for n in range(200)]
        await until(lambda: client.writer.waiting == 200)
        client.spool.release()
        assert {answer.status for answer in await asyncio.gather(*answers)} == {200}
        assert client.spool.appends <= 3

    run(work)


def test_a_full_disk_is_said_and_nothing_is_acknowledged():
    async def work(client):
        client.spool.fail = DISK_FULL
        answer = await client.track()
        assert (answer.status, answer.json["message"]) == (503, "the disk is full: free some space")
        assert answer.headers["retry-after"]
        client.spool.fail = None
        assert (await client.track()).status == 200
        assert len(client.spool.requests) == 1

    run(work)


def test_an_unexpected_fault_of_the_spool_is_not_a_200():
    async def work(client):
        client.spool.fail = RuntimeError("a fault")
        assert (await client.track()).status == 503

    run(work)


def test_a_spool_over_its_high_water_mark_takes_nothing_until_it_is_emptied():
    async def work(client):
        client.spool.full = 100
        await client.track()
        await until(lambda: client.writer.depth >= 100)  # the commit shows how full it is
        answer = await client.track()
        assert (answer.status, answer.headers["retry-after"]) == (429, "5")
        client.spool.full = 0
        client.writer.measured = float("-inf")
        await client.track()  # refused too, and the reason to look again
        await until(lambda: client.writer.depth < 100)
        assert (await client.track()).status == 200

    run(work, high_water=100)


def test_a_workspace_over_its_rate_is_asked_to_wait_and_others_are_not():
    async def work(client):
        batch = {"batch": [BATCHED] * 50}
        assert (await client.send("/v1/batch", batch)).status == 200
        answer = await client.send("/v1/batch", batch)
        assert answer.status == 429
        assert int(answer.headers["retry-after"]) >= 1
        assert (await client.send("/v1/batch", batch, key=RIVAL)).status == 200

    run(work, rate=10)


def test_a_full_queue_is_429():
    async def work(client):
        client.spool.hold()
        client.writer.waiting = MAX_WAITING
        assert (await client.track()).status == 429
        client.writer.waiting = 0

    run(work)


def test_a_browser_may_send_from_any_page():
    async def work(client):
        asked = await client.send(
            "/v1/t",
            method="OPTIONS",
            key=None,
            headers={"Origin": "https://shop.example", "Access-Control-Request-Headers": "authorization, content-type"},
        )
        assert asked.status == 204
        assert asked.headers["access-control-allow-origin"] == "*"
        assert "authorization" in asked.headers["access-control-allow-headers"]
        for key, status in ((ACME, 200), ("unknown", 401)):
            answer = await client.send("/v1/t", EVENT, {"Origin": "https://shop.example"}, key=key)
            assert (answer.status, answer.headers["access-control-allow-origin"]) == (status, "*")

    run(work)


def test_a_beacon_is_plain_text_with_its_key_in_the_body():
    async def work(client):
        headers = {"Content-Type": "text/plain;charset=UTF-8", "Origin": "https://shop.example"}
        answer = await client.send("/v1/t", {**EVENT, "writeKey": ACME}, headers, key=None)
        assert (answer.status, kept(client)) == (200, [("acme", "track", 1)])

    run(work)


def test_the_browser_sdk_is_told_where_to_send():
    async def work(client):
        headers = {"Host": "events.example:8443", "Origin": "https://shop.example"}
        answer = await client.send(f"/v1/projects/{ACME}/settings", headers=headers, method="GET", key=None)
        assert answer.status == 200
        assert answer.json["integrations"]["Segment.io"]["apiHost"] == "events.example:8443/v1"
        assert answer.json["integrations"]["Segment.io"]["apiKey"] == ACME
        assert answer.json["integrations"]["Segment.io"]["protocol"] == "http"
        unknown = await client.send("/v1/projects/nobody/settings", method="GET", key=None)
        assert unknown.status == 401

    run(work)


@pytest.mark.parametrize(("said", "protocol"), [("https", "https"), ("http", "http"), ("gopher", "http"), ("", "http")])
def test_behind_a_proxy_the_browser_sdk_is_told_to_send_as_it_came(said, protocol):
    async def work(client):
        path, headers = f"/v1/projects/{ACME}/settings", {"X-Forwarded-Proto": said}
        answer = await client.send(path, headers=headers, method="GET", key=None)
        assert answer.json["integrations"]["Segment.io"]["protocol"] == protocol

    run(work)


def test_other_methods_and_addresses_are_told_so():
    async def work(client):
        assert (await client.send("/v1/track", method="GET")).status == 405
        assert (await client.send("/v1/pixel", EVENT)).status == 404
        assert (await client.send("/v1/", method="GET")).status == 404

    run(work)


def test_what_was_taken_is_kept_when_the_server_stops():
    async def main():
        spool = FakeSpool()
        async with capture(spool) as client:
            spool.hold()
            answer = asyncio.ensure_future(client.track())
            await until(lambda: client.writer.waiting == 1)
        assert (await answer).status == 200
        assert (len(spool.requests), spool.closed) == (1, True)

    asyncio.run(main())


BODIES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100).map(str.encode),
    st.recursive(
        st.none()
        | st.booleans()
        | st.floats()
        | st.text(max_size=5)
        | st.sampled_from(["track", "ada", "alias", "\0"]),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["batch", "type", "userId", "event", "groupId", "context", "traits", "sentAt", "writeKey"]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode()),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["track", "batch", "i", "group", "alias", "import"]), BODIES), min_size=1),
    st.sampled_from(["", "gzip", "deflate"]),
    st.booleans(),
)
def test_whatever_is_sent_is_never_a_fault_and_never_acknowledged_unless_kept(requests, encoding, packed):
    async def work(client):
        for path, body in requests:
            before = sum(request.count for request in client.spool.requests)
            text = {"gzip": gzip.compress, "deflate": zlib.compress}[encoding](body) if packed and encoding else body
            answer = await client.send(f"/v1/{path}", text, {"Content-Encoding": encoding})
            added = sum(request.count for request in client.spool.requests) - before
            assert answer.status in (200, 400, 413)
            assert (answer.status == 200) == (added > 0)
            for request in client.spool.requests:
                assert len(wire.decode(request.kind, request.body)) == request.count

    run(work, look_up=lambda: KEYS)
