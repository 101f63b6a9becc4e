"""What is run for each account, and how is it doing? Dates and figures of assets in use, as known before the moment.

A figure is of its whole day and counts once the day is over: what is counted here are complete days, age 1 and more. The
figures of an account itself and of its assets add up; an asset that is retired by the moment counts nowhere.
"""

from typing import Any, Final

import ibis
from ibis import _

from tenure.facts.moments import days_between, the
from tenure.facts.schemas import table

PUSHES, DOWNLOADS, USERS, BOOKINGS = "pushes", "downloads", "active_users", "bookings"
TREND_DAYS = 28
GAP_DAYS = 365  # of so many days are the gaps between pushes
FEWEST_GAPS = 3
NPS, NPS_DAYS = "nps", 365
# How far back the measurements of each metric are read; of earlier pushes only the last, from push_spans.
METRICS: Final = {
    PUSHES: GAP_DAYS,
    DOWNLOADS: 2 * TREND_DAYS,
    USERS: 2 * TREND_DAYS,
    BOOKINGS: TREND_DAYS,
    NPS: NPS_DAYS,
}
_LARGEST = 1e15


def assets() -> tuple[ibis.Table, ...]:
    """One row for each account with dated assets, one with figures, one with pushes."""
    daily = measured()
    return _dated(), _counted(daily), _pushed(daily)


def in_use(rows: Any) -> Any:
    """Rows of things that are not retired by the day of the moment."""
    return rows.filter(rows.retired_on.isnull() | (rows.retired_on > the("date")))


def measured() -> ibis.Table:
    """(account, metric, age, total, figures) of every day that was over at the moment."""
    rows: Any = in_use(table("measurements"))
    rows = rows.mutate(age=(the("window_day") - rows.day).cast("int64"))
    daily = rows.filter(rows.age >= 1).group_by("account", "metric", "age")
    return daily.agg(total=_.value.sum(), figures=_.count()).alias("measured_days")


def _dated() -> ibis.Table:
    rows: Any = in_use(table("asset_dates"))
    rows = rows.filter(rows.since < the("at"))
    latest = ibis.window(group_by=["asset", "name"], order_by=ibis.desc("since"))
    ranked: Any = rows.mutate(place=ibis.row_number().over(latest))
    held: Any = ranked.filter(ranked.place == 0)
    published = (_["name"] == "published_on") & (_.value <= the("date"))
    found: Any = held.group_by("account").agg(
        published_on=_.value.min(where=published),
        certificate_on=_.value.min(where=_["name"] == "certificate_ends_on"),
    )
    return found.select(
        "account",
        asset_republish_days=days_between(found.published_on, the("date")),
        certificate_days_left=days_between(the("date"), found.certificate_on),
    )


def _counted(daily: Any) -> ibis.Table:
    lately, before = _.age <= TREND_DAYS, _.age.between(TREND_DAYS + 1, 2 * TREND_DAYS)
    downloads, users = _.metric == DOWNLOADS, _.metric == USERS
    found: Any = daily.group_by("account").agg(
        downloads_28=_.total.sum(where=downloads & lately),
        downloads_before=_.total.sum(where=downloads & before),
        bookings_28=_.total.sum(where=(_.metric == BOOKINGS) & lately),
        users_28=_.total.mean(where=users & lately),
        users_before=_.total.mean(where=users & before),
    )
    counts = ("downloads_28", "downloads_before", "bookings_28")
    return found.mutate(**{name: _whole(found[name]) for name in counts})


def _pushed(daily: Any) -> ibis.Table:
    pushed: Any = daily.filter((daily.metric == PUSHES) & (daily.total > 0)).select("account", "age")
    earlier: Any = in_use(table("push_spans"))
    spans = earlier.select("account", age=(the("window_day") - earlier.last_day).cast("int64"))
    both: Any = ibis.union(pushed, spans.filter(spans.age >= 1))
    ahead = (the("window_day") - the("day")).cast("int64")  # 1 at the end of a day, 0 inside one
    last: Any = both.group_by("account").agg(latest=_.age.min())
    last = last.select("account", push_silence_days=last.latest - ahead)
    return last.left_join(_push_gaps(pushed), "account").drop("account_right")


def _push_gaps(pushed: Any) -> ibis.Table:
    later = ibis.window(group_by="account", order_by="age")
    rows: Any = pushed.filter(pushed.age <= GAP_DAYS)
    rows = rows.mutate(gap=rows.age - rows.age.lag().over(later))
    found: Any = rows.group_by("account").agg(usual=_.gap.median(), gaps=_.gap.count())
    return found.select(
        "account", push_usual_gap_days=ibis.ifelse(found.gaps >= FEWEST_GAPS, found.usual, ibis.null("float64"))
    )


def _whole(total: Any) -> Any:
    """A count as a whole number; one too large to be true is unknown, because an engine would refuse all answers."""
    return ibis.ifelse(total.abs() < _LARGEST, total, ibis.null("float64")).round().cast("int64")
