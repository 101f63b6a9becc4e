"""What do the facts come to that a workspace declared itself? Rows of usage and of measurements joined with what is asked.

What is asked comes as the frame ``customs``, so that the SQL is the same whatever was declared, and holds no name of it.
"""

from functools import cache, lru_cache
from typing import Any

import ibis
from ibis import _

from tenure.facts.asset_rows import measured
from tenure.facts.belonging import by_account
from tenure.facts.schemas import table
from tenure.facts.usage_rows import aged

Question = tuple[str, ibis.Table]


@lru_cache(maxsize=2)
def custom_events(by_group: bool) -> Question:
    """(account, number, value) of custom facts about events; ``by_group`` as in `belonging.by_account`."""
    rows: Any = _events(by_group)
    return f"custom events {by_group}", _valued(_daily(rows), _.times > 0, _last_value(rows))


@cache
def custom_measurements() -> Question:
    """The same of those about measurements: ``last`` is the total of the last day with a figure."""
    daily = _measured()
    latest = _latest(daily, [ibis.asc("age")])
    return "custom measurements", _valued(
        daily, _.total > 0, latest.select("account", "number", last_value=latest.total)
    )


@lru_cache(maxsize=2)
def custom_event_days(by_group: bool) -> Question:
    """(account, number, age, times, total) of each day with the event: the rows beneath a custom fact."""
    return f"custom event days {by_group}", _daily(_events(by_group)).drop("how", "window")


@cache
def custom_measured_days() -> Question:
    """The same of days with figures of the metric."""
    return "custom measured days", _measured().drop("how", "window")


def _asked(rows: Any, source: str, name: str) -> ibis.Table:
    """Rows with ``number``, ``how`` and ``window`` of each custom fact that they are about, within that window."""
    customs: Any = table("customs")
    wanted = customs.filter(customs.source == source).select("number", "of", "how", window=customs.days.cast("int64"))
    joined: Any = rows.join(wanted, rows[name] == wanted.of)
    return joined.filter(joined.age <= joined.window)


def _events(by_group: bool) -> ibis.Table:
    columns = ("actor", "group_id", "event", "count", "value", "day", "last")
    closed = aged(by_account(table("closed"), *columns, by_group=by_group))
    closed = closed.filter(closed.age >= 1).anti_join(table("open_keys"), "day")
    opened = aged(by_account(table("open"), *columns, by_group=by_group))
    return _asked(ibis.union(closed, opened), "event", "event").alias("custom_events")


def _daily(rows: Any) -> ibis.Table:
    grouped = rows.group_by("account", "number", "how", "window", "age")
    return grouped.agg(times=_["count"].sum(), total=_.value.sum())


def _measured() -> ibis.Table:
    rows: Any = _asked(measured(), "measurement", "metric")
    return rows.select("account", "number", "how", "window", "age", "total", times="figures").alias("custom_measured")


def _last_value(rows: Any) -> ibis.Table:
    """The value of the row that came last, of those with one: its mean, where one person sent several that day."""
    order = [ibis.desc("last"), ibis.asc("actor"), ibis.asc("group_id")]
    latest = _latest(rows.filter(rows.value.notnull()), order)
    return latest.select("account", "number", last_value=latest.value / latest["count"])


def _latest(rows: Any, order: list[Any]) -> Any:
    mine = ibis.window(group_by=["account", "number"], order_by=order)
    ranked: Any = rows.filter(rows.how == "last").mutate(place=ibis.row_number().over(mine))
    return ranked.filter(ranked.place == 0)


def _valued(daily: Any, counts: Any, latest: Any) -> ibis.Table:
    """``counts`` says whether a day counts among the days."""
    grouped = daily.group_by("account", "number", "how", "window")
    found: Any = grouped.agg(times=_.times.sum(), days=_.count(where=counts), total=_.total.sum())
    both: Any = found.left_join(latest, ["account", "number"])
    value = ibis.cases(
        (both.how == "count", both.times.cast("float64")),
        # Inside a day the window touches one day more.
        (both.how == "days", ibis.ifelse(both.days > both.window, both.window, both.days).cast("float64")),
        (both.how == "sum", both.total),
        else_=both.last_value,
    )
    return both.select("account", "number", value=value)
