"""From the spool into the log: exactly once, whatever is interrupted, with corrected clocks."""

import itertools
import json
import multiprocessing
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.eventlog import seal
from tenure.eventlog.home import Home
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.seal import commit, finish, next_batch
from tenure.eventlog.spool import SpooledRequest
from tenure.eventlog.spool_sqlite import SqliteSpool
from tenure.eventlog.table import Table
from tenure.eventlog.tables import events_table
from tenure.eventlog.wire_event import micros
from tenure.values.moment import day_key

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RECEIVED = micros(NOON)
OLDEST = datetime(2016, 3, 1, tzinfo=UTC)
TODAY = day_key(NOON.date())


def track(message_id: str | None = None, at: datetime | None = NOON, **more) -> dict:
    event = {"type": "track", "event": "Opened", "userId": "u1", **more}
    if message_id is not None:
        event["messageId"] = message_id
    if at is not None:
        event["timestamp"] = at.isoformat()
    return event


class Place:
    """A spool and a log in one folder."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder)
        self.spool = SqliteSpool(self.home.spool)

    def accept(self, *events: dict, received: int = RECEIVED, sent: datetime | None = None) -> None:
        """Accept events as one batch request."""
        body = {"batch": list(events)} | ({"sentAt": sent.isoformat()} if sent else {})
        self.spool.append([SpooledRequest("acme", "batch", received, json.dumps(body).encode(), len(events))])

    def next(self):
        return next_batch(self.home, self.spool, "acme", OLDEST)

    def seal(self) -> int | None:
        batch = self.next()
        version = commit(self.home, self.spool, batch)
        finish(self.spool, batch)
        return version

    def log(self) -> pa.Table:
        table = events_table(self.home, "acme")
        found = [pq.read_table(file, schema=EVENTS, partitioning=None) for file in table.files()]
        return pa.concat_tables([EVENTS.empty_table(), *found])

    def ids(self) -> list[str]:
        return sorted(self.log()["message_id"].to_pylist())


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def test_nothing_waits_in_an_empty_spool(place):
    assert place.next() is None


def test_events_become_rows_of_the_log_with_all_that_was_sent(place):
    place.accept(
        {
            "type": "track",
            "event": "Order Completed",
            "userId": "u1",
            "anonymousId": "a1",
            "messageId": "m1",
            "timestamp": "2026-03-01T11:00:00.000Z",
            "properties": {"revenue": 12.5, "plan": "Größe"},
            "context": {"groupId": "g1", "ip": "127.0.0.1"},
        },
        {"type": "page", "name": "Home", "anonymousId": "a1", "messageId": "m2"},
    )
    assert place.seal() == 1

    first, second = place.log().sort_by("message_id").to_pylist()
    assert first == {
        "message_id": "m1",
        "type": "track",
        "event": "Order Completed",
        "user_id": "u1",
        "anonymous_id": "a1",
        "group_id": "g1",
        "previous_id": None,
        "time": NOON - timedelta(hours=1),
        "received_at": NOON,
        "value": 12.5,
        "payload": '{"revenue": 12.5, "plan": "Gr\\u00f6\\u00dfe"}',
        "context": '{"groupId": "g1", "ip": "127.0.0.1"}',
        "flag": None,
        "import_id": None,
    }
    assert (second["event"], second["time"], second["payload"], second["context"]) == ("Home", NOON, None, None)
    assert place.spool.depth() == 0
    assert place.spool.open_days("acme").keys() == {TODAY}
    assert place.next() is None


def test_calls_come_out_in_the_order_they_came(place):
    place.accept(
        {"type": "identify", "userId": "u1", "messageId": "i", "traits": {"plan": "pro"}},
        track("t"),
        {"type": "group", "userId": "u1", "groupId": "g1", "messageId": "g", "traits": {"seats": 5}},
        {"type": "alias", "userId": "u2", "previousId": "u1", "messageId": "a"},
    )
    calls = place.next().calls
    assert [(call.kind, call.user_id, call.group_id, call.previous_id, call.traits) for call in calls] == [
        ("identify", "u1", None, None, {"plan": "pro"}),
        ("group", "u1", "g1", None, {"seats": 5}),
        ("alias", "u2", None, "u1", {}),
    ]
    assert {call.time for call in calls} == {NOON}


def test_a_wrong_clock_at_the_sender_is_corrected_by_what_it_says_of_the_sending(place):
    wrong = NOON + timedelta(hours=7)
    place.accept(track("m", at=wrong - timedelta(minutes=10)), sent=wrong)
    place.seal()
    assert place.log()["time"].to_pylist() == [NOON - timedelta(minutes=10)]


def test_a_time_far_ahead_is_stored_as_received_and_flagged(place):
    place.accept(
        track("near", at=NOON + timedelta(hours=24)),
        track("far", at=NOON + timedelta(hours=24, microseconds=1)),
        track("absurd", at=datetime(9999, 12, 31, tzinfo=UTC)),
    )
    place.seal()
    found = {row["message_id"]: (row["time"], row["flag"]) for row in place.log().to_pylist()}
    assert found == {"near": (NOON + timedelta(hours=24), None), "far": (NOON, "future"), "absurd": (NOON, "future")}


def test_a_server_clock_that_was_set_back_holds_nothing_up(place):
    place.accept(track("before", at=None))
    place.seal()
    place.accept(track("after", at=None), received=RECEIVED - 3_600_000_000)
    place.seal()
    found = {row["message_id"]: row["time"] for row in place.log().to_pylist()}
    assert found == {"before": NOON, "after": NOON - timedelta(hours=1)}


def test_an_event_from_before_history_is_a_dead_letter_that_can_be_replayed(place):
    ancient = OLDEST - timedelta(microseconds=1)
    place.accept(track("old", at=ancient), track("first", at=OLDEST), track("absurd", at=datetime(1, 1, 1, tzinfo=UTC)))
    place.seal()

    assert place.ids() == ["first"]
    absurd, old = place.spool.dead_letters("acme")
    assert "before 2016-03-01, where this workspace's history begins" in old.reason
    assert "0001-01-01" in absurd.reason

    place.spool.replay("acme", [old.id])
    batch = next_batch(place.home, place.spool, "acme", OLDEST - timedelta(days=1))
    assert batch.events["message_id"].to_pylist() == ["old"]
    assert batch.events["time"].to_pylist() == [ancient]


def test_a_row_that_cannot_be_read_is_a_dead_letter_and_holds_nothing_up(place):
    place.spool.append([SpooledRequest("acme", "batch", RECEIVED, b'{"batch": [', 1)])
    place.accept(track("m"))
    place.seal()
    assert place.ids() == ["m"]
    assert len(place.spool.dead_letters("acme")) == 1
    assert place.spool.depth() == 0


def test_only_dead_letters_make_no_commit_but_leave_the_spool(place):
    place.accept(track("old", at=OLDEST - timedelta(days=1)))
    assert place.seal() is None
    assert place.spool.depth() == 0
    assert len(place.spool.dead_letters("acme")) == 1


def test_an_event_without_an_id_is_named_after_its_place_so_that_sealing_again_names_it_the_same(place):
    place.accept(track(), track(), track("own"))
    first, second = place.next(), place.next()
    ids = first.events["message_id"].to_pylist()
    assert ids == second.events["message_id"].to_pylist()
    assert len(set(ids)) == 3
    assert ids[2] == "own"
    place.seal()
    place.accept(track())
    assert place.next().events["message_id"].to_pylist()[0] not in ids


def test_events_of_several_days_are_kept_by_day_in_the_order_they_came(place):
    days = [3, 1, 2, 1, 3]
    place.accept(*(track(f"m{number}", at=NOON - timedelta(days=day)) for number, day in enumerate(days)))
    place.seal()
    table = events_table(place.home, "acme")
    found = {
        file.partition: pq.read_table(file.path, partitioning=None)["message_id"].to_pylist() for file in table.active()
    }
    assert found == {"2026-02-26": ["m0", "m4"], "2026-02-27": ["m2"], "2026-02-28": ["m1", "m3"]}
    assert place.spool.open_days("acme").keys() == {TODAY - day for day in days}


def test_days_are_open_before_their_events_are_in_the_log(place, monkeypatch):
    place.accept(track("m"))
    batch = place.next()
    monkeypatch.setattr(Table, "write", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        commit(place.home, place.spool, batch)
    assert place.spool.open_days("acme").keys() == {TODAY}


def test_who_counted_a_day_before_a_commit_cannot_close_it_after(place):
    place.accept(track("a"))
    place.seal()
    mark = place.spool.open_days("acme")[TODAY]
    place.accept(track("b"))
    batch = place.next()
    commit(place.home, place.spool, batch)
    assert not place.spool.close_day("acme", TODAY, mark)


def test_a_day_that_was_closed_between_commit_and_finish_is_opened_again(place):
    place.accept(track("a"))
    batch = place.next()
    commit(place.home, place.spool, batch)
    assert place.spool.close_day("acme", TODAY, place.spool.open_days("acme")[TODAY])
    finish(place.spool, batch)
    assert place.spool.open_days("acme").keys() == {TODAY}


def test_sealing_twice_appends_once(place):
    place.accept(track("m"))
    batch = place.next()
    assert commit(place.home, place.spool, batch) == 1
    assert commit(place.home, place.spool, batch) is None
    assert place.ids() == ["m"]


def test_after_a_crash_between_commit_and_finish_the_calls_come_again_and_the_events_do_not(place):
    place.accept({"type": "identify", "userId": "u1", "messageId": "i"})
    commit(place.home, place.spool, place.next())
    place.accept(track("later"))

    batch = place.next()
    assert [call.message_id for call in batch.calls] == ["i"]
    assert batch.full, "more waits behind what was committed already"
    assert commit(place.home, place.spool, batch) is None
    finish(place.spool, batch)
    assert place.seal() == 2
    assert place.ids() == ["i", "later"]


class Crash(BaseException):
    """The process is gone."""


STEPS = ["open_day", "write_parquet", "write_commit", "after commit", "set_mark", "finish"]


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_loses_and_doubles_nothing(place, monkeypatch, step):
    place.accept(track("a"), {"type": "identify", "userId": "u1", "messageId": "b"})
    place.accept(track("c"))

    def crash(*args, **kwargs):
        raise Crash

    with monkeypatch.context() as patch:
        if step in ("open_day", "set_mark", "finish"):
            patch.setattr(SqliteSpool, step, crash)
        elif step == "after commit":
            patch.setattr("tenure.eventlog.seal.settle", crash)
        else:
            patch.setattr(f"tenure.eventlog.table.{step}", crash)
        with pytest.raises(Crash):
            place.seal()

    place.seal()
    assert place.ids() == ["a", "b", "c"]
    assert place.spool.depth() == 0
    assert place.spool.mark("acme", "events") == events_table(place.home, "acme").version


def test_two_sealers_that_took_different_amounts_append_each_row_once(place):
    place.accept(track("a"))
    small = place.next()
    place.accept(track("b"))
    large = place.next()

    assert commit(place.home, place.spool, small) == 1
    assert commit(place.home, place.spool, large) == 2
    finish(place.spool, small)
    finish(place.spool, large)
    assert place.ids() == ["a", "b"]
    assert place.spool.depth() == 0


def test_a_sealer_that_is_overtaken_in_the_middle_of_its_commit_appends_only_what_is_new(place, monkeypatch):
    place.accept(track("a"))
    small = place.next()
    place.accept(track("b"))
    large = place.next()
    other, write = Place(place.home.root), Table.write
    done = []

    def overtaken(table, parts, **kwargs):
        if not done:
            done.append(True)
            commit(other.home, other.spool, small)
        return write(table, parts, **kwargs)

    monkeypatch.setattr(Table, "write", overtaken)
    commit(place.home, place.spool, large)
    assert place.ids() == ["a", "b"]


def test_a_paused_workspace_is_not_sealed(place):
    place.accept(track("m"))
    place.spool.pause("acme")
    assert place.next() is None
    place.spool.resume("acme")
    assert place.seal() == 1


def test_a_new_spool_starts_its_count_anew(place):
    place.accept(track("a"))
    place.seal()
    for path in place.home.root.glob("spool.sqlite3*"):
        path.unlink()

    again = Place(place.home.root)
    again.accept(track("b"))
    again.seal()
    assert again.ids() == ["a", "b"]


def test_a_large_backlog_is_sealed_in_pieces(place, monkeypatch):
    monkeypatch.setattr(seal, "LIMIT_EVENTS", 10)
    for number in range(8):
        place.accept(*(track(f"{number}-{part}") for part in range(4)))
    pieces = list(itertools.takewhile(lambda _: place.spool.depth(), (place.seal() for _ in itertools.count())))
    assert len(place.ids()) == 32
    assert len(pieces) >= 2


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(st.sampled_from(["accept", "next", "commit", "finish", "lose memory"]), max_size=25),
)
def test_any_order_of_steps_ends_with_every_event_once(tmp_path_factory, steps):
    place = Place(tmp_path_factory.mktemp("steps"))
    batches, committed, count = [], [], 0
    for step in steps:
        if step == "accept":
            place.accept(track(f"{count:03d}"), track(f"{count + 1:03d}"))
            count += 2
        elif step == "next" and (batch := place.next()):
            batches.append(batch)
        elif step == "commit" and batches:
            commit(place.home, place.spool, batches[-1])
            committed.append(batches.pop())
        elif step == "finish" and committed:
            finish(place.spool, committed.pop(0))
        elif step == "lose memory":
            batches, committed = [], []
    while place.spool.depth():
        place.seal()
    assert place.ids() == [f"{number:03d}" for number in range(count)]
    place.spool.close()


def _seal_until_empty(folder: Path, go, die: bool) -> None:
    place = Place(folder)
    go.wait()
    sealed = 0
    while batch := place.next():
        commit(place.home, place.spool, batch)
        sealed += 1
        if die and sealed == 3:
            os._exit(9)
        finish(place.spool, batch)


def test_sealers_in_several_processes_of_which_one_dies_lose_and_double_nothing(place, monkeypatch):
    for number in range(40):
        place.accept(track(f"{number:03d}"))
    context = multiprocessing.get_context("spawn")
    go = context.Event()
    processes = [context.Process(target=_seal_until_empty, args=(place.home.root, go, die)) for die in (True, False)]
    for process in processes:
        process.start()
    go.set()
    for number in range(40, 60):
        place.accept(track(f"{number:03d}"))
    for process in processes:
        process.join()
    while place.spool.depth():
        place.seal()
    assert place.ids() == [f"{number:03d}" for number in range(60)]
