"""Whose usage reaches no account? Actors that nothing explains yet, and groups that nobody knows."""

from functools import lru_cache
from typing import Any

import ibis
from ibis import _

from tenure.facts.moments import the
from tenure.facts.schemas import HORIZON_DAYS, table

Question = tuple[str, ibis.Table]


def _rows() -> Any:
    closed: Any = table("closed")
    closed = closed.filter(closed.day < the("window_day"), closed.day >= the("window_day") - HORIZON_DAYS)
    return ibis.union(closed.anti_join(table("open_keys"), "day"), table("open"))


def _by_actor(rows: Any) -> Any:
    return rows.anti_join(table("identities"), "actor").mutate(group_id=ibis.null("string"))


@lru_cache(maxsize=2)
def unassigned(by_group: bool) -> Question:
    """(actor, group_id, events, last): usage of the last months that reaches nobody, most events first.

    ``by_group`` is whether an event's own group names its account: accounts are companies.
    """
    rows = _rows()
    lost = _by_actor(rows)
    if by_group:
        of_group = rows.filter(rows.group_id.notnull()).anti_join(table("groups"), "group_id")
        lost = ibis.union(_by_actor(rows.filter(rows.group_id.isnull())), of_group)
    counted = lost.group_by("actor", "group_id").agg(events=_["count"].sum(), last=_["last"].max())
    return f"unassigned {by_group}", counted.order_by(_.events.desc(), _.actor, _.group_id)
