"""The spool in one SQLite file: every append is on the disk before it returns, and many processes may share it."""

import fcntl
import os
import sqlite3
import threading
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from zlib import crc32

from tenure import clock
from tenure.eventlog.spool import LAST, DeadLetter, DeadRow, Doomed, SpooledRequest, SpooledRow, SpoolUnavailable
from tenure.eventlog.sqlite_file import PATIENCE, connect, hold, sentence

TABLES = """
CREATE TABLE IF NOT EXISTS spool (
    id INTEGER PRIMARY KEY AUTOINCREMENT, workspace TEXT NOT NULL, kind TEXT NOT NULL,
    received_at INTEGER NOT NULL, count INTEGER NOT NULL, crc INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS spool_workspace ON spool (workspace, id);
CREATE TABLE IF NOT EXISTS waiting (workspace TEXT PRIMARY KEY, events INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dead_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT, workspace TEXT NOT NULL, kind TEXT NOT NULL,
    received_at INTEGER NOT NULL, reason TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS dead_workspace ON dead_letters (workspace, id);
CREATE TABLE IF NOT EXISTS open_days (
    workspace TEXT NOT NULL, day INTEGER NOT NULL, mark INTEGER NOT NULL, PRIMARY KEY (workspace, day)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS paused (workspace TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sealed (workspace TEXT PRIMARY KEY, upto INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (
    workspace TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (workspace, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('open_mark', 0);
"""
ADD = "INSERT INTO spool (workspace, kind, received_at, count, crc, body) VALUES (?, ?, ?, ?, ?, ?)"
# Python gives other threads their turn at each statement and waits to get it back, so many rows go in with few.
GROUPS = {rows: ADD + ", (?, ?, ?, ?, ?, ?)" * (rows - 1) for rows in (256, 64, 16, 4, 1)}
BURY = "INSERT INTO dead_letters (workspace, kind, received_at, reason, body) VALUES (?, ?, ?, ?, ?)"
COUNT = "INSERT INTO waiting VALUES (?, ?) ON CONFLICT DO UPDATE SET events = events + excluded.events"
TAKEN = "SELECT coalesce(sum(count), 0) FROM spool WHERE workspace = ? AND id <= ?"
MARK = "INSERT INTO marks VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = max(version, excluded.version)"
FORCE_MARK = "INSERT OR REPLACE INTO marks VALUES (?, ?, ?)"
PURGED = (  # how to list, read, drop and rewrite the rows of each table that holds bodies
    (
        "SELECT id FROM spool WHERE workspace = ?",
        "SELECT kind, body, count FROM spool WHERE id = ?",
        "DELETE FROM spool WHERE id = ?",
        "UPDATE spool SET body = ?, crc = ? WHERE id = ?",
    ),
    (
        "SELECT id FROM dead_letters WHERE workspace = ?",
        "SELECT kind, body, 0 FROM dead_letters WHERE id = ?",
        "DELETE FROM dead_letters WHERE id = ?",
        "UPDATE dead_letters SET body = ?1 WHERE id = ?3",
    ),
)
OPEN = "INSERT INTO open_days VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET mark = excluded.mark"


