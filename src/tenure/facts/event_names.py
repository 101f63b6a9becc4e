"""Which events come in a workspace, and what do they carry? For those who choose one while they write a rule."""

from functools import lru_cache
from typing import Any, Final

from ibis import _

from tenure.facts.ask import Question
from tenure.facts.moments import the
from tenure.facts.schemas import table
from tenure.facts.usage_rows import aged

LATELY: Final = 90  # days
MOST: Final = 300  # names
SAMPLE: Final = 500  # events of one name


@lru_cache(maxsize=1)
def event_names() -> Question:
    """(event, count) of the last days, those that come most often first."""
    closed: Any = aged(table("closed").select("event", "count", "day"))
    open_: Any = aged(table("open").select("event", "count", "day"))
    rows = closed.anti_join(table("open_keys"), "day").union(open_)
    counted = rows.filter(rows.age <= LATELY).group_by("event").agg(count=_["count"].sum())
    return "event names", counted.order_by(counted["count"].desc(), counted.event).limit(MOST)


@lru_cache(maxsize=1)
def payloads() -> Question:
    """(payload as JSON) of some events of the names in the frame ``named``."""
    sent: Any = table("events")
    sent = sent.filter(sent.type.isin(["track", "page", "screen"]) & (sent.time < the("at")))
    sent = sent.mutate(event=sent.event.fill_null(sent.type))
    return "payloads", sent.inner_join(table("named"), "event").select("payload").limit(SAMPLE)
