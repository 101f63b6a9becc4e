"""What can still be read of a damaged spool? Moves it to a new file, row by row where pages are broken."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from tenure.eventlog.durable import flush_file
from tenure.eventlog.home import Home
from tenure.eventlog.spool_sqlite import SqliteSpool
from tenure.eventlog.sqlite_file import connect
from tenure.eventlog.tables import events_table

HIGHEST = 1 << 62
PATIENCE = 100_000  # failed looks at a broken file before the rest is given up
LEAP = 1_000_000  # ids left out, so that none that was given out and lost can come again


@dataclass(frozen=True, slots=True)
class Saved:
    """How much of a damaged spool could be read."""

    requests: int
    dead_letters: int


def is_sound(path: Path) -> bool:
    """Is the whole file a database, and every request in it as it came? The spool is small when all is well."""
    try:
        with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as db:
            if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return False
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'spool'").fetchone():
                return True  # made a moment ago
            return all(crc == crc32(body) for crc, body in db.execute("SELECT crc, body FROM spool"))
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM"))


def salvage(home: Home, aside: Path) -> Saved:
    """Build a new spool from what can be read, then put the damaged one aside and the new one in its place.

    Ids are kept and go on behind the highest; the new spool has a new id, and remembers how far each workspace's
    rows were in the log already under the old one.
    """
    fresh = home.spool.with_name(f"{home.spool.name}.new-{uuid.uuid4().hex[:8]}")
    spool = SqliteSpool(fresh)
    try:
        with closing(_reader(home.spool)) as old:
            saved = _copy(old, fresh, _sealed(home, old))
    finally:
        spool.close()
    for suffix in ("-wal", "-shm", ".lock"):
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
    flush_file(fresh)
    fresh.rename(ready(home))  # from here on a crash changes nothing: whoever opens the spool next goes on
    flush_file(home.root)
    put_in_place(home, aside)
    return saved


def ready(home: Home) -> Path:
    """Where a salvaged spool stands until the damaged one is out of its way."""
    return home.spool.with_name(f"{home.spool.name}.salvaged")


def put_in_place(home: Home, aside: Path) -> None:
    """Move the damaged spool with its write-ahead log aside and the salvaged one in its place."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            home.spool.with_name(home.spool.name + suffix).rename(aside.with_name(aside.name + suffix))
    ready(home).rename(home.spool)
    flush_file(home.root)


def _reader(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=20, isolation_level=None)
    db.execute("PRAGMA writable_schema = ON")  # else SQLite refuses a file that is shorter than its header says
    db.execute("PRAGMA cell_size_check = ON")
    return db


def _copy(old: sqlite3.Connection, fresh: Path, sealed: dict[str, int]) -> Saved:
    with closing(connect(fresh)) as new:
        new.execute("BEGIN IMMEDIATE")
        requests = _copy_rows(old, new, "spool", ("id", "workspace", "kind", "received_at", "count", "crc", "body"))
        dead = _copy_rows(old, new, "dead_letters", ("id", "workspace", "kind", "received_at", "reason", "body"))
        new.execute("INSERT INTO waiting SELECT workspace, sum(count) FROM spool GROUP BY workspace")
        for table in ("open_days", "paused", "marks"):
            with suppress(sqlite3.Error):
                rows = old.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own names
                new.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({_places(rows)})", rows)  # noqa: S608 - the names are ours
        new.executemany("INSERT INTO sealed VALUES (?, ?)", sealed.items())
        _go_on_behind(new, max(sealed.values(), default=0))
        new.execute("COMMIT")
        new.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Saved(requests, dead)


def _go_on_behind(new: sqlite3.Connection, highest: int) -> None:
    """Let ids and marks go on where none was given out before."""
    counters = "SELECT seq FROM sqlite_sequence UNION ALL SELECT mark FROM open_days"
    after = max([highest, *(row[0] for row in new.execute(counters))]) + LEAP
    new.execute("UPDATE meta SET value = ? WHERE name = 'open_mark'", (after,))
    new.execute("DELETE FROM sqlite_sequence")
    new.executemany(
        "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [("spool", after), ("dead_letters", after)]
    )


def _places(rows: list[tuple[Any, ...]]) -> str:
    return ", ".join("?" * len(rows[0])) if rows else "NULL"


def _copy_rows(old: sqlite3.Connection, new: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> int:
    names, count = ", ".join(columns), 0
    question = f"SELECT {names} FROM {table} NOT INDEXED WHERE id BETWEEN ? AND ? ORDER BY id"  # noqa: S608 - the names are ours
    insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - the names are ours
    for row in _readable(old, question, _highest(old, table)):
        if _plausible(row):
            count += new.execute(insert, row).rowcount
    return count


def _highest(old: sqlite3.Connection, table: str) -> int:
    """The last id that was given out, or one that is surely higher."""
    with suppress(sqlite3.Error):
        if found := old.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone():
            return int(found[0])
    return HIGHEST


def _readable(old: sqlite3.Connection, question: str, highest: int) -> Iterator[tuple[Any, ...]]:
    """Rows by rising id; where some cannot be read, each half of what is left is tried, down to the single row."""
    ranges, failures = [(0, highest)], 0
    while ranges and failures < PATIENCE:
        low, high = ranges.pop()
        try:
            for row in old.execute(question, (low, high)):
                if not isinstance(row[0], int) or row[0] < low:
                    raise sqlite3.DatabaseError("rows out of order")
                low = row[0] + 1
                yield row
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", "") in ("SQLITE_NOTADB", "SQLITE_ERROR"):
                return  # no database or no such table: it will not get better row by row
            failures += 1
            if low < high:
                middle = (low + high) // 2
                ranges += [(middle + 1, high), (low, middle)]


def _plausible(row: tuple[Any, ...]) -> bool:
    """Is a row as we wrote it? Broken pages may hold anything."""
    _, workspace, kind, received_at, *others, body = row
    if not (isinstance(workspace, str) and isinstance(kind, str) and isinstance(received_at, int)):
        return False
    return isinstance(body, bytes) and (len(others) < 2 or others[1] == crc32(body))


def _sealed(home: Home, old: sqlite3.Connection) -> dict[str, int]:
    """How far the log of each workspace got under the damaged spool's id, when that can be read."""
    try:
        (old_id,) = old.execute("SELECT value FROM meta WHERE name = 'id'").fetchone()
        earlier = dict(old.execute("SELECT workspace, upto FROM sealed").fetchall())
    except (sqlite3.Error, TypeError):
        return {}
    found = {
        workspace: max(events_table(home, workspace).app_version(f"spool:{old_id}") or 0, earlier.get(workspace, 0))
        for workspace in home.workspaces()
        if home.events(workspace).is_dir()
    }
    return {workspace: upto for workspace, upto in found.items() if upto}
