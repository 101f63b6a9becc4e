"""Brings a backup back: into an empty data directory, or in place of another one, which is kept aside."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

from tenure import clock
from tenure.actions.database import migrate_if_needed
from tenure.answers.archive import ArchiveError, Contents, Progress, read_archive
from tenure.answers.backup import DUMP, BackupError, dump_database, postgresql_environment
from tenure.answers.running import is_running
from tenure.eventlog.backup import reconcile
from tenure.eventlog.home import Home
from tenure.eventlog.open_spool import open_spool
from tenure.records.queue import Lease
from tenure.records.workspace import Workspace

# What a data directory consists of; a restore replaces these and leaves the rest alone.
PARTS = (
    "tenure.sqlite3",
    "tenure.sqlite3-wal",
    "tenure.sqlite3-shm",
    "spool.sqlite3",
    "spool.sqlite3-wal",
    "spool.sqlite3-shm",
    "log",
)


class RestoreError(Exception):
    """A backup could not be brought back; the message says why and what to do."""


def restore(path: Path, *, force: bool, start: Callable[[int], Progress]) -> tuple[Contents, Path | None]:
    """Bring everything back; answers what the backup held, and where the data it replaced is now.

    Raises RestoreError: when there is data and ``force`` is not given, while a server or worker runs, and when the
    file is not whole. Until all of it was compared with its list nothing is touched.
    """
    root = Path(settings.TENURE_DATA)
    has_data = _has_data(root)
    if has_data and not force:
        raise RestoreError(
            f"There is data in {_where(root)}. Restore elsewhere, or repeat with --force: it is then replaced."
        )
    _refuse_while_running(root)
    staging = Path(tempfile.mkdtemp(prefix=".restore-", dir=root))
    try:
        contents = read_archive(path, staging, start(path.stat().st_size))
        _refuse_unfit(contents)
        aside = root / f"replaced-{clock.now():%Y%m%dT%H%M%S}"
        aside.mkdir()
        if contents.database == "postgresql":
            _load(staging / DUMP, aside / DUMP if has_data else None)
        _replace(root, staging, aside)
    except (OSError, ArchiveError, BackupError) as error:
        raise RestoreError(str(error)) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _fit_together(Home(root))
    if has_data:
        return contents, aside
    shutil.rmtree(aside)  # only the key that a fresh directory gets, which signed nothing
    return contents, None


def _where(root: Path) -> str:
    return f"{root} or its database" if settings.DATABASE_URL else str(root)


def _has_data(root: Path) -> bool:
    if any((root / part).exists() for part in PARTS if part != "tenure.sqlite3"):
        return True
    try:
        return Workspace.objects.exists()
    except DatabaseError:  # no tables yet
        return False


def _refuse_while_running(root: Path) -> None:
    if is_running(root):
        raise RestoreError(f"Tenure is running on {root}: stop `tenure serve` and `tenure work` first.")


def _refuse_unfit(contents: Contents) -> None:
    if contents.database != connection.vendor:
        asked = "Set DATABASE_URL to a PostgreSQL" if contents.database == "postgresql" else "Unset DATABASE_URL"
        raise RestoreError(
            f"The backup was made from {contents.database}, and this set-up uses {connection.vendor}. {asked}."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or ()}
    if newer := set(contents.migrations) - known:
        raise RestoreError(
            f"The backup was made by Tenure {contents.tenure}, which is newer ({min(newer)}): use that version."
        )


def _replace(root: Path, staging: Path, aside: Path) -> None:
    """Put the parts of a backup in their place, and what was there aside."""
    connections.close_all()
    for part in (*PARTS, "secret_key"):
        if (root / part).exists():
            (root / part).rename(aside / part)
        if (staging / part).exists():
            (staging / part).rename(root / part)


def _load(dump: Path, aside: Path | None) -> None:
    """Replace the tables of a PostgreSQL by those of a dump, all or none; the old ones are dumped aside first."""
    program = shutil.which("pg_restore")
    if program is None:
        raise RestoreError(
            "pg_restore is not here: install PostgreSQL's client (Debian: apt-get install postgresql-client)."
        )
    if aside is not None:
        dump_database(aside)
    connections.close_all()
    environment = postgresql_environment()
    command = [program, "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]
    command += [f"--dbname={environment['PGDATABASE']}", str(dump)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RestoreError(f"pg_restore failed, and everything is as it was: {done.stderr.strip()}")


def _fit_together(home: Home) -> None:
    """Bring the tables up to this version, let go of what dead processes held, and fit the spool to the log."""
    migrate_if_needed()
    Lease.objects.all().delete()
    spool = open_spool(home, settings.DATABASE_URL)
    try:
        for workspace in home.workspaces():
            reconcile(home, spool, workspace)
    finally:
        spool.close()
