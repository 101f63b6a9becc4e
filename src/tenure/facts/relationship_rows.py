"""What passed between us and each account? Touchpoints, tickets and incidents as they were known just before the moment."""

from typing import Any

import ibis
from ibis import _

from tenure.facts.moments import the, utc_day
from tenure.facts.schemas import table

TOUCHPOINT_DAYS = 90
TICKET_DAYS = 28
IN_PERSON = ("meeting", "video")


def relationship() -> tuple[ibis.Table, ...]:
    """One row for each account that was ever touched, for each that ever opened a ticket, and for each ever in an incident."""
    return _touched(), _asked(), _affected()


def _touched() -> ibis.Table:
    touchpoints: Any = table("touchpoints")
    rows: Any = _aged(touchpoints.filter(touchpoints["at"] < the("at")), "at")
    lately = _.age <= TOUCHPOINT_DAYS
    found: Any = rows.group_by("account").agg(
        touchpoints_90=_.count(where=lately),
        meetings_90=_.count(where=lately & _.channel.isin(IN_PERSON)),
        latest=_.age.min(),
    )
    return found.mutate(last_touchpoint_days=found.latest - _ahead()).drop("latest")


def _asked() -> ibis.Table:
    tickets: Any = table("tickets")
    rows: Any = _aged(tickets.filter(tickets.opened_at < the("at")), "opened_at")
    rows = rows.mutate(open=rows.closed_at.isnull() | (rows.closed_at >= the("at")))
    found: Any = rows.group_by("account").agg(
        tickets_open=_.count(where=_.open),
        tickets_28=_.count(where=_.age <= TICKET_DAYS),
        oldest=_.age.max(where=_.open),
    )
    return found.mutate(oldest_open_ticket_days=(found.oldest - _ahead()).fill_null(0)).drop("oldest")


def _affected() -> ibis.Table:
    incidents: Any = table("incidents")
    rows: Any = incidents.filter(incidents.found_at < the("at"))
    still = _.closed_at.isnull() | (_.closed_at >= the("at"))
    found: ibis.Table = rows.group_by("account").agg(incidents_open=_.count(where=still))
    return found


def _aged(rows: Any, time: str) -> Any:
    return rows.mutate(age=(the("window_day") - utc_day(rows[time])).cast("int64"))


def _ahead() -> Any:
    """What an age has more than "days since": 1 at the end of a day, 0 inside one."""
    return (the("window_day") - the("day")).cast("int64")
