"""Does a server or a worker run on this data? What replaces or removes data asks before it begins."""

import fcntl
import os
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from tenure import clock
from tenure.eventlog.sqlite_file import hold
from tenure.records.queue import Lease


def is_running(root: Path) -> bool:
    """Whether another process has the spool under ``root`` open, or a worker on another machine is alive.

    Ask before this process opens the spool: it would be told of itself.
    """
    try:
        os.close(hold(root / "spool.sqlite3", fcntl.LOCK_EX | fcntl.LOCK_NB))
    except BlockingIOError:
        return True
    if not settings.DATABASE_URL:
        return False
    try:
        return Lease.objects.filter(name__startswith="work:", until__gt=clock.now()).exists()
    except DatabaseError:  # no tables yet
        return False
