"""Is the whole set-up in order? One finding for each thing that can be wrong, with what to do about it."""

import errno
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tenure import clock
from tenure.answers.process import home, spool
from tenure.eventlog.check import log_trouble
from tenure.eventlog.lost import damage
from tenure.eventlog.spool import SpoolUnavailable
from tenure.records.queue import Lease

State = Literal["fine", "note", "wrong"]
GIGABYTE = 1 << 30
LEAST_FREE, LITTLE_FREE = GIGABYTE // 4, 2 * GIGABYTE
LEAST_SQLITE = (3, 35, 0)  # RETURNING, which the spool uses
COPIES = (
    ".backup-*",
    ".restore-*",
    "replaced-*",
    "spool.sqlite3.damaged-*",
)  # left by a killed command, or kept on purpose
CLOCK_SLACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and a sentence; a wrong one says what to do."""

    about: str
    state: State
    says: str

    def as_json(self) -> dict[str, str]:
        """``{about, state, says}``."""
        return asdict(self)


def findings() -> Iterator[Finding]:
    """Look at everything, in the order in which things depend on each other; a failing look is a finding too."""
    for about, look in LOOKS.items():
        try:
            state, says = look()
        except (DatabaseError, SpoolUnavailable) as error:
            state, says = "wrong", f"This could not be checked: {_first_line(error)}."
        except Exception as error:  # noqa: BLE001 - whatever is broken, the other checks must still be made
            state, says = "wrong", f"This check failed: {type(error).__name__}: {error}"
        yield Finding(about, state, says)


def _first_line(error: Exception) -> str:
    """What went wrong, without the advice that PostgreSQL adds in further lines."""
    return str(error).strip().split("\n", 1)[0].rstrip(".")


def _python() -> tuple[State, str]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 - a package can be installed past its own requirement
        return "wrong", f"Python {version} is too old: use 3.11 or newer."
    return "fine", f"Python {version}."


def _settings() -> tuple[State, str]:
    if unknown := settings.TENURE_ENVIRONMENT.unknown:
        return (
            "wrong",
            f"No setting is called {', '.join(unknown)}: correct the name or remove it from the environment.",
        )
    if settings.DEBUG:
        return "note", "TENURE_DEBUG is 1: error pages show the source. Unset it where others can reach the server."
    return "fine", "Every setting that is given has a meaning."


def _data_directory() -> tuple[State, str]:
    root = settings.TENURE_DATA
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=root) as file:
            file.write(b"x")
    except OSError as error:
        advice = "make room on its disk" if error.errno == errno.ENOSPC else "give it to the user Tenure runs as"
        return "wrong", f"{root} cannot be written ({error.strerror}): {advice}, or set TENURE_DATA."
    return "fine", f"{root} can be written."


def _disk() -> tuple[State, str]:
    free = shutil.disk_usage(settings.TENURE_DATA).free
    says = f"{free / GIGABYTE:.1f} GB are free in {settings.TENURE_DATA}"
    if free < LEAST_FREE:
        return "wrong", f"{says}: too little to accept events for long. Make room."
    return ("note", f"{says}: make room soon.") if free < LITTLE_FREE else ("fine", f"{says}.")


def _copies() -> tuple[State, str]:
    root = settings.TENURE_DATA
    found = sorted(entry.name for pattern in COPIES for entry in root.glob(pattern))
    if not found:
        return "fine", "No copies of older data lie about."
    return (
        "note",
        f"{', '.join(found)} in {root} hold data that `tenure erase` does not reach: remove what you do not need.",
    )


def _database() -> tuple[State, str]:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        where = "DATABASE_URL" if settings.DATABASE_URL else str(connection.settings_dict["NAME"])
        return "wrong", f"The database does not answer ({_first_line(error)}): check {where}."
    if connection.vendor != "sqlite":
        return "fine", f"PostgreSQL answers, version {connection.pg_version // 10000}."  # type: ignore[attr-defined]  # the PostgreSQL wrapper has it
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        return (
            "wrong",
            f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed. Use a newer Python or system.",
        )
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if mode not in {"wal", "memory"}:
        return (
            "wrong",
            f"SQLite keeps a journal of kind {mode}, not WAL: does the file system of TENURE_DATA lock files?",
        )
    return "fine", f"SQLite {sqlite3.sqlite_version} with a write-ahead log."


def _migrations() -> tuple[State, str]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return "note", f"{len(waiting)} changes of the tables are waiting: `tenure serve` makes them when it starts."
    return "fine", "The tables are as this version needs them."


def _spool() -> tuple[State, str]:
    try:
        depth = spool().depth()
    except SpoolUnavailable as error:
        return "wrong", f"It cannot be used: {_first_line(error)}."
    if depth >= settings.TENURE_SPOOL_ROWS:
        return (
            "wrong",
            f"{depth:,} events wait in the spool, so capture answers 429: start `tenure work`, or add a second one.",
        )
    return "fine", f"The spool opens; {depth:,} events wait in it."


def _log() -> tuple[State, str]:
    names = home().workspaces()
    troubles = [
        f"{name}: {trouble}"
        for name in names
        if (trouble := damage(home(), spool(), name) or log_trouble(home(), name))
    ]
    if troubles:
        return "wrong", "; ".join(troubles)
    try:
        for folder in filter(Path.exists, (home().logs, *map(home().log, names))):
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"x")
    except OSError as error:
        return "wrong", (
            f"{folder} cannot be written ({error.strerror}): events wait in the spool until it can. "
            "Check its disk and give it to the user Tenure runs as."
        )
    return "fine", f"The log of {len(names)} workspace{'' if len(names) == 1 else 's'} can be read and written."


def _assets() -> tuple[State, str]:
    if finders.find("built/manifest.json") is None:
        return (
            "wrong",
            "The page assets are not built: run `make assets`, or install Tenure with pip, which builds them.",
        )
    return "fine", "The page assets are built."


def _worker() -> tuple[State, str]:
    now = clock.now()
    tables = connection.introspection.table_names()
    beats = (
        list(Lease.objects.filter(name__startswith="work:", until__gt=now)) if Lease._meta.db_table in tables else []
    )
    if any(beat.until > now + CLOCK_SLACK for beat in beats):
        return (
            "wrong",
            "A worker left a time in the future: the clock of this or another machine was set back. Set it right.",
        )
    if beats:
        return "fine", f"{len(beats)} worker{'' if len(beats) == 1 else 's'} at work."
    if spool().depth():
        return "wrong", "Events wait in the spool and no worker runs: start `tenure serve` or `tenure work`."
    return "note", "No worker runs. `tenure serve` starts one."


def _postgresql() -> tuple[State, str]:
    if not settings.DATABASE_URL:
        return "note", "Not used: records and spool are in SQLite. DATABASE_URL would change that."
    if shutil.which("pg_dump") is None:
        return "note", "pg_dump is not on PATH: `tenure backup` needs it (Debian: apt-get install postgresql-client)."
    return "fine", "pg_dump is here for `tenure backup`."


def _java() -> tuple[State, str]:
    if java := shutil.which("java"):
        return "fine", f"{java} is here: the Spark engine can be used."
    return "note", "Not here. Only the Spark engine needs it (Debian: apt-get install default-jre-headless)."


LOOKS: dict[str, Callable[[], tuple[State, str]]] = {
    "Python": _python,
    "settings": _settings,
    "data directory": _data_directory,
    "disk": _disk,
    "copies": _copies,
    "database": _database,
    "migrations": _migrations,
    "spool": _spool,
    "log": _log,
    "page assets": _assets,
    "worker": _worker,
    "PostgreSQL": _postgresql,
    "Java": _java,
}
