"""May a round store what it read or computed? Not while an erase runs, and not what was read before one.

A lock and not a note, so that an erase that is killed holds up nobody: the system lets go of it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tenure.eventlog.durable import make_folder
from tenure.eventlog.home import Home


class Erasing(Exception):  # noqa: N818 - reads as what is the matter
    """An erase runs, or ran since the spool was read: let go of what was read, and read it again later."""


def erasures(home: Home, workspace: str) -> int:
    """How often an erase has begun or ended; ask before reading what is to be stored."""
    try:
        return _path(home, workspace).stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def undisturbed(home: Home, workspace: str, known: int) -> Iterator[None]:
    """Store inside. Raises Erasing while an erase runs, and when one began or ended since ``known`` was asked."""
    with _open(
        home, workspace, os.O_RDONLY
    ) as descriptor:  # a log that cannot be written still keeps its accounts fresh
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Erasing(f"somebody is being erased from {workspace}") from None
        if os.fstat(descriptor).st_size != known:
            raise Erasing(f"somebody was erased from {workspace}")
        yield


@contextmanager
def erasing(home: Home, workspace: str) -> Iterator[None]:
    """Rewrite spool and log inside: waits for a commit in flight, and keeps all others out."""
    with _open(home, workspace, os.O_RDWR | os.O_APPEND) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.write(descriptor, b".")
        os.fsync(descriptor)
        yield
        os.write(descriptor, b".")  # whoever read meanwhile may have read what is gone now


@contextmanager
def _open(home: Home, workspace: str, how: int) -> Iterator[int]:
    path = _path(home, workspace)
    make_folder(path.parent)
    descriptor = os.open(path, how | os.O_CREAT, 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _path(home: Home, workspace: str) -> Path:
    return home.log(workspace) / ".erasures"
