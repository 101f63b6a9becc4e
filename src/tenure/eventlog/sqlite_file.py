"""How is an SQLite file opened so that it keeps what it acknowledges, and what is the matter when it cannot?"""

import fcntl
import os
import sqlite3
from pathlib import Path

from tenure.eventlog.spool import SpoolUnavailable

PAGE = 16384  # bytes: a request of 50 events fits one or two pages
PATIENCE = 20.0  # seconds to wait for another process's transaction


def connect(path: Path) -> sqlite3.Connection:
    """A connection as the spool needs it. Raises SpoolUnavailable when the file cannot be opened as a database."""
    try:
        db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        db.execute(f"PRAGMA page_size = {PAGE}")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = OFF")  # some builds overwrite all that is deleted; purge does so when asked
        db.execute("PRAGMA cache_size = -32000")
    except sqlite3.Error as error:
        raise SpoolUnavailable(sentence(path, error)) from error
    return db


def hold(path: Path, how: int) -> int:
    """Take a lock that says who uses the file: shared while it is open, exclusive while it is repaired."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise SpoolUnavailable(f"the folder of the spool {path.parent} cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(descriptor, how)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def sentence(path: Path, error: sqlite3.Error) -> str:
    """What the matter is with the file, and what to do."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL"):
        return f"the disk that holds {path} is full: free some space, nothing that was acknowledged is lost"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"the spool {path} was in use by another process for more than {PATIENCE:.0f} seconds: try again"
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"the spool {path} is damaged ({error}): restart Tenure, which saves what can be read and starts anew"
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return f"the spool {path} cannot be written ({error}): check the folder's permissions"
    return f"the spool {path} cannot be used ({error}): check the disk"
