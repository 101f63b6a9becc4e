import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenure.eventlog.changes import changes_since
from tenure.eventlog.erase import erase
from tenure.eventlog.facts_log import store_day, stored
from tenure.eventlog.gate import Erasing, erasing, erasures, undisturbed
from tenure.eventlog.maintenance import maintain
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.seal import commit, finish, next_batch
from tenure.eventlog.spool import DeadLetter, SpooledRequest
from tenure.eventlog.tables import events_table
from tenure.eventlog.today import Today
from tenure.eventlog.traces import Traces
from tenure.eventlog.usage import usage
from tenure.values.moment import Moment
from tests.unit.eventlog.events_for_tests import DAY, NOON, Log, counts, event, later

GONE = "vera-4711"
NOW = Moment(later(days=2))
OLDEST = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def log(tmp_path) -> Log:
    return Log(tmp_path / "data")


def gone(log: Log, *, users=(GONE,), anonymous=(), groups=(), texts=()) -> int:
    return erase(*log.where, set(users), set(anonymous), set(groups), set(texts))


def texts(log: Log) -> bytes:
    """Every byte of the data directory, Parquet columns unpacked."""
    found = []
    for path in log.home.root.rglob("*"):
        if path.is_file():
            found.append(path.read_bytes())
            if path.suffix == ".parquet" and "_delta_log" not in path.parts:
                found.append(json.dumps(pq.read_table(path, partitioning=None).to_pylist(), default=str).encode())
    return b"\n".join(found)


def request(user: str, *, received: datetime = NOON, **more) -> SpooledRequest:
    body = {"type": "track", "event": "open", "userId": user, "messageId": f"m-{user}", **more}
    return SpooledRequest("acme", "track", int(received.timestamp() * 1e6), json.dumps(body).encode())


def batch(*users: str) -> SpooledRequest:
    calls = [{"type": "track", "event": "open", "userId": user, "messageId": f"b-{user}"} for user in users]
    return SpooledRequest(
        "acme", "batch", int(NOON.timestamp() * 1e6), json.dumps({"batch": calls}).encode(), len(users)
    )


def seal_all(log: Log) -> None:
    while (found := next_batch(*log.where, OLDEST)) is not None:
        commit(log.home, log.spool, found)
        finish(log.spool, found)


def test_no_byte_of_an_id_stays_in_the_data_directory(log):
    log.seal(event("1", user=GONE), event("2", user="ann", payload=json.dumps({"invited": GONE, "n": 1})))
    log.seal(event("3", later(days=1), user=GONE, event=f"Profile of {GONE}"))
    maintain(*log.where, now=later(days=40))
    log.seal(
        event("4", user=None, anonymous_id="x", context=json.dumps({"page": {"url": f"https://a.example/u/{GONE}?x"}}))
    )
    log.seal(event("5", user=None, anonymous_id="anon-4711", type="alias", event=None, previous_id=GONE))
    log.seal(event("6", user="ann", group_id="g", event=f"Profile of {GONE}"))
    rows = [
        {
            "account": n,
            "key": key,
            "score": 1.0,
            "band": "good",
            "facts": json.dumps({"trait.name": key}),
            "health": None,
        }
        for n, key in enumerate(["ann", GONE])
    ]
    store_day(log.home, "acme", DAY, pa.Table.from_pylist(rows))
    log.spool.append([request("ann"), request(GONE), batch("bob", GONE)], [DeadLetter("acme", 0, "bad", GONE.encode())])
    assert GONE.encode() in texts(log)
    assert gone(log, anonymous=["anon-4711"]) == 3
    left = texts(log)
    assert GONE.encode() not in left
    assert b"anon-4711" not in left


def test_an_erase_takes_nothing_of_anybody_else(log):
    log.seal(
        event("1", user=GONE),
        event("2", value=2.0, payload=json.dumps({"by": GONE, "n": 7})),
        event("3", user=f"{GONE}9"),
    )
    maintain(*log.where, now=later(days=2))
    log.spool.append([request("bob"), batch("cid", GONE, "dan")])
    gone(log)
    seal_all(log)
    rows = {row["message_id"]: row for row in events_table(log.home, "acme").delta.to_pyarrow_table().to_pylist()}
    assert rows.keys() == {"2", "3", "m-bob", "b-cid", "b-dan"}
    assert json.loads(rows["2"]["payload"]) == {"by": None, "n": 7}
    assert counts(usage(*log.where, NOW, 90).open) == 5


def test_closed_days_and_stored_facts_lose_only_what_is_erased(log):
    log.seal(event("1", user=GONE), event("2"))
    maintain(*log.where, now=later(days=2))
    rows = [
        {"account": n, "key": key, "score": 1.0, "band": "good", "facts": "{}", "health": None}
        for n, key in enumerate(["ann", GONE])
    ]
    store_day(log.home, "acme", DAY, pa.Table.from_pylist(rows))
    gone(log)
    closed = [
        row for path in usage(*log.where, NOW, 90).closed for row in pq.read_table(path, partitioning=None).to_pylist()
    ]
    assert {row["actor"] for row in closed} == {"u:ann"}
    assert stored(log.home, "acme", NOW)["key"].to_pylist() == ["ann"]


def test_how_far_it_is_is_told_in_rows_gone_through_of_all(log):
    log.seal(event("1", user=GONE), event("2"))
    log.seal(event("3", later(days=1)))
    maintain(*log.where, now=later(days=40))
    told: list[tuple[int, int]] = []
    erase(*log.where, {GONE}, set(), set(), far=lambda done, total: told.append((done, total)))
    (total,) = {total for _, total in told}
    done = [done for done, _ in told]
    assert done == sorted(done), "it never goes back"
    assert 0 < done[0] < total == done[-1]


