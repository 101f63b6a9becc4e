"""What a spool promises, on SQLite and on PostgreSQL alike."""

import threading

import pytest

from tenure.eventlog.spool import DeadLetter, SpooledRequest, SpoolUnavailable
from tenure.eventlog.spool_postgres import PostgresSpool
from tenure.eventlog.spool_sqlite import SqliteSpool

AT = 1_772_366_400_000_000  # 2026-03-01T12:00:00Z


def request_of(body: bytes = b"{}", workspace: str = "acme", count: int = 1) -> SpooledRequest:
    return SpooledRequest(workspace, "track", AT, body, count)


@pytest.fixture(params=["sqlite", "postgres"])
def another(request, tmp_path):
    """Opens the same spool again, as another process would."""
    if request.param == "sqlite":
        make = lambda: SqliteSpool(tmp_path / "spool.sqlite3")  # noqa: E731
    else:
        url = request.getfixturevalue("postgres_url")
        make = lambda: PostgresSpool(url)  # noqa: E731
    opened = []

    def open_another():
        opened.append(make())
        return opened[-1]

    yield open_another
    for spool in opened:
        spool.close()


@pytest.fixture
def spool(another):
    return another()


def test_what_was_appended_is_there_for_every_process(spool, another):
    spool.append([request_of(b"one"), request_of(b"two", count=50)])

    assert [(row.body, row.count, row.kind, row.received_at) for row in another().read("acme", 0, 1 << 20)] == [
        (b"one", 1, "track", AT),
        (b"two", 50, "track", AT),
    ]


def test_depth_counts_events_and_not_requests(spool, another):
    spool.append([request_of(count=50), request_of(workspace="rival", count=7)])
    assert another().depth() == 57

    spool.finish("acme", spool.read("acme", 0, 1 << 20)[-1].id)
    assert spool.depth() == 7


def test_workspaces_wait_in_the_order_their_requests_came(spool):
    assert spool.waiting() == []

    spool.append([request_of(workspace="rival"), request_of(workspace="acme"), request_of(workspace="rival")])
    assert spool.waiting() == ["rival", "acme"]

    spool.finish("rival", spool.read("rival", 0, 1 << 20)[0].id)
    assert spool.waiting() == ["acme", "rival"]


def test_a_workspace_reads_only_its_own_rows_up_to_a_limit(spool):
    spool.append([request_of(b"x" * 100, workspace=name) for name in ("acme", "rival", "acme", "acme")])

    assert len(spool.read("acme", 0, 250)) == 2
    assert len(spool.read("acme", 0, 1)) == 1, "one row is read however big it is"
    assert len(spool.read("acme", 0, 1 << 20, limit_events=2)) == 2
    first = spool.read("acme", 0, 1)[0].id
    assert [row.id > first for row in spool.read("acme", first, 1 << 20)] == [True, True]


def test_ids_never_restart(spool, another):
    spool.append([request_of(), request_of()])
    last = spool.read("acme", 0, 1 << 20)[-1].id
    spool.finish("acme", last)
    spool.close()

    again = another()
    again.append([request_of()])
    assert again.read("acme", 0, 1 << 20)[0].id > last


def test_skipping_ahead_never_goes_back(spool):
    spool.skip_to(1000)
    spool.skip_to(10)
    spool.append([request_of()])
    assert spool.read("acme", 0, 1 << 20)[0].id == 1001


def test_the_name_of_a_spool_stays(spool, another):
    assert spool.id == another().id


def test_finish_opens_days_with_a_mark_that_rises(spool):
    spool.finish("acme", 0, {20_513, 20_512})
    first = spool.open_days("acme")
    spool.finish("acme", 0, {20_513})
    second = spool.open_days("acme")

    assert first.keys() == second.keys() == {20_512, 20_513}
    assert second[20_512] == first[20_512]
    assert second[20_513] > first[20_513]
    assert spool.open_days("rival") == {}


def test_a_day_closes_only_when_nothing_came_since_its_mark_was_read(spool):
    spool.open_day("acme", {20_513})
    mark = spool.open_days("acme")[20_513]
    spool.open_day("acme", {20_513})
    assert not spool.close_day("acme", 20_513, mark)

    mark = spool.open_days("acme")[20_513]
    assert spool.close_day("acme", 20_513, mark)
    assert spool.open_days("acme") == {}


