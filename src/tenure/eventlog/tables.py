"""Where is each table of a workspace's log opened? One open table per thread and folder: looking again costs little."""

import threading
from datetime import date
from pathlib import Path

import pyarrow as pa

from tenure.eventlog.home import Home
from tenure.eventlog.schema import DAYS, EVENTS, SPANS
from tenure.eventlog.table import Table
from tenure.values.moment import day_key, day_of

# What was known of one account at the end of one day; facts and health as JSON. Partitioned by that day.
FACTS = pa.schema(
    [
        pa.field("account", pa.int64(), nullable=False),
        pa.field("key", pa.string(), nullable=False),
        pa.field("day", pa.int32(), nullable=False),  # days since 1970-01-01
        pa.field("score", pa.float64()),
        pa.field("band", pa.string()),
        pa.field("facts", pa.string(), nullable=False),
        pa.field("health", pa.string()),
    ]
)

_local = threading.local()


def events_table(home: Home, workspace: str) -> Table:
    """Every event as sent, by UTC day (``event_date``), with the newest commits read."""
    return _open(home.events(workspace), EVENTS, "event_date")


def days_table(home: Home, workspace: str) -> Table:
    """Usage of closed days, by month ("2026-11"), with the newest commits read."""
    return _open(home.days(workspace), DAYS, "month")


def spans_table(home: Home, workspace: str) -> Table:
    """First and last usage up to the end of a month (``until``, "2026-11"), with the newest commits read."""
    return _open(home.spans(workspace), SPANS, "until")


def facts_table(home: Home, workspace: str) -> Table:
    """What was known on each day (``known_date``), with the newest commits read."""
    return _open(home.facts(workspace), FACTS, "known_date")


def date_of(day: int) -> str:
    """The partition of a day in the events table."""
    return day_of(day).isoformat()


def day_in(partition: str) -> int:
    """The day key of a partition of the events table."""
    return day_key(date.fromisoformat(partition))


def month_of(day: int) -> str:
    """The partition of a day in the days and spans tables."""
    return date_of(day)[:7]


def _open(path: Path, schema: pa.Schema, partition_by: str) -> Table:
    opened: dict[Path, Table] = _local.__dict__.setdefault("tables", {})
    table = opened.get(path)
    if table is None or not table.log.is_dir():
        table = opened[path] = Table.open(path, schema, partition_by)
    else:
        table.reload()
    return table