class SqliteSpool:
    """One file; one connection for all threads of this process, which take turns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = threading.RLock()
        self._presence = hold(path, fcntl.LOCK_SH)
        try:
            self._db = connect(path)
            with self._saying(), self._transaction():
                for statement in TABLES.strip().split(";\n"):
                    self._db.execute(statement)
                self._db.execute("INSERT OR IGNORE INTO meta VALUES ('id', ?)", (uuid.uuid4().hex,))
            self._id = str(self._db.execute("SELECT value FROM meta WHERE name = 'id'").fetchone()[0])
        except BaseException:
            os.close(self._presence)
            raise

    @property
    def id(self) -> str:
        """Names this spool's run of ids."""
        return self._id

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            self._db.close()
            if self._presence >= 0:
                os.close(self._presence)
                self._presence = -1

    def append(self, requests: Sequence[SpooledRequest], dead: Sequence[DeadLetter] = ()) -> None:
        """Keep all of them or none; durable on return. Raises SpoolUnavailable."""
        rows = [
            (item.workspace, item.kind, item.received_at, item.count, crc32(item.body), item.body) for item in requests
        ]
        counts: Counter[str] = Counter()
        for item in requests:
            counts[item.workspace] += item.count
        with self._writing():
            start = 0
            for size, statement in GROUPS.items():
                while len(rows) - start >= size:
                    self._db.execute(statement, [*chain.from_iterable(rows[start : start + size])])
                    start += size
            self._db.executemany(COUNT, counts.items())
            self._bury(dead)

    def depth(self) -> int:
        """Events waiting, over all workspaces."""
        with self._reading():
            return int(self._db.execute("SELECT coalesce(sum(events), 0) FROM waiting").fetchone()[0])

    def waiting(self) -> list[str]:
        """Workspaces with rows to seal, the one that waits longest first; paused ones are left out."""
        question = """
            SELECT workspace FROM (
                SELECT workspace, (SELECT min(id) FROM spool WHERE spool.workspace = waiting.workspace) AS first
                FROM waiting WHERE workspace NOT IN (SELECT workspace FROM paused))
            WHERE first IS NOT NULL ORDER BY first"""
        with self._reading():
            return [workspace for (workspace,) in self._db.execute(question)]

    def read(self, workspace: str, after: int, limit_bytes: int, limit_events: int = 1 << 60) -> list[SpooledRow]:
        """Rows with an id above ``after`` in order of id: as many as fit, at least one when there is one."""
        question = "SELECT id, kind, received_at, body, count FROM spool WHERE workspace = ? AND id > ? ORDER BY id"
        rows: list[SpooledRow] = []
        with self._reading():
            for found in self._db.execute(question, (workspace, after)):
                row = SpooledRow(*found)
                limit_bytes -= len(row.body)
                limit_events -= row.count
                if rows and (limit_bytes < 0 or limit_events < 0):
                    break
                rows.append(row)
        return rows

    def finish(
        self, workspace: str, upto: int, reopened_days: Collection[int] = (), dead: Sequence[DeadLetter] = ()
    ) -> None:
        """In one transaction: delete rows up to that id, note the days as open, keep the dead letters."""
        with self._writing():
            (gone,) = self._db.execute(TAKEN, (workspace, upto)).fetchone()
            self._db.execute("DELETE FROM spool WHERE workspace = ? AND id <= ?", (workspace, upto))
            self._db.execute(COUNT, (workspace, -gone))
            self._open(workspace, reopened_days)
            self._bury(dead)

    def open_days(self, workspace: str) -> dict[int, int]:
        """Day key -> mark of days whose events are not all in the ``days`` table."""
        with self._reading():
            question = "SELECT day, mark FROM open_days WHERE workspace = ? ORDER BY day"
            return dict(self._db.execute(question, (workspace,)).fetchall())

    def open_day(self, workspace: str, days: Collection[int]) -> None:
        """Note days as open, with a new mark."""
        if days:
            with self._writing():
                self._open(workspace, days)

    def close_day(self, workspace: str, day: int, mark: int) -> bool:
        """Close a day unless events came since the mark was read; says whether it is closed now."""
        which = "DELETE FROM open_days WHERE workspace = ? AND day = ? AND mark = ?"
        with self._writing():
            return self._db.execute(which, (workspace, day, mark)).rowcount > 0

    def dead_letters(self, workspace: str, limit: int = 100, before: int = LAST) -> list[DeadRow]:
        """The newest dead letters with an id below ``before``."""
        question = """
            SELECT id, kind, received_at, reason, body FROM dead_letters
            WHERE workspace = ? AND id < ? ORDER BY id DESC LIMIT ?"""
        with self._reading():
            return [DeadRow(*row) for row in self._db.execute(question, (workspace, before, limit))]

    def replay(self, workspace: str, ids: Collection[int]) -> int:
        """Put dead letters back in the queue under their first time of receipt; how many."""
        taken = "DELETE FROM dead_letters WHERE workspace = ? AND id = ? RETURNING workspace, kind, received_at, body"
        with self._writing():
            rows = [row for one in sorted(ids) for row in self._db.execute(taken, (workspace, one)).fetchall()]
            self._db.executemany(ADD, [(*row[:3], 1, crc32(row[3]), row[3]) for row in rows])
            self._db.execute(COUNT, (workspace, len(rows)))
            return len(rows)

    def pause(self, workspace: str) -> None:
        """Stop sealing this workspace for as long as an erase runs."""
        with self._writing():
            self._db.execute("INSERT OR IGNORE INTO paused VALUES (?)", (workspace,))

    def resume(self, workspace: str) -> None:
        """Let the seal go on."""
        with self._writing():
            self._db.execute("DELETE FROM paused WHERE workspace = ?", (workspace,))

    def paused(self, workspace: str) -> bool:
        """Whether sealing is stopped."""
        with self._reading():
            return self._db.execute("SELECT 1 FROM paused WHERE workspace = ?", (workspace,)).fetchone() is not None

    def purge(self, workspace: str, doomed: Doomed) -> int:
        """Rewrite or drop rows and dead letters so that no byte of what is dropped stays in the file; rows changed.

        Pages freed by earlier deletes and the write-ahead log hold old bytes too, so the file is written anew.
        """
        with self._turn, self._saying():
            self._db.execute("PRAGMA secure_delete = ON")
            try:
                with self._transaction():
                    changed = sum(self._purge(workspace, doomed, statements) for statements in PURGED)
                self._db.execute("VACUUM")
                self._empty_write_ahead_log()
            finally:
                self._db.execute("PRAGMA secure_delete = OFF")
        return changed

    def mark(self, workspace: str, table: str) -> int:
        """The last version of a table known to be on the disk, -1 when none is."""
        return self.marks().get((workspace, table), -1)

    def marks(self) -> Mapping[tuple[str, str], int]:
        """All durable marks by (workspace, table)."""
        with self._reading():
            rows = self._db.execute("SELECT workspace, name, version FROM marks")
            return {(workspace, name): version for workspace, name, version in rows}

    def set_mark(self, workspace: str, table: str, version: int, *, force: bool = False) -> None:
        """Advance a durable mark; it goes back only when forced."""
        with self._writing():
            self._db.execute(FORCE_MARK if force else MARK, (workspace, table, version))

    def sealed(self, workspace: str) -> int:
        """Rows up to this id were in the log already when this spool took them over from a damaged one; 0: none."""
        with self._reading():
            row = self._db.execute("SELECT upto FROM sealed WHERE workspace = ?", (workspace,)).fetchone()
            return int(row[0]) if row else 0

    def skip_to(self, upto: int) -> None:
        """Give ids above ``upto`` from now on."""
        with self._writing():
            moved = self._db.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'spool'", (upto,))
            if not moved.rowcount:
                self._db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('spool', ?)", (upto,))

    def _bury(self, dead: Sequence[DeadLetter]) -> None:
        rows = [(item.workspace, item.kind, item.received_at, item.reason, item.body) for item in dead]
        self._db.executemany(BURY, rows)

    def _open(self, workspace: str, days: Collection[int]) -> None:
        if days:
            (mark,) = self._db.execute(
                "UPDATE meta SET value = value + 1 WHERE name = 'open_mark' RETURNING value"
            ).fetchone()
            self._db.executemany(OPEN, [(workspace, day, mark) for day in sorted(days)])

    def _purge(self, workspace: str, doomed: Doomed, statements: tuple[str, str, str, str]) -> int:
        find, read, drop, rewrite = statements
        changed = 0
        for (one,) in self._db.execute(find, (workspace,)).fetchall():
            kind, body, count = self._db.execute(read, (one,)).fetchone()
            kept = doomed(kind, body)
            if kept is None:
                self._db.execute(drop, (one,))
                self._db.execute(COUNT, (workspace, -count))
            elif kept != body:
                self._db.execute(rewrite, (kept, crc32(kept), one))
            changed += kept != body
        return changed

    def _empty_write_ahead_log(self) -> None:
        deadline = clock.monotonic() + PATIENCE
        while self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if clock.monotonic() > deadline:
                raise SpoolUnavailable("the spool is in use, so what was erased is still in its log; try again")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._turn, self._saying():
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._turn, self._saying(), self._transaction():
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk rolls back by itself
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def _saying(self) -> Iterator[None]:
        """Turn what SQLite reports into a sentence that says what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise SpoolUnavailable(sentence(self.path, error)) from error
