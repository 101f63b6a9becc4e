"""Makes closed days of usage for the benchmark of facts: accounts with ten actors each, sorted as the log keeps them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tenure.eventlog.parquet import ROW_GROUP, layout
from tenure.eventlog.schema import DAYS, SPANS
from tenure.facts.schemas import HORIZON_DAYS
from tenure.values.moment import day_key, day_of

ACTORS = 10  # an account
ROWS = 20  # an actor: (day, event name) pairs
NAMES = 20
LAST = 20_600  # day key of the last closed day
CHUNK = 5_000  # accounts
DAY_US = 86_400_000_000
EVENTS_A_ROW = 2.5


@dataclass(frozen=True)
class Made:
    accounts: int
    events: int
    rows: int
    days: tuple[str, ...]  # the files that facts read: months within the horizon
    spans: tuple[str, ...]

    def identities(self, some: list[int] | None = None) -> pa.Table:
        """The actors of all accounts, or of some; account numbers start at 1."""
        accounts = np.arange(1, self.accounts + 1) if some is None else np.array(some)
        number = np.repeat(accounts - 1, ACTORS) * ACTORS + np.tile(np.arange(ACTORS), len(accounts))
        actor = pa.array([f"u:{n:08d}" for n in number])
        return pa.table({"actor": actor, "person": actor, "account": pa.array(number // ACTORS + 1)})


def make(folder: Path, accounts: int, days: int) -> Made:
    """About ``accounts * 500`` events over the last ``days`` days, as days files by month, and their spans."""
    random = np.random.default_rng(7)
    writers: dict[str, pq.ParquetWriter] = {}
    events = rows = 0
    for start in range(0, accounts, CHUNK):
        table, count = _chunk(random, start, min(CHUNK, accounts - start), days)
        months = pa.array([day_of(int(day)).strftime("%Y-%m") for day in range(LAST - days + 1, LAST + 1)])
        month_of_row = months.take(pa.array(table["day"].to_numpy() - (LAST - days + 1)))
        for month in months.unique().to_pylist():
            part = table.filter(pa.compute.equal(month_of_row, month))
            _writer(writers, folder / f"days-{month}.parquet", DAYS).write_table(part, row_group_size=ROW_GROUP)
        _writer(writers, folder / "spans.parquet", SPANS).write_table(_spans(table), ROW_GROUP)
        events += count
        rows += table.num_rows
    for writer in writers.values():
        writer.close()
    first = str(folder / f"days-{day_of(LAST + 1 - HORIZON_DAYS).strftime('%Y-%m')}")
    read = tuple(path for path in _paths(folder, "days-*") if path >= first)
    return Made(accounts, events, rows, read, (str(folder / "spans.parquet"),))


def _chunk(random: np.random.Generator, start: int, accounts: int, days: int) -> tuple[pa.Table, int]:
    size = accounts * ACTORS * ROWS
    actor = np.repeat(np.arange(start * ACTORS, (start + accounts) * ACTORS), ROWS)
    day = LAST - (random.random(size) ** 1.3 * days).astype(np.int32)
    name = (random.random(size) ** 2 * NAMES).astype(np.int32)
    key = np.unique((actor.astype(np.int64) * 100_000 + day) * NAMES + name)
    name, day, actor = key % NAMES, key // NAMES % 100_000, key // NAMES // 100_000
    count = random.geometric(1 / EVENTS_A_ROW, len(key))
    first = day * DAY_US + random.integers(0, DAY_US // 2, len(key))
    last = np.where(count > 1, first + random.integers(1, DAY_US // 2, len(key)), first)
    users = pa.array([f"u:{n:08d}" for n in range(start * ACTORS, (start + accounts) * ACTORS)])
    columns = {
        "actor": users.take(pa.array(actor - start * ACTORS)),
        "group_id": pa.nulls(len(key), pa.string()),
        "event": pa.array([f"event {n}" for n in range(NAMES)]).take(pa.array(name)),
        "day": pa.array(day.astype(np.int32)),
        "count": pa.array(count.astype(np.int64)),
        "first": pa.array(first).cast(DAYS.field("first").type),
        "last": pa.array(last).cast(DAYS.field("last").type),
        "value": pa.nulls(len(key), pa.float64()),
    }
    return pa.table(columns, schema=DAYS), int(count.sum())


def _spans(days: pa.Table) -> pa.Table:
    """First and last day of each actor before the month of the day that is asked about."""
    month = day_key(day_of(LAST + 1).replace(day=1))
    found = (
        days.filter(pa.compute.less(days["day"], month)).group_by("actor").aggregate([("day", "min"), ("day", "max")])
    )
    columns = [found["actor"], pa.nulls(found.num_rows, pa.string()), found["day_min"], found["day_max"]]
    return pa.table(columns, schema=SPANS)


def _writer(writers: dict[str, pq.ParquetWriter], path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """A file laid down as the log lays down its own, in parts because it is large."""
    if path.name not in writers:
        writers[path.name] = pq.ParquetWriter(path, schema, **layout(schema))
    return writers[path.name]


def _paths(folder: Path, pattern: str) -> tuple[str, ...]:
    return tuple(sorted(str(path) for path in folder.glob(pattern)))
