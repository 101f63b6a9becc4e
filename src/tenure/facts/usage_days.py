"""What did an account do day by day? The rows beneath the usage facts, for a chart and for “why”."""

from functools import cache

import ibis
from ibis import _

from tenure.facts.belonging import by_account
from tenure.facts.schemas import table
from tenure.facts.usage_rows import aged, daily_rows


@cache
def usage_days(by_group: bool) -> tuple[str, ibis.Table]:
    """The question's name and its expression: (account, age, events, people) for each day with use.

    ``age`` is in days before the moment's ``window_day``; ``by_group`` as in `usage_rows.usage`.
    """
    daily = daily_rows(by_group).group_by("account", "age", "person").agg(events=_["count"].sum())
    days = daily.group_by("account", "age").agg(events=_.events.sum(), people=_.count())
    return f"usage_days:{'groups' if by_group else 'people'}", days


@cache
def usage_names(by_group: bool) -> tuple[str, ibis.Table]:
    """The question's name and its expression: (account, age, event, events) for each day and name of an event."""
    names = daily_rows(by_group).group_by("account", "age", "event").agg(events=_["count"].sum())
    return f"usage_names:{'groups' if by_group else 'people'}", names


@cache
def all_usage_days(by_group: bool) -> tuple[str, ibis.Table]:
    """The question's name and its expression: (account, age, total) for each day with use, as far back as was read."""
    columns = ("count", "day")
    closed = aged(by_account(table("closed"), *columns, by_group=by_group))
    closed = closed.filter(closed.age >= 1).anti_join(table("open_keys"), "day")
    rows = ibis.union(closed, aged(by_account(table("open"), *columns, by_group=by_group)))
    days = rows.group_by("account", "age").agg(total=_["count"].sum())
    return f"all_usage_days:{'groups' if by_group else 'people'}", days
