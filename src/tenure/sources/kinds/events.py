"""Which columns does a file of events have?"""

from tenure.sources import cells
from tenure.sources.fields import Field, Kind
from tenure.sources.kinds.words import ACCOUNT

EVENTS = Kind(
    "events",
    (
        Field(
            "user_id",
            cells.key,
            f"user, user key, actor, actor id, login, username, person id, member id, {ACCOUNT}, contact id",
        ),
        Field("event", cells.text(500), "event name, event type, activity, action, event kind, name, type"),
        Field(
            "time",
            cells.moment,
            "timestamp, event time, event timestamp, event date, occurred at, happened at, created at, date time, at, "
            "date, ts",
        ),
        Field("anonymous_id", cells.key, "anonymous, anon id, device id, visitor id"),
        Field("group_id", cells.key, "group, group key, team id", late=ACCOUNT),
        Field("message_id", cells.key, "event id, insert id, uuid, event uuid"),
        Field("value", cells.number, "event value, amount, revenue"),
        Field("properties", cells.text(32_768), "payload, event properties, json"),
    ),
    ((("event",),), (("time",),), (("user_id",), ("anonymous_id",))),
    "payload",
)
