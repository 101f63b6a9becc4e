"""What waits in the spool and belongs in the log? Takes a batch, commits it exactly once, and only then lets it go.

A crash between any two steps loses and doubles nothing: rows that are in the log already come again with their
calls, which are applied again to the same end, and are not appended again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from tenure.eventlog.calls import IdentityCall
from tenure.eventlog.decode import decode_rows
from tenure.eventlog.gate import erasures, undisturbed
from tenure.eventlog.home import Home
from tenure.eventlog.marks import settle
from tenure.eventlog.spool import DeadLetter, Spool
from tenure.eventlog.table import Conflict
from tenure.eventlog.tables import date_of, events_table

LIMIT_BYTES = 64 << 20
LIMIT_EVENTS = 50_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Spooled rows ``first`` to ``upto`` of one workspace, decoded; ``row_ids`` says which row each event came from."""

    workspace: str
    first: int
    upto: int
    events: pa.Table  # EVENTS
    row_ids: pa.Array
    calls: Sequence[IdentityCall]
    dead: Sequence[DeadLetter]
    days: Mapping[int, pa.Array]  # day key -> places of its events in ``events``
    full: bool  # whether it was cut off, so that more waits
    erasures: int = 0  # how many erases had begun when the rows were read


def next_batch(home: Home, spool: Spool, workspace: str, oldest: datetime) -> Batch | None:
    """The oldest waiting rows, decoded; None when nothing waits or sealing is paused.

    Events before ``oldest`` are in ``dead`` instead. Rows that are in the log already come by themselves.
    """
    if spool.paused(workspace):
        return None
    erased = erasures(home, workspace)  # asked before the spool is read, see ``commit``
    rows = spool.read(workspace, 0, LIMIT_BYTES, LIMIT_EVENTS)
    if not rows:
        return None
    done = max(events_table(home, workspace).app_version(app_id(spool)) or 0, spool.sealed(workspace))
    full = sum(row.count for row in rows) > LIMIT_EVENTS * 0.9 or sum(len(row.body) for row in rows) > LIMIT_BYTES / 2
    if rows[0].id <= done:
        rows, full = [row for row in rows if row.id <= done], True
    found = decode_rows(workspace, spool.id, rows, oldest)
    return Batch(
        workspace=workspace,
        first=rows[0].id,
        upto=rows[-1].id,
        events=found.events,
        row_ids=found.row_ids,
        calls=found.calls,
        dead=found.dead,
        days=_places_by_day(found.events),
        full=full,
        erasures=erased,
    )


def commit(home: Home, spool: Spool, batch: Batch) -> int | None:
    """Append the batch's events to the log, durably; the version, or None when all of them were in it before.

    Raises Erasing when an erase may have changed the spool since: take the batch anew, later.
    """
    with undisturbed(home, batch.workspace, batch.erasures):
        return _commit(home, spool, batch)


def _commit(home: Home, spool: Spool, batch: Batch) -> int | None:
    """Opens the days first: a reader must never take a day for closed that has events outside of its count."""
    table = events_table(home, batch.workspace)
    app = app_id(spool)
    version = None
    if missing := batch.days.keys() - spool.open_days(batch.workspace).keys():
        spool.open_day(batch.workspace, missing)
    while batch.events.num_rows:
        seen = table.app_version(app)
        done = max(seen or 0, spool.sealed(batch.workspace))
        if done >= batch.upto:
            break
        try:
            version = table.write(_parts(batch, done), app=(app, batch.upto), seen=seen)
            break
        except Conflict:  # another sealer committed some of these rows: see how far it got
            table.reload()
    if version is not None:  # a day may be closed only by somebody who has seen this commit
        spool.open_day(batch.workspace, batch.days.keys())
    settle(spool, batch.workspace, table)
    return version


def finish(spool: Spool, batch: Batch) -> None:
    """Let the rows go: they are in the log and their calls have been applied."""
    spool.finish(batch.workspace, batch.upto, batch.days.keys(), batch.dead)


def app_id(spool: Spool) -> str:
    """Under which name this spool's progress is committed."""
    return f"spool:{spool.id}"


def _parts(batch: Batch, done: int) -> dict[str, pa.Table]:
    """The events of rows above ``done``, by day."""
    parts: dict[str, pa.Table] = {}
    for day, places in batch.days.items():
        new = places if done < batch.first else places.filter(pc.greater(batch.row_ids.take(places), done))
        whole = len(new) == batch.events.num_rows
        parts[date_of(day)] = batch.events if whole else batch.events.take(new)
    return parts


def _places_by_day(events: pa.Table) -> dict[int, pa.Array]:
    """For each UTC day, in order, where its events are."""
    days = events["time"].cast(pa.timestamp("us")).cast(pa.date32()).cast(pa.int32()).combine_chunks()
    counts = pc.value_counts(days)
    if len(counts) == 1:
        return {days[0].as_py(): pa.array(range(events.num_rows), pa.int64())}
    order = pc.sort_indices(days)  # stable, so events stay in the order they came
    places, start = dict[int, pa.Array](), 0
    for pair in sorted(counts.to_pylist(), key=lambda pair: pair["values"]):
        places[pair["values"]] = order.slice(start, pair["counts"])
        start += pair["counts"]
    return places
