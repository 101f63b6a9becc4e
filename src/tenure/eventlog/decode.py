"""What do spooled requests say? Decodes them to rows of the log with corrected times, and to calls of who is who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
import pyarrow as pa

from tenure.eventlog.calls import IdentityCall
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.spool import DeadLetter, SpooledRow
from tenure.eventlog.wire import decode
from tenure.eventlog.wire_event import (
    WireError,
    WireEvent,
    context_of,
    micros,
    name_of,
    payload_of,
    time_of,
    value_of,
)
from tenure.values.voice import worded

DAY_US = 86_400_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CALLS = frozenset({"identify", "alias", "group"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """Rows of the log, the spool row each came from, the identity calls in order, and what could not be kept."""

    events: pa.Table
    row_ids: pa.Array
    calls: list[IdentityCall]
    dead: list[DeadLetter]


class _Kept:
    """Events to keep, column by column as far as a column is not simply a field of the event."""

    def __init__(self, workspace: str, spool_id: str, oldest: datetime) -> None:
        self.workspace = workspace
        self.spool_id = spool_id
        self.limit = micros(oldest)
        self.events: list[WireEvent] = []
        self.ids: list[str] = []
        self.times: list[int] = []
        self.received: list[int] = []
        self.flags: list[str | None] = []
        self.rows: list[int] = []
        self.dead: list[DeadLetter] = []

    def take(self, row: SpooledRow, events: Sequence[WireEvent]) -> None:
        """Take the events of one request in, or bury those that are too old."""
        received, name = row.received_at, f"{self.spool_id}-{row.id}"
        times = [time_of(event, received) for event in events]
        ids = [event.message_id or f"{name}-{position}" for position, event in enumerate(events)]
        flags: list[str | None] = [None] * len(events)
        if min(times) < self.limit or max(times) > received + DAY_US:
            events, ids, times, flags = self._within_limits(events, ids, times, received)
        self.events += events
        self.ids += ids
        self.times += times
        self.flags += flags
        self.received += [received] * len(events)
        self.rows += [row.id] * len(events)

    def _within_limits(
        self, events: Sequence[WireEvent], ids: list[str], times: list[int], received: int
    ) -> tuple[list[WireEvent], list[str], list[int], list[str | None]]:
        found = list(zip(events, ids, times, strict=True))
        self.dead += [self._too_old(event, time, received) for event, _, time in found if time < self.limit]
        kept = [item for item in found if item[2] >= self.limit]
        ahead = [time > received + DAY_US for _, _, time in kept]
        return (
            [event for event, _, _ in kept],
            [one for _, one, _ in kept],
            [received if early else time for (_, _, time), early in zip(kept, ahead, strict=True)],
            ["future" if early else None for early in ahead],
        )

    def _too_old(self, event: WireEvent, time: int, received: int) -> DeadLetter:
        body = b'{"batch":[' + msgspec.json.encode(event) + b"]}"
        reason = worded(
            "its time, {time}, is before {limit}, where this workspace's history begins",
            time=_said(time),
            limit=_said(self.limit),
        )
        return DeadLetter(self.workspace, received, reason, body)


def decode_rows(workspace: str, spool_id: str, rows: Sequence[SpooledRow], oldest: datetime) -> Decoded:
    """Decode spooled rows of one workspace; events before ``oldest`` become dead letters.

    The answer depends on nothing but the arguments, so that decoding again gives the same ids and times.
    """
    kept = _Kept(workspace, spool_id, oldest)
    for row in rows:
        try:
            events = decode(row.kind, row.body)
        except WireError as error:
            kept.dead.append(DeadLetter(workspace, row.received_at, str(error), row.body, row.kind))
        else:
            kept.take(row, events)
    return Decoded(_table(kept), pa.array(kept.rows, pa.int64()), _calls(kept), kept.dead)


def _said(time: int) -> str:
    try:
        return moment(time).date().isoformat()
    except OverflowError:
        return "long before our era"


def moment(time: int) -> datetime:
    """The aware datetime of microseconds since the epoch."""
    return EPOCH + timedelta(microseconds=time)


def _table(kept: _Kept) -> pa.Table:
    """The kept events with the columns of the log."""
    events = kept.events
    columns = {
        "message_id": kept.ids,
        "type": [event.type for event in events],
        "event": [name_of(event) for event in events],
        "user_id": [event.user_id for event in events],
        "anonymous_id": [event.anonymous_id for event in events],
        "group_id": [event.group_id for event in events],
        "previous_id": [event.previous_id for event in events],
        "time": kept.times,
        "received_at": kept.received,
        "value": [value_of(event) for event in events],
        "payload": [payload_of(event) for event in events],
        "context": [context_of(event) for event in events],
        "flag": kept.flags,
    }
    arrays = [pa.array(columns[field.name], field.type) for field in EVENTS if field.name in columns]
    return pa.Table.from_arrays([*arrays, pa.nulls(len(events), pa.int64())], schema=EVENTS)


def _calls(kept: _Kept) -> list[IdentityCall]:
    """The calls that say who somebody is, in the order they came."""
    found = zip(kept.events, kept.ids, kept.times, strict=True)
    return [
        IdentityCall(
            kind=str(event.type),
            user_id=event.user_id,
            anonymous_id=event.anonymous_id,
            group_id=event.group_id,
            previous_id=event.previous_id,
            traits=msgspec.json.decode(payload_of(event) or b"{}"),
            time=moment(time),
            message_id=message_id,
        )
        for event, message_id, time in found
        if event.type in CALLS
    ]
