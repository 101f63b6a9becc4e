"""Which events themselves belong to accounts? Those of some names, with what they carried, each as often as it was sent.

Only rules that ask for properties, or for one event after another, read them: everything else is in the days of usage.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import ibis
import pyarrow as pa

from tenure.facts.ask import Question
from tenure.facts.belonging import by_account
from tenure.facts.moments import the, utc_day
from tenure.facts.schemas import EVENTS, NAMED, table

READ: Final = EVENTS.to_pyarrow()
_COLUMNS: Final = ("event", "time", "message_id", "received_at", "payload")


@lru_cache(maxsize=2)
def events_by_account(by_group: bool) -> Question:
    """(account, event, time, message_id, received_at, payload as JSON) of events in the window that `named` gives them."""
    sent: Any = table("events")
    # What counts as usage; the other calls say who somebody is.
    sent = sent.filter(sent.type.isin(["track", "page", "screen"]) & (sent.time < the("at")))
    known = ibis.literal("u:") + sent.user_id
    sent = sent.mutate(
        actor=ibis.coalesce(known, ibis.literal("a:") + ibis.coalesce(sent.anonymous_id, ibis.literal(""))),
        event=ibis.coalesce(sent.event, sent.type),
        day=utc_day(sent.time),
    )
    joined: Any = sent.inner_join(table("named"), "event")
    within = joined.filter(the("window_day") - joined.day <= joined.days)
    mine = by_account(within, *_COLUMNS, by_group=by_group).drop("person")
    return f"events by account {by_group}", mine


def named(windows: Mapping[str, int]) -> pa.Table:
    """The ``named`` frame: event -> the days of its window."""
    rows = [{"event": event, "days": days} for event, days in windows.items()]
    return pa.Table.from_pylist(rows, schema=NAMED.to_pyarrow())
