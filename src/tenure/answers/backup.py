"""What is everything that Tenure keeps, at one time? Writes it to one file while the server goes on running."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max

from tenure import clock
from tenure.answers.archive import Contents, Progress, write_archive
from tenure.eventlog.backup import copy_log
from tenure.eventlog.home import Home
from tenure.records.imports import Import

DUMP = "database.dump"
ATTEMPTS = 5


class BackupError(Exception):
    """A backup could not be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written, and where."""

    path: Path
    size: int
    workspaces: tuple[str, ...]


def back_up(path: Path, start: Callable[[int], Progress]) -> Backup:
    """Write everything to ``path``. ``start`` is told how many bytes there are and answers who counts them.

    The order is what keeps it whole: spool, records, log. Raises BackupError.
    """
    if path.exists():
        raise BackupError(f"{path} exists already: choose another name, so that no backup is lost by accident.")
    root = Path(settings.TENURE_DATA)
    staging = Path(tempfile.mkdtemp(prefix=".backup-", dir=root))
    try:
        workspaces = _copy(Home(root), staging)
        if (root / "secret_key").exists():
            shutil.copy2(root / "secret_key", staging / "secret_key")
        names = sorted(str(file.relative_to(staging)) for file in staging.rglob("*") if file.is_file())
        progress = start(sum((staging / name).stat().st_size for name in names))
        contents = Contents(version("tenure"), clock.now().isoformat(), connection.vendor, workspaces, _migrations())
        return Backup(path, write_archive(path, staging, names, contents, progress), workspaces)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"The backup could not be made: {error}. Nothing was changed.") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _copy(home: Home, staging: Path) -> tuple[str, ...]:
    """Copy spool, records and log, in this order; answers the workspaces.

    An import of events that began between records and log would be in the log under a number that the copied records
    give to another import: then all is copied again.
    """
    for _ in range(ATTEMPTS):
        shutil.rmtree(staging)
        staging.mkdir(mode=0o700)
        last = Import.objects.aggregate(Max("pk"))["pk__max"] or 0
        _copy_databases(home, staging)
        workspaces = tuple(home.workspaces())
        for workspace in workspaces:
            copy_log(home, workspace, Home(staging))
        if not Import.objects.filter(pk__gt=last, kind="events").exists():
            return workspaces
    raise BackupError("Imports of events kept beginning while the log was copied: try again when they are done.")


def _copy_databases(home: Home, staging: Path) -> None:
    """Copy spool and records, in this order."""
    if connection.vendor == "postgresql":
        dump_database(staging / DUMP)
        return
    for source in (home.spool, home.root / "tenure.sqlite3"):
        if source.exists():
            _copy_sqlite(source, staging / source.name)


def _copy_sqlite(source: Path, target: Path) -> None:
    """One committed state of a database that others are writing to."""
    reading, writing = sqlite3.connect(source, timeout=20), sqlite3.connect(target)
    try:
        reading.backup(writing)  # all pages in one read transaction, beside which others may write
    finally:
        reading.close()
        writing.close()


def postgresql_environment() -> dict[str, str]:
    """How PostgreSQL's own programs find the database; in the environment, where other users cannot see the password."""
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {**os.environ, **{name: str(given[key]) for name, key in names.items() if given.get(key)}}


def dump_database(target: Path) -> None:
    """Records and spool of one moment, by pg_dump."""
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupError(
            "pg_dump is not here: install PostgreSQL's client (Debian: apt-get install postgresql-client)."
        )
    command = [program, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    done = subprocess.run(command, env=postgresql_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"pg_dump failed: {done.stderr.strip()}")


def _migrations() -> tuple[str, ...]:
    """Which changes of the tables the database has had: a restore by an older version must refuse it."""
    applied = MigrationRecorder(connection).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in applied))
