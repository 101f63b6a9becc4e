"""What passed between us and each account? Touchpoints, tickets, incidents, answers and tasks as known just before the moment."""

from typing import Any

import ibis
from ibis import _

from tenure.facts.asset_rows import NPS, NPS_DAYS, measured
from tenure.facts.moments import days_between, the, utc_day
from tenure.facts.schemas import table

TOUCHPOINT_DAYS = 90
TICKET_DAYS = 28
IN_PERSON = ("meeting", "video")


def relationship() -> tuple[ibis.Table, ...]:
    """One row for each account that was ever touched, and so for tickets, incidents, answers about us and tasks."""
    return _touched(), _asked(), _affected(), _answered(), _to_do()


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


def _answered() -> ibis.Table:
    """What was last answered to how likely one would recommend us, and when; the mean of a day with several."""
    daily: Any = measured()
    rows: Any = daily.filter((daily.metric == NPS) & (daily.age <= NPS_DAYS))
    latest = ibis.window(group_by="account", order_by="age")
    ranked: Any = rows.mutate(place=ibis.row_number().over(latest))
    last: Any = ranked.filter(ranked.place == 0)
    return last.select("account", nps_latest=last.total / last.figures, nps_latest_days=last.age - _ahead())


def _to_do() -> ibis.Table:
    """How late the latest of what is to be done is; a task is open until it is done or dropped."""
    tasks: Any = table("tasks")
    rows: Any = tasks.filter(tasks.created_at < the("at"))
    still = rows.ended_at.isnull() | (rows.ended_at >= the("at"))
    late = days_between(rows.due_on, the("date"))
    open_: Any = rows.mutate(still=still, late=ibis.ifelse(late > 0, late, 0))
    found: Any = open_.group_by("account").agg(task_overdue_days=_.late.max(where=_.still))
    return found.mutate(task_overdue_days=found.task_overdue_days.fill_null(0))


def _aged(rows: Any, time: str) -> Any:
    return rows.mutate(age=(the("window_day") - utc_day(rows[time])).cast("int64"))


def _ahead() -> Any:
    """What an age has more than "days since": 1 at the end of a day, 0 inside one."""
    return (the("window_day") - the("day")).cast("int64")
