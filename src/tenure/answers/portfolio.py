"""How many accounts were in each band, and what did they bring, week by week? As it was known at the time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from tenure.answers.process import home
from tenure.eventlog.facts_days import stakes_of, stored_days
from tenure.records.account import Account
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_of

WEEKS: Final = 12
BANDS: Final = ("poor", "average", "good", "none")  # former accounts are no part of it
Key = tuple[str, str]  # band, currency


@dataclass(frozen=True, slots=True)
class Week:
    """One day: how many accounts were in each band, and what they brought a month (minor units, by band and currency)."""

    day: date
    accounts: Mapping[str, int]
    money: Mapping[Key, int]


def portfolio(workspace: Workspace, accounts: QuerySet[Account], moment: Moment, *, all_of_it: bool) -> list[Week]:
    """The last day of each of twelve weeks where it was stored, oldest first, then now; two queries.

    ``accounts`` are those that are asked about, by who owns them now; ``all_of_it`` when that is everybody's. Weeks end
    on Sundays, so that from one day to the next only one of them is read anew.
    """
    last_sunday = moment.window_day - 1 - (moment.window_day + 3) % 7
    days = [last_sunday - 7 * back for back in reversed(range(WEEKS))]
    only = None if all_of_it else pa.array(accounts.values_list("pk", flat=True), pa.int64())
    weeks: list[Week] = []
    for stored in stored_days(home(), workspace.slug, days):
        if stored is None or (weeks and weeks[-1].day == day_of(stored.day)):
            continue
        try:
            weeks.append(_week(day_of(stored.day), stakes_of(stored), only))
        except FileNotFoundError:  # the day was stored anew meanwhile: the next look has it
            continue
    return [*weeks, _now(accounts, moment)]


def _week(day: date, stakes: pa.Table, only: pa.Array | None) -> Week:
    if only is not None:
        stakes = stakes.filter(pc.is_in(stakes["account"], value_set=only))
    grouped = stakes.group_by(["band", "currency"]).aggregate([("account", "count"), ("stake", "sum")])
    return _of(
        day,
        [(row["band"], row["currency"], row["account_count"], row["stake_sum"]) for row in grouped.to_pylist()],
    )


def _now(accounts: QuerySet[Account], moment: Moment) -> Week:
    stake = Coalesce("health__stake", "health__mrr")
    rows = accounts.order_by().values_list("health__band", "health__currency")
    return _of(moment.date, list(rows.annotate(Count("pk"), stakes=Sum(stake))))


def _of(day: date, rows: Sequence[tuple[str | None, str | None, int, int | None]]) -> Week:
    counted: dict[str, int] = dict.fromkeys(BANDS, 0)
    money: dict[Key, int] = {}
    for named, currency, count, stake in rows:
        band = named or "none"
        if band not in counted:
            continue
        counted[band] += count
        if currency and stake:
            money[band, currency] = money.get((band, currency), 0) + stake
    return Week(day, counted, money)