def test_a_mark_is_never_given_twice_to_a_day_that_was_closed_between(spool):
    spool.open_day("acme", {20_513})
    mark = spool.open_days("acme")[20_513]
    assert spool.close_day("acme", 20_513, mark)
    spool.open_day("acme", {20_513})
    assert not spool.close_day("acme", 20_513, mark)


def test_dead_letters_are_kept_with_their_reason_and_can_be_replayed(spool):
    spool.append([], [DeadLetter("acme", AT, "no name", b'{"batch":[{}]}'), DeadLetter("rival", AT, "other", b"")])

    (letter,) = spool.dead_letters("acme")
    assert (letter.reason, letter.body, letter.kind, letter.received_at) == ("no name", b'{"batch":[{}]}', "batch", AT)
    assert spool.replay("rival", [letter.id]) == 0, "another workspace's letter is not to be had"
    assert spool.replay("acme", [letter.id]) == 1
    assert spool.dead_letters("acme") == []
    assert [(row.body, row.received_at) for row in spool.read("acme", 0, 1 << 20)] == [(b'{"batch":[{}]}', AT)]
    assert spool.depth() == 1


def test_a_paused_workspace_does_not_wait_to_be_sealed_but_still_takes_requests(spool):
    spool.pause("acme")
    spool.append([request_of(), request_of(workspace="rival")])
    assert spool.paused("acme")
    assert spool.waiting() == ["rival"]

    spool.resume("acme")
    assert spool.waiting() == ["acme", "rival"]


def test_a_durable_mark_only_advances_unless_forced(spool, another):
    assert spool.mark("acme", "events") == -1
    spool.set_mark("acme", "events", 5)
    spool.set_mark("acme", "events", 3)
    assert another().mark("acme", "events") == 5
    spool.set_mark("acme", "events", 3, force=True)
    assert spool.marks() == {("acme", "events"): 3}


def test_purge_rewrites_and_drops_only_what_it_is_told(spool):
    spool.append(
        [
            request_of(b"keep"),
            request_of(b"drop", count=3),
            request_of(b"half"),
            request_of(b"drop", workspace="rival"),
        ],
        [DeadLetter("acme", AT, "bad", b"drop"), DeadLetter("acme", AT, "bad", b"keep")],
    )

    changed = spool.purge("acme", lambda kind, body: {b"drop": None, b"half": b"h"}.get(body, body))

    assert changed == 3
    assert [row.body for row in spool.read("acme", 0, 1 << 20)] == [b"keep", b"h"]
    assert [letter.body for letter in spool.dead_letters("acme")] == [b"keep"]
    assert spool.depth() == 3


def test_many_threads_and_processes_append_at_once_and_nothing_is_lost(spool, another):
    writers = [spool, spool, another(), another()]

    def write(number):
        for round_ in range(20):
            writers[number].append([request_of(f"{number}-{round_}-{part}".encode()) for part in range(5)])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    seen, after = [], 0
    while any(thread.is_alive() for thread in threads):
        rows = spool.read("acme", after, 1 << 20)
        seen += [row.body for row in rows]
        after = rows[-1].id if rows else after
    seen += [row.body for row in spool.read("acme", after, 1 << 30)]

    assert len(seen) == len(set(seen)) == 400, "ids appear in order, so that who reads on from the last misses none"
    assert spool.depth() == 400


def test_on_postgresql_ids_follow_commits_because_appends_take_turns(postgres_url, monkeypatch):
    first, second = PostgresSpool(postgres_url), PostgresSpool(postgres_url)
    second._connection().execute("SET lock_timeout = '100ms'")
    refused = []

    def append_beside(db, dead):
        monkeypatch.undo()
        with pytest.raises(SpoolUnavailable, match="lock timeout"):
            second.append([request_of(b"overtaking")])
        refused.append(True)

    monkeypatch.setattr("tenure.eventlog.spool_postgres._bury", append_beside)
    first.append([request_of(b"first")])
    second.append([request_of(b"second")])

    assert refused
    assert [row.body for row in first.read("acme", 0, 1 << 20)] == [b"first", b"second"]
    first.close()
    second.close()


def test_an_empty_append_changes_nothing(spool):
    spool.append([], [])
    assert (spool.depth(), spool.waiting()) == (0, [])


def test_a_server_that_is_away_is_said_in_a_sentence():
    with pytest.raises(SpoolUnavailable, match="check the server"):
        PostgresSpool("postgresql://postgres@127.0.0.1:1/nothing")
