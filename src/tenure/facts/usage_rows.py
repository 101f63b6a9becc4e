"""What did each account do? Usage before a moment, counted per account: the numbers under every usage fact.

``age`` is ``window_day - day``: a window of n days is age 0..n (n complete days and today so far), its complete days
are age 1..n. At the end of a day nothing has age 0, and the two coincide.
"""

from typing import Any

import ibis
from ibis import _

from tenure.facts.belonging import by_account
from tenure.facts.moments import the
from tenure.facts.schemas import HORIZON_DAYS, table

WINDOWS = (7, 28, 90)
RATIO_DAYS = 28  # complete days that ratios and trends look at


def usage(by_group: bool) -> ibis.Table:
    """One row for each account of which usage was ever seen before the moment; counts are 0 where it did nothing."""
    rows = daily_rows(by_group)
    counted = _per_day(rows).join(_people(rows), "account").join(_names(rows), "account")
    seen = _seen(rows, by_group)
    joined = seen.left_join(counted, "account").drop("account_right")
    return joined.mutate(**{name: joined[name].fill_null(0) for name in counted.columns if name != "account"})


def champions(by_group: bool) -> ibis.Table:
    """(account, champion_quiet): calendar days since any of its champions was last seen; none of those never seen."""
    named: Any = table("champions")
    held: Any = named.filter((named.since < the("at")) & (named.until.isnull() | (named.until >= the("at"))))
    people: Any = held.inner_join(table("identities").select("actor", "person"), "actor").select("account", "person")
    rows: Any = daily_rows(by_group)
    ahead = (the("window_day") - the("day")).cast("int64")  # 1 at the end of a day, 0 inside one
    lately = rows.select("account", "person", quiet=rows.age - ahead)
    spans: Any = by_account(table("spans"), "last_day", by_group=by_group)
    before = spans.select("account", "person", quiet=the("day").cast("int64") - spans.last_day)
    seen: Any = ibis.union(lately, before).inner_join(people.distinct(), ["account", "person"])
    return seen.group_by("account").agg(champion_quiet=seen.quiet.min())


def daily_rows(by_group: bool) -> ibis.Table:
    """(account, person, event, count, age) of all usage within the longest window, and of older days not closed."""
    columns = ("event", "count", "day")
    closed = aged(by_account(table("closed"), *columns, by_group=by_group))
    # By age, not by day: a filter on day would be asked of every row in the files, this one of those that belong here.
    closed = closed.filter(closed.age.between(1, HORIZON_DAYS)).anti_join(table("open_keys"), "day")
    rows = ibis.union(closed, aged(by_account(table("open"), *columns, by_group=by_group)))
    return rows.drop("day").alias("usage_rows")  # named, so that it is computed once for all that count it


def aged(rows: Any) -> Any:
    """Rows of usage with their ``age``."""
    return rows.mutate(age=the("window_day").cast("int64") - rows.day)


def _per_day(rows: ibis.Table) -> ibis.Table:
    daily = rows.group_by("account", "person", "age").agg(events=_["count"].sum())
    days = daily.group_by("account", "age").agg(events=_.events.sum(), people=_.count())
    complete = _.age.between(1, RATIO_DAYS)
    return days.group_by("account").agg(
        **{f"events_{n}": _.events.sum(where=_.age <= n) for n in WINDOWS},
        **{f"active_days_{n}": _.count(where=_.age <= n) for n in WINDOWS},
        events_complete=_.events.sum(where=complete),
        events_before=_.events.sum(where=_.age.between(RATIO_DAYS + 1, 2 * RATIO_DAYS)),
        person_days=_.people.sum(where=complete),
    )


def _people(rows: ibis.Table) -> ibis.Table:
    complete = _.age.between(1, RATIO_DAYS)
    people = rows.group_by("account", "person").agg(latest=_.age.min(), complete=_.count(where=complete))
    return people.group_by("account").agg(
        **{f"actors_{n}": _.count(where=_.latest <= n) for n in WINDOWS},
        actors_complete=_.count(where=_.complete > 0),
    )


def _names(rows: ibis.Table) -> ibis.Table:
    names = rows.group_by("account", "event").agg(latest=_.age.min())
    return names.group_by("account").agg(breadth_28=_.count(where=_.latest <= RATIO_DAYS))


def _seen(rows: ibis.Table, by_group: bool) -> ibis.Table:
    """(account, first_days, last_days): calendar days since its first and its last usage, whole history."""
    spans: Any = by_account(table("spans"), "first_day", "last_day", by_group=by_group)
    by_span: Any = spans.group_by("account").agg(first=_.first_day.min(), last=_.last_day.max())
    today = the("day").cast("int64")
    by_span = by_span.select("account", oldest=today - by_span["first"], latest=today - by_span["last"])
    by_day: Any = rows.group_by("account").agg(oldest=_.age.max(), latest=_.age.min())
    ahead = (the("window_day") - the("day")).cast("int64")  # 1 at the end of a day, 0 inside one
    by_day = by_day.select("account", oldest=by_day.oldest - ahead, latest=by_day.latest - ahead)
    both = ibis.union(by_span, by_day)
    return both.group_by("account").agg(first_days=_.oldest.max(), last_days=_.latest.min())