def test_a_group_is_erased_with_what_was_done_in_it(log):
    log.seal(event("1", group_id="acme-corp"), event("2", group_id="other"))
    assert gone(log, users=(), groups=["acme-corp"]) == 1
    assert b"acme-corp" not in texts(log)


def test_a_batch_read_before_an_erase_is_not_committed_after_it(log):
    log.spool.append([request(GONE), request("ann")])
    read = next_batch(*log.where, OLDEST)
    gone(log)
    with pytest.raises(Erasing):
        commit(log.home, log.spool, read)
    seal_all(log)
    assert events_table(log.home, "acme").delta.to_pyarrow_table()["message_id"].to_pylist() == ["m-ann"]


def test_events_that_arrive_during_an_erase_are_all_kept(log):
    log.seal(*(event(f"{n}", user=GONE if n % 2 else "ann") for n in range(50)))
    sent, stop = [], threading.Event()

    def arrive() -> None:
        while not stop.is_set() or len(sent) < 20:
            user = f"new-{len(sent)}"
            log.spool.append([request(user)])
            sent.append(f"m-{user}")

    def seal_on() -> None:
        while not stop.is_set():
            try:
                seal_all(log)
            except Erasing:
                continue

    threads = [threading.Thread(target=arrive), threading.Thread(target=seal_on)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        gone(log)
    stop.set()
    for thread in threads:
        thread.join()
    seal_all(log)
    found = events_table(log.home, "acme").delta.to_pyarrow_table()["message_id"].to_pylist()
    assert sorted(found) == sorted([*sent, *(f"{n}" for n in range(0, 50, 2))])
    assert GONE.encode() not in texts(log)


def test_after_an_erase_everything_is_stale_and_memory_begins_again(log):
    log.seal(event("1", user=GONE), event("2"))
    today = Today()
    today.catch_up(*log.where)
    version = today.version
    gone(log)
    assert changes_since(log.home, "acme", version) is None
    assert today.catch_up(*log.where) is None
    assert counts(usage(*log.where, NOW, 90, today=today).open) == 1


def test_an_erase_that_was_killed_holds_up_no_events(log, monkeypatch):
    log.seal(event("1", user=GONE))
    monkeypatch.setattr("tenure.eventlog.erase.rewrite_events", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        gone(log)
    monkeypatch.undo()
    log.spool.append([request("ann")])
    seal_all(log)
    assert gone(log) == 1
    assert events_table(log.home, "acme").delta.to_pyarrow_table()["message_id"].to_pylist() == ["m-ann"]


def test_a_damaged_spool_that_was_put_aside_goes_too(log):
    aside = Path(f"{log.home.spool}.damaged-20260310T120000")
    aside.write_text(GONE)
    gone(log)
    assert not aside.exists()


@pytest.mark.parametrize(
    ("word", "before", "after"),
    [
        ("7", '{"a": "7", "b": 7, "c": "77"}', '{"a": "7", "b": 7, "c": "77"}'),
        ("vera@a.example", '{"to": "Vera <vera@a.example>, bob@a.example"}', '{"to": "Vera <erased>, bob@a.example"}'),
        ("Ann", '{"Ann": {"a": "Ann"}, "b": ["Ann", "Anna"]}', '{"Ann": {"a": null}, "b": [null, "Anna"]}'),
        ("Ünal Öz", '["\\u00dcnal \\u00d6z", "Ünal Öz"]', "[null, null]"),
        ("4711471147", '{"id": 4711471147, "n": 47114711471}', '{"id": null, "n": 47114711471}'),
        ('say "hi" now', '{"a": "say \\"hi\\" now!"}', '{"a": "erased!"}'),
        ("a.b|c+(d)", '{"a": "a.b|c+(d)", "b": "axb"}', '{"a": null, "b": "axb"}'),
        ("abcdefg", '["abcdefg abcdefg abcdefg"]', '["erased erased erased"]'),
    ],
)
def test_words_are_struck_out_of_json_that_stays_json(word, before, after):
    traces = Traces(frozenset([word]), frozenset(), frozenset())
    found = traces.strike_json(pa.chunked_array([[before, None, "{}"]])).to_pylist()
    assert json.loads(found[0]) == json.loads(after)
    assert found[1:] == [None, "{}"]


def test_what_was_read_while_an_erase_ran_is_not_stored_after_it(log):
    with erasing(log.home, "acme"):
        known = erasures(log.home, "acme")
        with pytest.raises(Erasing), undisturbed(log.home, "acme", known):
            pass
    with pytest.raises(Erasing), undisturbed(log.home, "acme", known):
        pass
    with undisturbed(log.home, "acme", erasures(log.home, "acme")):
        pass


def test_short_and_ordinary_words_of_an_account_stay_in_what_others_said():
    traces = Traces(frozenset({"1"}), frozenset(), frozenset({"1"}), frozenset({"Basic", "1"}))
    said = '{"plan":"Basic","rating":"1","1":"first"}'
    others = pa.Table.from_pylist([event("x", user="other", payload=said, event="Basic")], schema=EVENTS)
    assert traces.events(others).to_pylist() == others.to_pylist()
    request = b'{"userId":"other","event":"Bought","properties":{"plan":"Basic","quantity":"1"}}'
    assert traces.request("track", request) == request
    assert traces.request("track", b'{"userId":"1","event":"Bought"}') is None
