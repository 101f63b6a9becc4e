"""Which columns does a file of tickets have?"""

from tenure.sources import cells
from tenure.sources.fields import Field, Kind
from tenure.sources.kinds.words import ACCOUNT, EMAIL

TICKETS = Kind(
    "tickets",
    (
        Field("account", cells.key, ACCOUNT),
        Field("contact", cells.key, "contact id, contact key, user id, requester id, requester"),
        Field("email", cells.email, f"requester email, {EMAIL}"),
        Field("key", cells.key, "ticket id, ticket number, ticket no, ticket, case number, case id, case, number, id"),
        Field("subject", cells.text(300), "title, summary, topic, description"),
        Field("priority", cells.text(32), "urgency, severity"),
        Field("status", cells.text(100), "state, ticket status"),
        Field(
            "opened_at",
            cells.moment,
            "opened, opened on, open date, created at, created, created on, create date, date created, date opened, date",
        ),
        Field(
            "closed_at",
            cells.moment,
            "closed, closed on, close date, solved at, solved, resolved at, resolved, resolution date, date closed",
        ),
    ),
    ((("account",), ("contact",), ("email",)), (("key",),), (("opened_at",),)),
    "ignored",
    ("key",),
)
