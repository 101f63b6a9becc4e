"""Which spool does this installation use, and can it be read? Opens it, and saves what can be read of a damaged one."""

import fcntl
import logging
import os
from pathlib import Path

from tenure import clock
from tenure.eventlog.home import Home
from tenure.eventlog.salvage import is_sound, put_in_place, ready, salvage
from tenure.eventlog.spool import Spool, SpoolUnavailable
from tenure.eventlog.spool_postgres import PostgresSpool
from tenure.eventlog.spool_sqlite import SqliteSpool
from tenure.eventlog.sqlite_file import PATIENCE, hold

LOGGER = logging.getLogger(__name__)


def open_spool(home: Home, database_url: str = "") -> Spool:
    """The spool in PostgreSQL when DATABASE_URL names one, else the SQLite file of the data directory.

    A damaged file is kept beside under a dated name; its readable rows move to a new spool with a new id. Raises
    SpoolUnavailable when that cannot be done.
    """
    if database_url.startswith(("postgres://", "postgresql://")):
        return PostgresSpool(database_url)
    if ready(home).exists() or (home.spool.exists() and not _sound(home.spool)):
        _mend(home)
    return SqliteSpool(home.spool)


def _sound(path: Path) -> bool:
    presence = hold(path, fcntl.LOCK_SH)
    try:
        return is_sound(path)
    finally:
        os.close(presence)


def _mend(home: Home) -> None:
    """Salvage the file while nobody else has it open; when others start at the same time, one of us does it."""
    alone = _alone(home.spool)
    try:
        aside = home.spool.with_name(f"{home.spool.name}.damaged-{clock.now():%Y%m%dT%H%M%S}")
        if ready(home).exists():  # somebody saved the rows and was stopped before the last step
            put_in_place(home, aside)
            return
        if is_sound(home.spool):  # another process was quicker
            return
        saved = salvage(home, aside)
        LOGGER.error(
            "the spool %s was damaged: %d requests and %d dead letters could be read and go on in a new spool; "
            "the damaged file is kept as %s",
            home.spool,
            saved.requests,
            saved.dead_letters,
            aside,
        )
    finally:
        os.close(alone)


def _alone(path: Path) -> int:
    deadline = clock.monotonic() + PATIENCE
    while True:
        try:
            return hold(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if clock.monotonic() > deadline:
                raise SpoolUnavailable(
                    f"the spool {path} is damaged and another process has it open: stop all of Tenure and start it again"
                ) from None
