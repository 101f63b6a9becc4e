"""What did each actor do on each day? Turns events into the rows of the ``days`` and ``spans`` tables."""

from collections.abc import Mapping
from typing import Final

import ibis
import pyarrow as pa

from tenure.eventlog.dedupe import first_received, repeated
from tenure.eventlog.engines.engine import Engine, Files
from tenure.eventlog.schema import DAYS, EVENTS, SPANS, TIME, USAGE_TYPES

# What counting usage reads of an event: payload and context, the bulk of it, stay on the disk.
READ: Final = pa.schema(
    EVENTS.field(name)
    for name in ("message_id", "type", "event", "user_id", "anonymous_id", "group_id", "time", "received_at", "value")
)
PLACED: Final = pa.schema([*READ, pa.field("actor", pa.string()), pa.field("day", pa.int32())])
TOLD: Final = pa.schema([*PLACED, pa.field("key", pa.int64()), pa.field("hit", pa.bool_())])
WANTED: Final = pa.schema([("day", pa.int32()), ("before", TIME)])  # days to count, each up to (not including) a time
ACTORS: Final = pa.schema([("actor", pa.string())])
GROUPS: Final = pa.schema([("group_id", pa.string())])
IDS: Final = pa.schema([("message_id", pa.string())])
KEYS: Final = pa.schema([("key", pa.int64())])
DAY: Final = 86_400_000_000  # microseconds
TIME_TYPE: Final = ibis.Schema.from_pyarrow(WANTED)["before"]


def table(name: str, schema: pa.Schema) -> ibis.Table:
    """The unbound table of that name, for expressions to build on."""
    return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)


