"""What keeps the log small and quick? Joins small files, closes finished days, merges months, deletes what is obsolete."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa

from tenure import clock
from tenure.eventlog.compact import compact
from tenure.eventlog.days import Closed, built_at, close_days, merge_month
from tenure.eventlog.gate import erasures, undisturbed
from tenure.eventlog.home import Home
from tenure.eventlog.marks import settle
from tenure.eventlog.overlooked import reopen_overlooked
from tenure.eventlog.spool import Spool
from tenure.eventlog.table import Conflict, Table
from tenure.eventlog.tables import date_of, days_table, events_table, facts_table, month_of, spans_table
from tenure.values.moment import day_key

GRACE = timedelta(minutes=5)  # after midnight UTC, for events on their way
REBUILD = timedelta(minutes=1)  # between two counts of a day that was closed and got late events
COMPACT = timedelta(minutes=1)
VACUUM = timedelta(minutes=10)
SWEEP = timedelta(days=1)  # between two looks for files that never were part of a table
SETTLED = timedelta(days=7)  # after its end, late events for a month have become rare: its files are merged
KEEP_HOURS = 1  # how long a replaced file stays for readers that still list it


@dataclass(frozen=True, slots=True)
class Maintained:
    """What was done: days closed, files joined away, months merged, files deleted; ``shrank`` as days.Closed says."""

    closed: tuple[int, ...]
    compacted: int
    merged: tuple[str, ...]
    deleted: int
    shrank: bool


def maintain(
    home: Home, spool: Spool, workspace: str, order: pa.Table | None = None, *, now: datetime | None = None
) -> Maintained:
    """One pass over a workspace's tables; call it as often as you like, by one process at a time (a lease).

    ``order`` (actor, account) tells which actors' rows to lay together. A kill at any point leaves all as it was or as
    it should be; whatever somebody else rewrote meanwhile is left for the next pass. Raises Erasing while an erase runs.
    """
    now = now or clock.now()
    reopen_overlooked(home, spool, workspace)
    # An erase waits until this is done: else what was read before it could be written after it.
    with undisturbed(home, workspace, erasures(home, workspace)):
        closed = _close(home, spool, workspace, order, now)
        compacted = _compact(home, workspace, now) if _due(home, workspace, "compacted", COMPACT, now) else 0
        merged = _merge(home, spool, workspace, order, now)
    for table in _tables(home, workspace):
        settle(spool, workspace, table)  # before anything that they replaced is deleted
    deleted = 0
    if _due(home, workspace, "vacuumed", VACUUM, now):
        sweep = _due(home, workspace, "swept", SWEEP, now)
        deleted = sum(clean(table, full=sweep) for table in _tables(home, workspace))
    return Maintained(closed.days, compacted, tuple(merged), deleted, closed.shrank)


def finished(home: Home, workspace: str, opened: Mapping[int, int], now: datetime) -> dict[int, int]:
    """Open days that may be closed now, with their marks: over for five minutes, not counted within the last one."""
    last = day_key((now - GRACE).date()) - 1
    return {
        day: mark
        for day, mark in opened.items()
        if day <= last and abs(now.timestamp() - (built_at(home, workspace, day) or 0)) >= REBUILD.total_seconds()
    }


def clean(table: Table, *, keep_hours: float = KEEP_HOURS, full: bool = False) -> int:
    """Delete files that left the table over an hour ago, and commits that a checkpoint holds; how many files went.

    ``full`` also finds files that no commit ever named: what a killed writer left behind.
    """
    table.checkpoint()
    delta = table.delta
    deleted = delta.vacuum(retention_hours=int(keep_hours), dry_run=False, enforce_retention_duration=False, full=full)
    delta.cleanup_metadata()
    table.reload()
    return len(deleted)


def _close(home: Home, spool: Spool, workspace: str, order: pa.Table | None, now: datetime) -> Closed:
    # Marks are read before events: what comes after raises the mark, and the day stays open.
    marks = finished(home, workspace, spool.open_days(workspace), now)
    try:
        return close_days(home, spool, workspace, marks, order)
    except Conflict:
        return Closed((), False)


def _compact(home: Home, workspace: str, now: datetime) -> int:
    events, today = events_table(home, workspace), date_of(day_key(now.date()))
    partitions = sorted({file.partition for file in events.active()})
    growing = [value for value in partitions if value >= today]
    return compact(events, growing, growing=True) + compact(
        events, [value for value in partitions if value < today], growing=False
    )


def _merge(home: Home, spool: Spool, workspace: str, order: pa.Table | None, now: datetime) -> list[str]:
    settled = month_of(day_key((now - SETTLED).date()))
    still_open = {month_of(day) for day in spool.open_days(workspace)}
    months = {file.partition for file in days_table(home, workspace).active()}
    try:
        return [
            month
            for month in sorted(months - still_open)
            if month < settled and merge_month(home, workspace, month, order)
        ]
    except Conflict:
        return []


def _tables(home: Home, workspace: str) -> list[Table]:
    return [of(home, workspace) for of in (events_table, days_table, spans_table, facts_table)]


def _due(home: Home, workspace: str, what: str, every: timedelta, now: datetime) -> bool:
    """Whether this was last done that long ago; notes it as done now. Any process may ask, and a restart forgets nothing."""
    stamp: Path = home.log(workspace) / f".{what}"
    try:
        last = stamp.stat().st_mtime
    except FileNotFoundError:
        last = 0.0
    if abs(now.timestamp() - last) < every.total_seconds():  # either way: the clock may have been set back
        return False
    home.log(workspace).mkdir(parents=True, exist_ok=True)
    stamp.touch()
    os.utime(stamp, (now.timestamp(), now.timestamp()))
    return True
