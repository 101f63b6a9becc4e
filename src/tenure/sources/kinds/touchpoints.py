"""Which columns does a file of touchpoints have?"""

from tenure.sources import cells, durations
from tenure.sources.fields import Field, Kind
from tenure.sources.kinds.words import ACCOUNT, EMAIL

TOUCHPOINTS = Kind(
    "touchpoints",
    (
        Field("account", cells.key, ACCOUNT),
        Field("contact", cells.key, "contact id, contact key, user id, person, contact person"),
        Field("email", cells.email, EMAIL),
        Field("key", cells.key, "touchpoint id, activity id, engagement id, call id, meeting id, external id, id"),
        Field(
            "at",
            cells.moment,
            "activity date, date, time, date and time, timestamp, start, started at, starts at, held on, occurred at, "
            "created at, created",
        ),
        Field("channel", cells.channel, "type, activity type, kind, medium, via, touchpoint"),
        Field("minutes", durations.minutes, "duration minutes, duration in minutes, duration, length, time spent"),
        Field("service", cells.text(200), "about, option, product, topic, module"),
        Field(
            "summary", cells.text(10_000), "subject, notes, note, description, comment, comments, text, title, outcome"
        ),
        Field("by", cells.text(200), "owner, member, agent, made by, assigned to, colleague, csm, account manager"),
    ),
    ((("account",), ("contact",), ("email",)), (("at",),)),
    "ignored",
    ("key",),
)
