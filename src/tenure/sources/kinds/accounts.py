"""Which columns does a file of accounts have?"""

from tenure.sources import cells
from tenure.sources.fields import Field, Kind
from tenure.sources.kinds.words import CHANNEL, IDS

ACCOUNTS = Kind(
    "accounts",
    (
        Field("key", cells.key, f"{IDS}, external id, id, user id, account, customer, client, company"),
        Field(
            "name",
            cells.text(300),
            "account name, company name, customer name, organization name, organisation name, client name, company, "
            "customer, organization, organisation, client, account",
        ),
        Field(
            "source",
            cells.text(200),
            "channel, acquisition channel, lead source, account source, came from, acquired by, acquired through",
        ),
        Field(
            "owner",
            cells.text(200),
            "account owner, account manager, customer success manager, csm, owned by, owner name, owner email",
        ),
        Field("lifecycle_stage", cells.text(100), "lifecycle, stage, account stage, customer stage"),
        Field("preferred_channel", cells.text(32), CHANNEL),
        Field("sentiment", cells.whole(1, 5), "csm sentiment, relationship, relationship rating, csm rating"),
        Field("parent", cells.key, "parent account, parent account id, parent id, parent key, parent company"),
        Field("minimum_score", cells.whole(0, 100), "minimum health, minimum health score, health minimum"),
        Field(
            "created_at",
            cells.moment,
            "created, created on, created date, date created, customer since, signup date, signed up, signed up on",
        ),
    ),
    ((("key",),),),
    "traits",
    ("key",),
)
