"""Takes a workspace's whole log away: its tables, and what the spool holds and knows of them."""

import shutil

from tenure.eventlog.home import Home
from tenure.eventlog.lost import TABLES
from tenure.eventlog.spool import Spool


def remove_log(home: Home, spool: Spool, workspace: str) -> None:
    """Remove everything, with no other process at work: those that remember the tables would not notice.

    Can be repeated after a stop. First the marks, so that what is half gone is never taken for damaged.
    """
    for name in TABLES:
        spool.set_mark(workspace, name, -1, force=True)
    spool.purge(workspace, lambda kind, body: None)  # noqa: ARG005 - whatever it is, it goes
    for day, mark in spool.open_days(workspace).items():
        spool.close_day(workspace, day, mark)
    shutil.rmtree(home.log(workspace), ignore_errors=True)
