"""The spool in PostgreSQL, beside the records: for installations of several machines."""

import threading
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg.abc import Params

from tenure.eventlog.spool import LAST, DeadLetter, DeadRow, Doomed, SpooledRequest, SpooledRow, SpoolUnavailable

LOCK = 7_260_834_551  # held by every transaction that adds rows, so that ids appear in the order they were given
TABLES: tuple[LiteralString, ...] = (
    """CREATE TABLE IF NOT EXISTS spool_rows (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, workspace text NOT NULL, kind text NOT NULL,
        received_at bigint NOT NULL, count integer NOT NULL, body bytea NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS spool_rows_workspace ON spool_rows (workspace, id)",
    "CREATE TABLE IF NOT EXISTS spool_waiting (workspace text PRIMARY KEY, events bigint NOT NULL)",
    """CREATE TABLE IF NOT EXISTS spool_dead_letters (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, workspace text NOT NULL, kind text NOT NULL,
        received_at bigint NOT NULL, reason text NOT NULL, body bytea NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS spool_dead_letters_workspace ON spool_dead_letters (workspace, id)",
    """CREATE TABLE IF NOT EXISTS spool_open_days (
        workspace text NOT NULL, day integer NOT NULL, mark bigint NOT NULL, PRIMARY KEY (workspace, day))""",
    "CREATE SEQUENCE IF NOT EXISTS spool_open_mark",
    "CREATE TABLE IF NOT EXISTS spool_paused (workspace text PRIMARY KEY)",
    """CREATE TABLE IF NOT EXISTS spool_marks (
        workspace text NOT NULL, name text NOT NULL, version bigint NOT NULL, PRIMARY KEY (workspace, name))""",
    "CREATE TABLE IF NOT EXISTS spool_meta (name text PRIMARY KEY, value text NOT NULL)",
)
ADD = """INSERT INTO spool_rows (workspace, kind, received_at, count, body)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::integer[], %s::bytea[])"""
BURY = """INSERT INTO spool_dead_letters (workspace, kind, received_at, reason, body)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::bytea[])"""
COUNT = """INSERT INTO spool_waiting VALUES (%s, %s)
    ON CONFLICT (workspace) DO UPDATE SET events = spool_waiting.events + excluded.events"""
OPEN = """INSERT INTO spool_open_days SELECT %s, unnest(%s::integer[]), %s
    ON CONFLICT (workspace, day) DO UPDATE SET mark = excluded.mark"""
WAITING = """SELECT workspace, first FROM (
    SELECT workspace, (SELECT min(id) FROM spool_rows WHERE spool_rows.workspace = w.workspace) AS first
    FROM spool_waiting w WHERE workspace NOT IN (SELECT workspace FROM spool_paused)) found
    WHERE first IS NOT NULL ORDER BY first"""
FINISH = """WITH gone AS (DELETE FROM spool_rows WHERE workspace = %s AND id <= %s RETURNING count)
    SELECT coalesce(sum(count), 0) FROM gone"""
MARK = """INSERT INTO spool_marks VALUES (%s, %s, %s) ON CONFLICT (workspace, name)
    DO UPDATE SET version = greatest(spool_marks.version, excluded.version)"""
FORCE_MARK = """INSERT INTO spool_marks VALUES (%s, %s, %s) ON CONFLICT (workspace, name)
    DO UPDATE SET version = excluded.version"""
Statements = tuple[LiteralString, LiteralString, LiteralString, LiteralString]
PURGED: tuple[Statements, ...] = (  # how to list, read, drop and rewrite the rows of each table that holds bodies
    (
        "SELECT id FROM spool_rows WHERE workspace = %s",
        "SELECT kind, body, count FROM spool_rows WHERE id = %s FOR UPDATE",
        "DELETE FROM spool_rows WHERE id = %s",
        "UPDATE spool_rows SET body = %s WHERE id = %s",
    ),
    (
        "SELECT id FROM spool_dead_letters WHERE workspace = %s",
        "SELECT kind, body, 0 FROM spool_dead_letters WHERE id = %s FOR UPDATE",
        "DELETE FROM spool_dead_letters WHERE id = %s",
        "UPDATE spool_dead_letters SET body = %s WHERE id = %s",
    ),
)


class PostgresSpool:
    """One connection for all threads of this process, which take turns; opened again after it broke."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._turn = threading.RLock()
        self._open_connection: psycopg.Connection[Any] | None = None
        with self._writing(adds=True) as db:  # the lock also keeps two from creating the tables at once
            for statement in TABLES:
                db.execute(statement)
            db.execute("INSERT INTO spool_meta VALUES ('id', %s) ON CONFLICT DO NOTHING", (uuid.uuid4().hex,))
            self._id = str(_one(db, "SELECT value FROM spool_meta WHERE name = 'id'"))

    @property
    def id(self) -> str:
        """Names this spool's run of ids."""
        return self._id

    def close(self) -> None:
        """Let go of the connection."""
        with self._turn:
            if self._open_connection is not None:
                self._open_connection.close()
                self._open_connection = None

    def append(self, requests: Sequence[SpooledRequest], dead: Sequence[DeadLetter] = ()) -> None:
        """Keep all of them or none; durable on return. Raises SpoolUnavailable."""
        counts: Counter[str] = Counter()
        for item in requests:
            counts[item.workspace] += item.count
        with self._writing(adds=True) as db:
            if requests:
                rows = [(item.workspace, item.kind, item.received_at, item.count, item.body) for item in requests]
                db.execute(ADD, _columns(rows))
            for count in counts.items():
                db.execute(COUNT, count)
            _bury(db, dead)

    def depth(self) -> int:
        """Events waiting, over all workspaces."""
        with self._reading() as db:
            return int(_one(db, "SELECT coalesce(sum(events), 0) FROM spool_waiting"))

    def waiting(self) -> list[str]:
        """Workspaces with rows to seal, the one that waits longest first; paused ones are left out."""
        with self._reading() as db:
            return [row[0] for row in db.execute(WAITING)]

    def read(self, workspace: str, after: int, limit_bytes: int, limit_events: int = 1 << 60) -> list[SpooledRow]:
        """Rows with an id above ``after`` in order of id: as many as fit, at least one when there is one."""
        sizes = """SELECT id, octet_length(body), count FROM spool_rows WHERE workspace = %s AND id > %s
            ORDER BY id LIMIT 100000"""
        question = """SELECT id, kind, received_at, body, count FROM spool_rows
            WHERE workspace = %s AND id > %s AND id <= %s ORDER BY id"""
        last = None
        with self._reading() as db:
            for one, size, count in db.execute(sizes, (workspace, after)):
                limit_bytes -= size
                limit_events -= count
                if last is not None and (limit_bytes < 0 or limit_events < 0):
                    break
                last = one
            if last is None:
                return []
            return [SpooledRow(*row) for row in db.execute(question, (workspace, after, last))]

    def finish(
        self, workspace: str, upto: int, reopened_days: Collection[int] = (), dead: Sequence[DeadLetter] = ()
    ) -> None:
        """In one transaction: delete rows up to that id, note the days as open, keep the dead letters."""
        with self._writing() as db:
            gone = _one(db, FINISH, (workspace, upto))
            db.execute(COUNT, (workspace, -gone))
            _open(db, workspace, reopened_days)
            _bury(db, dead)

    def open_days(self, workspace: str) -> dict[int, int]:
        """Day key -> mark of days whose events are not all in the ``days`` table."""
        question = "SELECT day, mark FROM spool_open_days WHERE workspace = %s ORDER BY day"
        with self._reading() as db:
            return dict(db.execute(question, (workspace,)).fetchall())

    def open_day(self, workspace: str, days: Collection[int]) -> None:
        """Note days as open, with a new mark."""
        with self._writing() as db:
            _open(db, workspace, days)

    def close_day(self, workspace: str, day: int, mark: int) -> bool:
        """Close a day unless events came since the mark was read; says whether it is closed now."""
        which = "DELETE FROM spool_open_days WHERE workspace = %s AND day = %s AND mark = %s"
        with self._writing() as db:
            return db.execute(which, (workspace, day, mark)).rowcount > 0

    def dead_letters(self, workspace: str, limit: int = 100, before: int = LAST) -> list[DeadRow]:
        """The newest dead letters with an id below ``before``."""
        question = """SELECT id, kind, received_at, reason, body FROM spool_dead_letters
            WHERE workspace = %s AND id < %s ORDER BY id DESC LIMIT %s"""
        with self._reading() as db:
            return [DeadRow(*row) for row in db.execute(question, (workspace, before, limit))]

    def replay(self, workspace: str, ids: Collection[int]) -> int:
        """Put dead letters back in the queue under their first time of receipt; how many."""
        taken = """DELETE FROM spool_dead_letters WHERE workspace = %s AND id = ANY(%s)
            RETURNING id, workspace, kind, received_at, 1, body"""
        with self._writing(adds=True) as db:
            rows = [row[1:] for row in sorted(db.execute(taken, (workspace, list(ids))).fetchall())]
            if rows:
                db.execute(ADD, _columns(rows))
                db.execute(COUNT, (workspace, len(rows)))
            return len(rows)

    def pause(self, workspace: str) -> None:
        """Stop sealing this workspace for as long as an erase runs."""
        with self._writing() as db:
            db.execute("INSERT INTO spool_paused VALUES (%s) ON CONFLICT DO NOTHING", (workspace,))

    def resume(self, workspace: str) -> None:
        """Let the seal go on."""
        with self._writing() as db:
            db.execute("DELETE FROM spool_paused WHERE workspace = %s", (workspace,))

    def paused(self, workspace: str) -> bool:
        """Whether sealing is stopped."""
        with self._reading() as db:
            return bool(_one(db, "SELECT exists(SELECT 1 FROM spool_paused WHERE workspace = %s)", (workspace,)))

    def purge(self, workspace: str, doomed: Doomed) -> int:
        """Rewrite or drop rows and dead letters and write the tables anew; rows changed.

        PostgreSQL's own write-ahead log and its backups keep what was dropped until it recycles them.
        """
        with self._writing(adds=True) as db:
            changed = sum(_purge(db, workspace, doomed, statements) for statements in PURGED)
        with self._reading() as db:
            db.execute("VACUUM FULL spool_rows")
            db.execute("VACUUM FULL spool_dead_letters")
        return changed

    def mark(self, workspace: str, table: str) -> int:
        """The last version of a table known to be on the disk, -1 when none is."""
        return self.marks().get((workspace, table), -1)

    def marks(self) -> Mapping[tuple[str, str], int]:
        """All durable marks by (workspace, table)."""
        with self._reading() as db:
            rows = db.execute("SELECT workspace, name, version FROM spool_marks")
            return {(workspace, name): version for workspace, name, version in rows}

    def set_mark(self, workspace: str, table: str, version: int, *, force: bool = False) -> None:
        """Advance a durable mark; it goes back only when forced."""
        with self._writing() as db:
            db.execute(FORCE_MARK if force else MARK, (workspace, table, version))

    def skip_to(self, upto: int) -> None:
        """Give ids above ``upto`` from now on."""
        name = "pg_get_serial_sequence('spool_rows', 'id')"
        with self._writing(adds=True) as db:
            last = _one(db, f"SELECT coalesce(pg_sequence_last_value({name}), 0)")
            if upto > last:
                db.execute(f"SELECT setval({name}, %s)", (upto,))

    def sealed(self, workspace: str) -> int:  # noqa: ARG002 - the protocol's signature
        """PostgreSQL mends itself: no spool is ever taken over from a damaged one."""
        return 0

    @contextmanager
    def _reading(self) -> Iterator[psycopg.Connection[Any]]:
        with self._turn:
            try:
                yield self._connection()
            except psycopg.Error as error:
                if self._open_connection is not None and self._open_connection.broken:
                    self.close()
                raise SpoolUnavailable(f"the spool in PostgreSQL cannot be used ({error}): check the server") from error

    @contextmanager
    def _writing(self, *, adds: bool = False) -> Iterator[psycopg.Connection[Any]]:
        with self._reading() as db, db.transaction():
            if adds:
                db.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            yield db

    def _connection(self) -> psycopg.Connection[Any]:
        if self._open_connection is None or self._open_connection.closed:
            self._open_connection = psycopg.connect(self._dsn, autocommit=True, application_name="tenure spool")
            self._open_connection.execute("SET synchronous_commit = on")
        return self._open_connection


def _one(db: psycopg.Connection[Any], question: LiteralString, parameters: Params = ()) -> Any:
    found = db.execute(question, parameters).fetchone()
    return found[0] if found else None


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _bury(db: psycopg.Connection[Any], dead: Sequence[DeadLetter]) -> None:
    if dead:
        rows = [(item.workspace, item.kind, item.received_at, item.reason, item.body) for item in dead]
        db.execute(BURY, _columns(rows))


def _open(db: psycopg.Connection[Any], workspace: str, days: Collection[int]) -> None:
    if days:
        mark = _one(db, "SELECT nextval('spool_open_mark')")
        db.execute(OPEN, (workspace, sorted(days), mark))


def _purge(db: psycopg.Connection[Any], workspace: str, doomed: Doomed, statements: Statements) -> int:
    find, read, drop, rewrite = statements
    changed = 0
    for (one,) in db.execute(find, (workspace,)).fetchall():
        found = db.execute(read, (one,)).fetchone()
        if found is None:  # sealed meanwhile
            continue
        kind, body, count = found
        kept = doomed(kind, body)
        if kept is None:
            db.execute(drop, (one,))
            db.execute(COUNT, (workspace, -count))
        elif kept != body:
            db.execute(rewrite, (kept, one))
        changed += kept != body
    return changed
