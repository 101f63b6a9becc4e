"""Which tables do facts read? The columns of each frame, under the name that expressions know it by.

What fills them: `records.frames` and `records.business_frames`, `eventlog.usage` (closed, open, open_keys, spans),
`facts.moments.frame` (moment), `facts.custom.frame` (customs) and `answers.order_gap` (workspace). A frame for some
accounts holds every row that concerns them; more does no harm.
"""

from typing import Final

import ibis

TIME: Final = "timestamp('UTC', 6)"

HORIZON_DAYS: Final = 90  # the longest window: of older days only the first and the last are read, from spans

# The accounts that are asked about.
ACCOUNTS: Final = ibis.schema({"account": "int64", "key": "string", "created_at": TIME})

# One row per actor that leads to an account: "u:" + user_id or "a:" + anonymous_id, and the person behind it in the same
# form. An actor that is not here belongs to nobody, and in a known group is a person of its own.
IDENTITIES: Final = ibis.schema({"actor": "string", "person": "string", "account": "int64"})

# Which account a group id names. Not read where accounts are people: groups mean nothing there.
GROUPS: Final = ibis.schema({"group_id": "string", "account": "int64"})

# One row, made by `tenure.facts.moments.frame`: as of when (see `values.moment.Moment`); date is that of day.
MOMENT: Final = ibis.schema({"at": TIME, "window_day": "int32", "day": "int32", "date": "date"})

# Usage of an actor in a group on a UTC day, by event name. ``closed`` comes from files, and may hold days that `open_keys`
# takes out (reopened, or cut by the moment) and days after the moment; ``open`` holds nothing after it.
DAYS: Final = ibis.schema(
    {
        "actor": "string",
        "group_id": "string",
        "event": "string",
        "day": "int32",
        "count": "int64",
        "first": TIME,
        "last": TIME,
        "value": "float64",
    }
)
OPEN_KEYS: Final = ibis.schema({"day": "int32"})
# First and last usage of an actor in a group before the month of ``window_day``.
SPANS: Final = ibis.schema({"actor": "string", "group_id": "string", "first_day": "int32", "last_day": "int32"})

PERIODS: Final = ibis.schema(
    {
        "account": "int64",
        "contract": "int64",
        "product": "string",
        "plan": "string",
        "notice_given_on": "date",
        "notice_days": "int32",  # before the end, by which notice is due; null: nobody said
        "starts_on": "date",
        "ends_on": "date",  # the first day on which the period no longer runs; null: open
        "mrr": "int64",  # minor units a month
        "currency": "string",
        "term_months": "int32",
        "seats": "int64",
    }
)
LINES: Final = ibis.schema(
    {"account": "int64", "contract": "int64", "option": "string", "starts_on": "date", "ends_on": "date"}
)
HISTORY: Final = ibis.schema(
    {"account": "int64", "name": "string", "value": "string", "since": TIME}
)  # value: a JSON scalar
# actor: as which a champion uses the product.
CHAMPIONS: Final = ibis.schema(
    {"account": "int64", "contact": "int64", "actor": "string", "since": TIME, "until": TIME}
)

ORDERS: Final = ibis.schema(
    {
        "account": "int64",
        "ordered_at": TIME,
        "amount": "int64",  # minor units
        "currency": "string",
        "refunded": "int64",  # part of the amount
        "refunded_on": "date",  # null: with the order
    }
)
INVOICES: Final = ibis.schema(
    {
        "account": "int64",
        "issued_on": "date",
        "due_on": "date",
        "amount": "int64",
        "currency": "string",
        "paid_on": "date",
    }
)
# One row: what the whole workspace says, for accounts that have too little of their own.
WORKSPACE: Final = ibis.schema({"order_gap_days": "float64"})
# The day of every order of the workspace: what that gap is computed from.
ORDER_DAYS: Final = ibis.schema({"account": "int64", "day": "int32"})
ORDER_GAPS: Final = ibis.schema({"day": "int32", "gap": "int32"})  # gap: days since the account's order day before

TOUCHPOINTS: Final = ibis.schema({"account": "int64", "at": TIME, "channel": "string"})
TICKETS: Final = ibis.schema({"account": "int64", "opened_at": TIME, "closed_at": TIME})
# One row per account that an incident affects: from when it was found among them, until the incident was closed.
INCIDENTS: Final = ibis.schema({"account": "int64", "found_at": TIME, "closed_at": TIME})

# ended_at: when it was done or dropped. When it is due is known as it is now, whatever was said before.
TASKS: Final = ibis.schema({"account": "int64", "created_at": TIME, "due_on": "date", "ended_at": TIME})

# Dated dates of assets: published_on, certificate_ends_on. retired_on: from that day the asset counts no more.
ASSET_DATES: Final = ibis.schema(
    {"account": "int64", "asset": "int64", "retired_on": "date", "name": "string", "value": "date", "since": TIME}
)
# Figures of an account (asset null) or an asset, each of a whole day, so that none is known before its day has ended.
MEASUREMENTS: Final = ibis.schema(
    {
        "account": "int64",
        "asset": "int64",
        "retired_on": "date",
        "metric": "string",
        "day": "int32",
        "value": "float64",
    }
)
# The last day with pushes of an account or an asset before the days that measurements hold.
PUSH_SPANS: Final = ibis.schema({"account": "int64", "asset": "int64", "retired_on": "date", "last_day": "int32"})

# The facts that a workspace declared itself, numbered; see `tenure.facts.custom`.
CUSTOMS: Final = ibis.schema({"number": "int32", "source": "string", "of": "string", "how": "string", "days": "int32"})

# Events as they were sent, and those that are asked for: see `tenure.facts.event_rows`.
EVENTS: Final = ibis.schema(
    {
        "message_id": "string",
        "type": "string",
        "event": "string",
        "user_id": "string",
        "anonymous_id": "string",
        "group_id": "string",
        "time": TIME,
        "received_at": TIME,
        "payload": "string",
    }
)
NAMED: Final = ibis.schema({"event": "string", "days": "int32"})

# Every frame by its name.
FRAMES: Final = {
    "accounts": ACCOUNTS,
    "identities": IDENTITIES,
    "groups": GROUPS,
    "moment": MOMENT,
    "closed": DAYS,
    "open": DAYS,
    "open_keys": OPEN_KEYS,
    "spans": SPANS,
    "periods": PERIODS,
    "lines": LINES,
    "history": HISTORY,
    "champions": CHAMPIONS,
    "orders": ORDERS,
    "invoices": INVOICES,
    "workspace": WORKSPACE,
    "order_days": ORDER_DAYS,
    "order_gaps": ORDER_GAPS,
    "touchpoints": TOUCHPOINTS,
    "tickets": TICKETS,
    "incidents": INCIDENTS,
    "tasks": TASKS,
    "asset_dates": ASSET_DATES,
    "measurements": MEASUREMENTS,
    "push_spans": PUSH_SPANS,
    "customs": CUSTOMS,
    "events": EVENTS,
    "named": NAMED,
}


def table(name: str) -> ibis.Table:
    """The unbound table of that name, for expressions to build on."""
    return ibis.table(FRAMES[name], name=name)
