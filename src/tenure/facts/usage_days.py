"""What did an account do day by day? The rows beneath the usage facts, for a chart and for “why”."""

from functools import cache

import ibis
from ibis import _

from tenure.facts.usage_rows import daily_rows


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
