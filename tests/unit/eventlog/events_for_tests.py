"""Events for tests of the log, and a workspace's log to put them in."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from tenure.eventlog.home import Home
from tenure.eventlog.schema import DAYS, EVENTS
from tenure.eventlog.spool_sqlite import SqliteSpool
from tenure.eventlog.tables import date_of, events_table
from tenure.values.moment import day_key

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = day_key(NOON.date())


def event(message_id: str, time: datetime = NOON, user: str | None = "ann", **more) -> dict:
    """One row of EVENTS: a track named "open" of user ann, received when it happened."""
    return {
        "message_id": message_id,
        "type": "track",
        "event": "open",
        "user_id": user,
        "anonymous_id": None,
        "group_id": None,
        "previous_id": None,
        "time": time,
        "received_at": time,
        "value": None,
        "payload": "{}",
        "context": "{}",
        "flag": None,
        "import_id": None,
    } | more


class Log:
    """A workspace's log in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder)
        self.spool = SqliteSpool(self.home.spool) if folder.mkdir(parents=True, exist_ok=True) is None else None
        self.workspace = "acme"
        self.where = (self.home, self.spool, self.workspace)

    def seal(self, *events: dict) -> int:
        """Append events as the seal does: days opened first, one commit."""
        rows = pa.Table.from_pylist(list(events), schema=EVENTS)
        days = {day_key(one["time"].date()) for one in events}
        self.spool.open_day(self.workspace, days - self.spool.open_days(self.workspace).keys())
        by_day = {date_of(day): [one for one in events if day_key(one["time"].date()) == day] for day in days}
        parts = {day: pa.Table.from_pylist(some, schema=EVENTS) for day, some in by_day.items()}
        version = events_table(self.home, self.workspace).write(parts)
        self.spool.open_day(self.workspace, days)
        assert rows.num_rows == len(events)
        return version


def days_rows(table: pa.Table) -> list[tuple]:
    """Rows of DAYS in order, values rounded: sums of floats depend on the order of adding."""
    rows = [tuple(row[name] for name in DAYS.names) for row in table.to_pylist()]
    rows = [(*row[:-1], None if row[-1] is None else round(row[-1], 6)) for row in rows]
    return sorted(rows, key=lambda row: tuple((value is not None, value) for value in row))


def later(**how) -> datetime:
    """A time after NOON."""
    return NOON + timedelta(**how)


def counts(rows: Iterable[dict] | pa.Table) -> int:
    """How many events the rows count."""
    return sum(row["count"] for row in (rows.to_pylist() if isinstance(rows, pa.Table) else rows))
