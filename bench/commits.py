"""Does a commit to the log stay as quick after 20,000 as it was at the beginning?

``python -m bench.commits [COMMITS]`` appends 50 events a commit, as a seal does that finds little waiting, and keeps
house as the maintenance round does: small files are joined every 120 commits (a minute at two a second), old files and
commits cleaned up every 1,200. No commit is old enough to be dropped within the bench, so the log only grows: the harder
case. The floor, measured between commits, is the same bytes written and flushed to one file.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from tenure.eventlog.compact import compact
from tenure.eventlog.maintenance import clean
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.table import Table

EVENTS_EACH = 50
JOIN_EVERY = 120
CLEAN_EVERY = 1_200
SPAN = 1_000  # commits at each end that are compared
LIMIT = 1.5
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def main() -> None:
    commits = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        took, busy, floors, joining = run(Path(folder), commits)
    first, last = statistics.median(took[:SPAN]), statistics.median(took[-SPAN:])
    print(f"{commits:,} commits of {EVENTS_EACH} events; housekeeping {joining:.1f} s beside them")
    said("first", took[:SPAN], busy[:SPAN], floors[: SPAN // 10])
    said("last", took[-SPAN:], busy[-SPAN:], floors[-SPAN // 10 :])
    print(f"ratio {last / first:.2f} (must be at most {LIMIT})")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    sys.exit(last / first > LIMIT)


def said(which: str, took: list[float], busy: list[float], floors: list[float]) -> None:
    wall, cpu, floor = (statistics.median(part) * 1000 for part in (took, busy, floors))
    print(
        f"{which:5} {SPAN:,}: {wall:.2f} ms a commit (median), {cpu:.2f} ms of it CPU; one flushed file {floor:.2f} ms"
    )


def run(folder: Path, commits: int) -> tuple[list[float], list[float], list[float], float]:
    """Seconds of each commit, its CPU seconds, seconds of each tenth commit's floor, and of all housekeeping."""
    table = Table.open(folder / "events", EVENTS, "event_date")
    took: list[float] = []
    busy: list[float] = []
    floors: list[float] = []
    joining = 0.0
    for number in range(1, commits + 1):
        rows = events(number)
        started, worked = time.perf_counter(), time.process_time()
        table.write({"2026-03-01": rows}, app=("spool:bench", number))
        took.append(time.perf_counter() - started)
        busy.append(time.process_time() - worked)
        if number % 10 == 0:
            floors.append(flushed(folder / "floor", Path(table.files()[-1]).read_bytes()))
        started = time.perf_counter()
        if number % JOIN_EVERY == 0:
            compact(table, None, growing=True)
        if number % CLEAN_EVERY == 0:
            clean(table)
            print(f"  {number:,}: {statistics.median(took[-SPAN:]) * 1000:.2f} ms", flush=True)
        joining += time.perf_counter() - started
    return took, busy, floors, joining


def events(number: int) -> pa.Table:
    """One seal's worth of events, no two alike."""
    found = [
        {
            "message_id": f"{number:08d}-{place:04d}",
            "type": "track",
            "event": f"Feature {place % 40}",
            "user_id": f"user-{(number * 31 + place) % 10_000}",
            "time": NOON + timedelta(milliseconds=number * 500 + place),
            "received_at": NOON + timedelta(milliseconds=number * 500 + 400),
            "payload": f'{{"n": {number * 50 + place}}}',
        }
        for place in range(EVENTS_EACH)
    ]
    return pa.Table.from_pylist(found, schema=EVENTS)


def flushed(path: Path, data: bytes) -> float:
    """Seconds to write and flush so many bytes."""
    started = time.perf_counter()
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
