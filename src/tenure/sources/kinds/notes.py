"""Which columns does a file of notes have?"""

from tenure.sources import cells
from tenure.sources.fields import Field, Kind
from tenure.sources.kinds.words import ACCOUNT

NOTES = Kind(
    "notes",
    (
        Field("account", cells.key, ACCOUNT),
        Field("key", cells.key, "note id, external id, id"),
        Field("at", cells.moment, "date, time, created at, created, created on, written at, written on, timestamp"),
        Field(
            "text", cells.text(10_000), "note, notes, body, content, comment, comments, remark, remarks, description"
        ),
        Field("by", cells.text(200), "author, owner, member, written by, created by"),
    ),
    ((("account",),), (("at",),), (("text",),)),
    "ignored",
    ("key",),
)
