"""What only a file can suffer: full disks, torn ends, bytes that stay behind."""

import logging
import multiprocessing
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tenure.eventlog.home import Home
from tenure.eventlog.open_spool import open_spool
from tenure.eventlog.salvage import is_sound, ready
from tenure.eventlog.spool import DeadLetter, SpooledRequest, SpoolUnavailable
from tenure.eventlog.spool_sqlite import SqliteSpool

AT = 1_772_366_400_000_000


def fill(spool: SqliteSpool, requests: int, size: int = 4000) -> list[bytes]:
    bodies = [f"{number:06d}".encode() * (size // 6) for number in range(requests)]
    spool.append([SpooledRequest("acme", "track", AT, body) for body in bodies])
    return bodies


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


def test_an_append_is_flushed_to_the_disk_before_it_returns(home):
    spool = SqliteSpool(home.spool)
    assert spool._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert spool._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_full_disk_is_said_in_a_sentence_and_nothing_of_the_request_stays(home):
    spool = SqliteSpool(home.spool)
    kept = fill(spool, 10)
    pages = spool._db.execute("PRAGMA page_count").fetchone()[0]
    spool._db.execute(f"PRAGMA max_page_count = {pages + 4}")

    with pytest.raises(SpoolUnavailable, match="is full: free some space"):
        fill(spool, 200)

    spool._db.execute("PRAGMA max_page_count = 1000000")
    assert [row.body for row in spool.read("acme", 0, 1 << 30)] == kept
    assert spool.depth() == 10
    fill(spool, 1)
    assert spool.depth() == 11, "and it goes on when there is space again"


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SpoolUnavailable, match="cannot be written"):
        SqliteSpool(tmp_path / "file" / "spool.sqlite3")


def test_what_was_purged_is_in_no_file_of_the_spool(home):
    spool, other = SqliteSpool(home.spool), SqliteSpool(home.spool)
    secret, sealed_before = b"ada@example.com", b"ada@example.com-before"
    spool.append([SpooledRequest("acme", "track", AT, sealed_before * 3000)] * 20)
    spool._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    spool.finish("acme", 20)
    spool.append([SpooledRequest("acme", "track", AT, secret * 300), SpooledRequest("acme", "track", AT, b"keep")])
    spool.append([], [DeadLetter("acme", AT, "bad", secret)])
    spool._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert home.spool.read_bytes().count(sealed_before) > 1000, "else the test proves nothing"

    spool.purge("acme", lambda kind, body: None if secret in body else body)

    assert not any(secret in path.read_bytes() for path in home.root.iterdir())
    assert [row.body for row in other.read("acme", 0, 1 << 20)] == [b"keep"]
    fill(other, 1)
    assert other.depth() == 2


def test_a_sound_spool_is_opened_as_it_is(home):
    first = open_spool(home)
    fill(first, 3)
    name = first.id
    first.close()

    again = open_spool(home)
    assert again.id == name
    assert again.depth() == 3
    assert not list(home.root.glob("*damaged*"))


def damage(path: Path, how: str) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        if how == "cut":
            file.truncate(size * 2 // 3)
        elif how == "noise":
            file.seek(size * 2 // 3)
            file.write(b"\xa5\x5a" * (size // 6))
        elif how == "nothing left":
            file.write(b"\x00" * size)


def closed(home: Home, requests: int) -> tuple[str, list[bytes]]:
    """A spool with that many requests, all of them in the main file."""
    spool = SqliteSpool(home.spool)
    bodies = fill(spool, requests)
    spool.append([], [DeadLetter("acme", AT, "bad", b"dead")])
    spool.open_day("acme", {20_513})
    spool.close()
    return spool.id, bodies


@pytest.mark.parametrize("how", ["cut", "noise"])
def test_of_a_spool_damaged_at_its_tail_everything_readable_goes_on_in_a_new_one(home, how, caplog):
    name, bodies = closed(home, 200)
    damage(home.spool, how)
    assert not is_sound(home.spool)

    with caplog.at_level(logging.ERROR):
        spool = open_spool(home)

    rows = spool.read("acme", 0, 1 << 30)
    assert spool.id != name
    assert len(rows) >= 50, "half of the file and more was whole"
    assert {row.body for row in rows} <= set(bodies), "and nothing is invented"
    assert [row.id for row in rows] == [bodies.index(row.body) + 1 for row in rows], "rows keep their ids"
    assert spool.depth() == len(rows)
    assert "was damaged" in caplog.text
    (aside,) = [path for path in home.root.glob("spool.sqlite3.damaged-*") if not path.name.endswith(("-wal", "-shm"))]
    assert aside.stat().st_size > 0
    fill(spool, 1)
    assert spool.read("acme", 200, 1 << 30)[-1].id > 200, "ids of lost rows are not given again"


def test_a_spool_of_which_nothing_can_be_read_is_put_aside(home, caplog):
    name, _ = closed(home, 20)
    damage(home.spool, "nothing left")

    spool = open_spool(home)

    assert spool.id != name
    assert spool.depth() == 0
    assert list(home.root.glob("*damaged*"))
    fill(spool, 1)


@pytest.mark.parametrize("moved", [False, True])
def test_a_salvage_that_was_stopped_half_way_is_finished_by_the_next_start(home, monkeypatch, moved):
    closed(home, 50)
    damage(home.spool, "cut")
    monkeypatch.setattr(
        "tenure.eventlog.salvage.put_in_place", lambda home, aside: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        open_spool(home)
    monkeypatch.undo()
    assert ready(home).exists()
    if moved:
        home.spool.rename(home.root / "spool.sqlite3.damaged-before")

    spool = open_spool(home)
    assert spool.depth() > 10
    assert not ready(home).exists()
    assert is_sound(home.spool)


def test_a_damaged_spool_in_use_is_not_touched(home, monkeypatch):
    monkeypatch.setattr("tenure.eventlog.open_spool.PATIENCE", 0.05)
    spool = SqliteSpool(home.spool)
    fill(spool, 100)
    spool._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damage(home.spool, "cut")

    with pytest.raises(SpoolUnavailable, match="stop all of Tenure"):
        open_spool(home)
    assert not list(home.root.glob("*damaged*"))


def test_damage_found_while_running_is_said_in_a_sentence(home):
    spool = SqliteSpool(home.spool)
    spool._db.execute("PRAGMA cache_size = 0")
    fill(spool, 100)
    spool._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damage(home.spool, "noise")
    with closing(sqlite3.connect(home.spool)), pytest.raises(SpoolUnavailable, match="damaged"):
        SqliteSpool(home.spool).read("acme", 0, 1 << 30)


def _append_and_die(path: Path, go) -> None:
    spool = SqliteSpool(path)
    go.wait()
    spool.append([SpooledRequest("acme", "track", AT, b"acknowledged")])
    spool._db.execute("BEGIN IMMEDIATE")
    spool._db.execute(
        "INSERT INTO spool (workspace, kind, received_at, count, body) VALUES ('acme', 'track', 0, 1, 'x')"
    )
    os._exit(9)


def test_a_killed_process_leaves_what_it_acknowledged_and_nothing_else(home):
    spool = SqliteSpool(home.spool)
    context = multiprocessing.get_context("spawn")
    go = context.Event()
    process = context.Process(target=_append_and_die, args=(home.spool, go))
    process.start()
    go.set()
    process.join()

    assert [row.body for row in spool.read("acme", 0, 1 << 20)] == [b"acknowledged"]
    fill(spool, 1)
    assert spool.depth() == 2
