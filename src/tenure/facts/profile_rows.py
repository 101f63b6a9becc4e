"""What is known of an account itself? Its dated scalars and champions as they stood just before the moment."""

from typing import Any

import ibis
from ibis import _

from tenure.facts.moments import the
from tenure.facts.schemas import table

TRAIT = "trait."
SENTIMENT_DAYS = 60
_DATED = ("owner", "lifecycle_stage", "source", "preferred_channel", "option_suggested")


def profile() -> ibis.Table:
    """One row for each account of which any scalar or champion was known; values are JSON text."""
    values = _values()
    scalars = values.group_by("account").agg(
        **{name: _.value.max(where=_["name"] == name) for name in _DATED},
        # A rating from so long ago says nothing about today.
        sentiment=_.value.max(
            where=(_["name"] == "sentiment") & (_.since + ibis.interval(days=SENTIMENT_DAYS) >= the("at"))
        ),
    )
    champions: Any = table("champions")
    named: Any = champions.filter(champions.since < the("at"))
    still = named.until.isnull() | (named.until >= the("at"))
    found = named.group_by("account").agg(has_champion=still.cast("int64").max() > 0)
    joined: Any = scalars.outer_join(found, "account")
    return joined.mutate(account=ibis.coalesce(joined.account, joined.account_right)).drop("account_right")


def traits() -> ibis.Table:
    """(account, name, value) of every trait: the name without ``trait.``, the value as JSON text."""
    values: Any = _values()
    mine: Any = values.filter(values["name"].startswith(TRAIT)).inner_join(
        table("accounts").select("account"), "account"
    )
    return mine.select("account", "value", name=mine["name"].substr(len(TRAIT)))


def _values() -> ibis.Table:
    """The latest value of each name of each account."""
    history: Any = table("history")
    before = history.filter(history.since < the("at"))
    latest = ibis.window(group_by=["account", "name"], order_by=ibis.desc("since"))
    ranked: Any = before.mutate(place=ibis.row_number().over(latest))
    return ranked.filter(ranked.place == 0).drop("place")