def placed(events: ibis.Table) -> ibis.Table:
    """Events with ``actor`` ("u:" + user id, else "a:" + anonymous id) and ``day`` (days since 1970-01-01, UTC)."""
    known = ibis.literal("u:") + events.user_id
    return events.mutate(
        actor=ibis.coalesce(known, ibis.literal("a:") + ibis.coalesce(events.anonymous_id, ibis.literal(""))),
        day=(events.time.epoch_seconds() // 86_400).cast("int32"),
    )


def usage_of(rows: ibis.Table, *apart: ibis.Value) -> ibis.Table:
    """Rows of DAYS from events that count, of any type, with ``actor`` and ``day``; ``apart`` splits them further."""
    used = rows.mutate(event=ibis.coalesce(rows.event, rows.type), **{f"apart{n}": by for n, by in enumerate(apart)})
    used = used.filter(used.type.isin(USAGE_TYPES))
    return (
        used.group_by("actor", "group_id", "event", "day", *(f"apart{n}" for n in range(len(apart))))
        .agg(count=used.count(), first=used.time.min(), last=used.time.max(), value=used.value.sum())
        .select(*DAYS.names)
    )


def _of_wanted_days(rows: ibis.Table) -> ibis.Table:
    both = rows.join(table("wanted", WANTED), "day")
    return both.filter(both.time < both.before)


def _parts(rows: ibis.Table) -> ibis.Table:
    both = rows.join(table("wanted", WANTED), "day")
    return usage_of(both, ibis.ifelse(both.time < both.before, ibis.null(TIME_TYPE), both.time))


def _theirs(rows: ibis.Table) -> ibis.Table:
    theirs = rows.group_id.isin(table("groups", GROUPS).group_id)
    return rows.filter(rows.actor.isin(table("actors", ACTORS).actor) | ibis.coalesce(theirs, ibis.literal(False)))


# Each expression reads ``events`` once: an engine keeps what is read twice in memory, all of it.
_EVENTS: Final = table("events", READ)
_KEY: Final = _EVENTS.message_id.hash()
_REPEATED: Final = repeated(_EVENTS)
_FIRST: Final = first_received(placed(_EVENTS.filter(_KEY.isin(table("repeated", KEYS).key))))
_ONCE: Final = placed(_EVENTS.filter(_KEY.notin(table("repeated", KEYS).key)))
_COUNTED: Final = ibis.union(_ONCE, table("first", PLACED))
_DAYS: Final = usage_of(_of_wanted_days(_COUNTED))
_PARTS: Final = _parts(_COUNTED)
_IDS: Final = _theirs(placed(_EVENTS)).select("message_id").distinct()
# Whoever else sent one of these ids takes part in the decision, so ids are chosen first, then rows.
_RIVALS: Final = _EVENTS.semi_join(table("ids", IDS), "message_id")
_SOME: Final = usage_of(_of_wanted_days(_theirs(first_received(placed(_RIVALS)))))
_KEYED: Final = placed(_EVENTS).mutate(key=_KEY)
_KEYS: Final = _EVENTS.select("received_at", key=_KEY)
_WINNERS: Final = first_received(table("rows", TOLD))
_DAY: Final = table("days", DAYS)
_SPANS: Final = (
    ibis.union(table("spans", SPANS), _DAY.select("actor", "group_id", first_day=_DAY.day, last_day=_DAY.day))
    .group_by("actor", "group_id")
    .agg(first_day=lambda t: t.first_day.min(), last_day=lambda t: t.last_day.max())
    .order_by("actor")
)
_BEFORE: Final = table("before", SPANS).mutate(place=lambda t: t.group_id.fill_null(""))
_NOW: Final = table("now", SPANS).select(
    "actor", place=lambda t: t.group_id.fill_null(""), start=lambda t: t.first_day, end=lambda t: t.last_day
)
_HELD: Final = _BEFORE.left_join(_NOW, ["actor", "place"])
_LOST: Final = _HELD.filter(
    ~ibis.coalesce((_HELD.start <= _HELD.first_day) & (_HELD.end >= _HELD.last_day), ibis.literal(False))
).agg(lost=lambda t: t.count())


def wanted_days(days: Mapping[int, int | None]) -> pa.Table:
    """The ``wanted`` frame: day key -> the time (microseconds since the epoch) it is counted up to, None: its end."""
    limits = [(day + 1) * DAY if before is None else before for day, before in days.items()]
    return pa.table([pa.array(list(days), pa.int32()), pa.array(limits, TIME)], schema=WANTED)


def count_days(engine: Engine, events: Files | pa.Table, wanted: pa.Table) -> pa.Table:
    """Rows of DAYS for the ``wanted`` days, from all ``events`` of those days and of their neighbours.

    Raises StaleFiles when a file is gone.
    """
    return engine.run("eventlog.days", _DAYS, _counted(engine, events) | {"wanted": wanted}).cast(DAYS)


def count_parts(engine: Engine, events: Files | pa.Table, wanted: pa.Table) -> pa.Table:
    """The same, and one row more for each time at or after the limit of its day: rows that can be added up later."""
    return engine.run("eventlog.parts", _PARTS, _counted(engine, events) | {"wanted": wanted}).cast(DAYS)


def _counted(engine: Engine, events: Files | pa.Table) -> dict[str, Files | pa.Table]:
    again = engine.run("eventlog.repeated", _REPEATED, {"events": events})
    tables = {"events": events, "repeated": again}
    first = engine.run("eventlog.first", _FIRST, tables) if again.num_rows else PLACED.empty_table()
    return {**tables, "first": first}


def count_some(
    engine: Engine, events: Files | pa.Table, wanted: pa.Table, actors: pa.Array, groups: pa.Array
) -> pa.Table:
    """The same for some actors and groups only: an event is theirs by its actor or by its group."""
    theirs = {"actors": pa.table([actors], schema=ACTORS), "groups": pa.table([groups], schema=GROUPS)}
    ids = engine.run("eventlog.ids", _IDS, {"events": events, **theirs})
    tables = {"events": events, "ids": ids, "wanted": wanted, **theirs}
    return engine.run("eventlog.some", _SOME, tables).cast(DAYS)


def keyed(engine: Engine, events: Files | pa.Table) -> pa.Table:
    """Events with ``actor``, ``day`` and ``key`` (the hash of the message id), in any order."""
    return engine.run("eventlog.keyed", _KEYED, {"events": events})


def keys_of(engine: Engine, events: Files | pa.Table) -> pa.Table:
    """Only ``key`` and ``received_at`` of each event."""
    return engine.run("eventlog.keys", _KEYS, {"events": events})


def winners(engine: Engine, rows: pa.Table) -> pa.Table:
    """The rows (of ``keyed``) that count when no other rows are looked at."""
    return engine.run("eventlog.winners", _WINNERS, {"rows": rows})


def count_spans(engine: Engine, before: Files, days: Files) -> pa.Table:
    """Rows of SPANS, by actor, from those ``before`` a month and from all ``days`` of it."""
    return engine.run("eventlog.spans", _SPANS, {"spans": before, "days": days}).cast(SPANS)


def lost_spans(engine: Engine, before: Files, now: pa.Table) -> bool:
    """Whether anybody's first use is later or last use earlier than it was, or both are gone."""
    if not before.paths:
        return False
    return bool(engine.run("eventlog.lost", _LOST, {"before": before, "now": now})["lost"][0].as_py())
