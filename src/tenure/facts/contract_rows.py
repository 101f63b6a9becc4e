"""What has each account agreed to? Contracts as they stood on the day of the moment, and never their future.

As of a day only the periods started by that day exist. The latest of them speaks for its contract: the contract runs
until that period's end (exclusive; null is open), and is renewed when a later period starts.
"""

from typing import Any

import ibis
from ibis import _

from tenure.calc.month_parts import DAYS_A_MONTH
from tenure.facts.moments import days_between, the
from tenure.facts.schemas import table


def contract() -> ibis.Table:
    """One row for each account that has, or has had, a contract by the day of the moment."""
    latest = _latest()
    counted = _counted(latest).left_join(_options(latest), "account").drop("account_right")
    counted = counted.left_join(_option_names(latest), "account").drop("account_right")
    return counted.left_join(_plans(latest), "account").drop("account_right")


def _latest() -> ibis.Table:
    """The latest period of each contract that had started, with ``runs`` and the contract's first day."""
    day = the("date")
    periods: Any = table("periods")
    started: Any = periods.filter(periods.starts_on <= day)
    mine = ibis.window(group_by="contract", order_by=ibis.desc("starts_on"))
    ranked: Any = started.mutate(
        rank=ibis.row_number().over(mine), first_on=started.starts_on.min().over(ibis.window(group_by="contract"))
    )
    latest: Any = ranked.filter(ranked["rank"] == 0)
    return latest.mutate(runs=latest.ends_on.isnull() | (latest.ends_on > day)).alias("latest_periods")


def _counted(latest: ibis.Table) -> ibis.Table:
    rows: Any = latest
    term = ibis.coalesce(
        rows.term_months.cast("int64"),
        (days_between(rows.starts_on, rows.ends_on) / DAYS_A_MONTH).round().cast("int64"),
    )
    notice_left = days_between(the("date"), rows.ends_on) - rows.notice_days.cast("int64")
    open_ = _.notice_given_on.isnull()
    grouped: Any = (
        rows.mutate(term=term, currency=rows.currency.nullif(""), notice_left=notice_left)
        .group_by("account")
        .agg(
            runs=_.runs.cast("int64").max() > 0,
            first_on=_.first_on.min(),
            ended_on=_.ends_on.max(),
            running_mrr=_.mrr.sum(where=_.runs),
            running_currencies=_.currency.nunique(where=_.runs),
            running_currency=_.currency.max(where=_.runs),
            past_currencies=_.currency.nunique(),
            past_currency=_.currency.max(),
            term=_.term.max(where=_.runs),
            renews_on=_.ends_on.min(where=_.runs),
            notice_left=_.notice_left.min(where=_.runs & (open_ | (_.notice_given_on > the("date")))),
            seats_bought=_.seats.sum(where=_.runs),
            notice_on=_.notice_given_on.min(where=_.runs & (_.notice_given_on <= the("date"))),
        )
    )
    until = ibis.ifelse(grouped.runs, the("date"), grouped.ended_on)
    return grouped.mutate(
        tenure=days_between(grouped.first_on, until), left=days_between(the("date"), grouped.renews_on)
    )


def _options(latest: ibis.Table) -> ibis.Table:
    """How many options each account has running; only of accounts that ever bought one, or it would be unknown."""
    bought = _bought(latest)
    return bought.group_by("account").agg(options=bought.option.nunique(where=bought.running))


def _option_names(latest: ibis.Table) -> ibis.Table:
    """The names of those that run, one after the other."""
    bought = _bought(latest)
    mine = bought.filter(bought.running).select("account", "option").distinct()
    names: Any = mine.group_by("account").agg(names=mine.option.collect())
    return names.select("account", option_names=names.names.sort().join(", "))


def _bought(latest: ibis.Table) -> Any:
    """(account, option, running) of every option that was bought by the day."""
    day = the("date")
    lines: Any = table("lines")
    contracts: Any = latest
    bought: Any = lines.filter(lines.starts_on <= day).drop("account")
    bought = bought.inner_join(contracts.select("account", "contract", "runs"), "contract")
    running = bought.runs & (bought.ends_on.isnull() | (bought.ends_on > day))
    return bought.select("account", "option", running=running)


def _plans(latest: ibis.Table) -> ibis.Table:
    """The plan (else the product) of each account's dearest running contract."""
    rows: Any = latest
    dearest = ibis.window(group_by="account", order_by=[ibis.desc("mrr"), ibis.asc("contract")])
    ranked: Any = rows.filter(rows.runs).mutate(place=ibis.row_number().over(dearest))
    top: Any = ranked.filter(ranked.place == 0)
    return top.select("account", plan=ibis.coalesce(top.plan.nullif(""), top["product"].nullif("")))
