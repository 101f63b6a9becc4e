"""What was stored of all accounts on one day: their scores, their bands, and what each would have taken with it?

A day's file never changes: storing a day anew writes another. So what was read of one is kept in memory by its name.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.calc.attention import stake
from tenure.eventlog.home import Home
from tenure.eventlog.tables import FACTS, facts_table
from tenure.values.moment import day_key
from tenure.values.money import Money

LATE: Final = 6  # days that a stored day may lie before the one asked for
_KEPT = 30  # days; with 100,000 accounts each takes about two megabytes
_ROWS = 8_192
_STAKES = pa.schema(
    [
        ("account", pa.int64()),
        ("band", pa.string()),
        ("stake", pa.int64()),
        ("currency", pa.dictionary(pa.int8(), pa.string())),
    ]
)


@dataclass(frozen=True, slots=True)
class StoredDay:
    """One stored day: its key, and the file that holds it."""

    day: int
    path: str


class _Money(msgspec.Struct):
    """The two facts that say what is at stake, out of all that were stored."""

    mrr: Money | None = None
    revenue_365: Money | None = None


def stored_days(home: Home, workspace: str, days: Sequence[int]) -> list[StoredDay | None]:
    """For each day (a day key) the latest one stored by then, at most six days before; None where there is none."""
    files = facts_table(home, workspace).active()
    paths: Mapping[int, str] = {day_key(date.fromisoformat(file.partition)): file.path for file in files}
    stored = sorted(paths)
    found: list[StoredDay | None] = []
    for day in days:
        at = bisect_right(stored, day) - 1
        fits = at >= 0 and day - stored[at] <= LATE
        found.append(StoredDay(stored[at], paths[stored[at]]) if fits else None)
    return found


@lru_cache(_KEPT)
def scores_of(stored: StoredDay) -> pa.Table:
    """``account`` and ``score`` of all that had one. Raises FileNotFoundError when the day was stored anew meanwhile."""
    table = pq.read_table(stored.path, schema=FACTS, columns=["account", "score"], partitioning=None)
    return table.filter(pc.is_valid(table["score"]))


@lru_cache(_KEPT)
def stakes_of(stored: StoredDay) -> pa.Table:
    """``account``, ``band``, and what was at stake: ``stake`` (minor units a month, or null) in its ``currency``.

    Facts are long texts: the first look at a day of 100,000 accounts takes some tenths of a second, later ones nothing.
    Raises FileNotFoundError as `scores_of` does.
    """
    return pa.Table.from_batches(_stakes(stored.path), schema=_STAKES)


def _stakes(path: str) -> Iterator[pa.RecordBatch]:
    decode = msgspec.json.Decoder(_Money).decode
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_ROWS, columns=["account", "band", "facts"]):
            known = [decode(text) for text in batch["facts"].to_pylist()]
            money = [stake(one.mrr, one.revenue_365) for one in known]
            amounts = pa.array([None if one is None else one.amount for one in money], pa.int64())
            currencies = pa.array([None if one is None else one.currency for one in money]).dictionary_encode()
            columns = [batch["account"], batch["band"], amounts, currencies.cast(_STAKES.field("currency").type)]
            yield pa.RecordBatch.from_arrays(columns, schema=_STAKES)
