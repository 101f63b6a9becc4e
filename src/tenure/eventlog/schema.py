"""What does the log hold? The columns of its tables: one row per event, per actor's day, per actor."""

import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")

# One event as sent: late binding, so ids are kept as they came and joined with identities when read.
# The Delta table is partitioned by event_date (UTC day of ``time``); the column is not read back, only used to skip files.
EVENTS = pa.schema(
    [
        pa.field("message_id", pa.string(), nullable=False),
        pa.field("type", pa.string(), nullable=False),  # track, page, screen, identify, group, alias
        pa.field("event", pa.string()),  # name of the track; name of the page or screen, else "page" / "screen"
        pa.field("user_id", pa.string()),
        pa.field("anonymous_id", pa.string()),
        pa.field("group_id", pa.string()),  # a group call's groupId, else context.groupId: the event's own group
        pa.field("previous_id", pa.string()),  # alias only
        pa.field("time", TIME, nullable=False),  # corrected by sentAt
        pa.field("received_at", TIME, nullable=False),
        pa.field("value", pa.float64()),  # properties.value, else revenue, else total, when a number
        pa.field("payload", pa.string()),  # properties (traits for identify and group) as JSON
        pa.field("context", pa.string()),  # context as JSON
        pa.field("flag", pa.string()),  # "future": sent with a time over 24 h ahead, stored as received
        pa.field("import_id", pa.int64()),  # null: came by capture
    ]
)

USAGE_TYPES = ("track", "page", "screen")  # what counts as usage; the others say who somebody is

# Usage of one actor in one group on one UTC day, one event name: duplicates counted once.
# actor: "u:" + user_id, else "a:" + anonymous_id. Partitioned by month ("2026-11").
DAYS = pa.schema(
    [
        pa.field("actor", pa.string(), nullable=False),
        pa.field("group_id", pa.string()),
        pa.field("event", pa.string(), nullable=False),
        pa.field("day", pa.int32(), nullable=False),  # days since 1970-01-01
        pa.field("count", pa.int64(), nullable=False),
        pa.field("first", TIME, nullable=False),
        pa.field("last", TIME, nullable=False),
        pa.field("value", pa.float64()),  # sum; null when no event had one
    ]
)

# First and last usage of one actor in one group, up to the end of the calendar month of its partition: one such file says
# of all time before it what facts need to know.
SPANS = pa.schema(
    [
        pa.field("actor", pa.string(), nullable=False),
        pa.field("group_id", pa.string()),
        pa.field("first_day", pa.int32(), nullable=False),  # days since 1970-01-01
        pa.field("last_day", pa.int32(), nullable=False),
    ]
)
