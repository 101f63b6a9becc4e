"""On which days did an account use the product, how much, and what for? Newest first, as far back as it goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tenure.answers.facts import facts
from tenure.answers.process import engine
from tenure.answers.tables import tables_of
from tenure.eventlog.engines.engine import StaleFiles
from tenure.facts.schemas import HORIZON_DAYS
from tenure.facts.usage_days import usage_days, usage_names
from tenure.records.account import Account
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_of

_LAST = "last_event_days"


@dataclass(frozen=True, slots=True)
class UsedDay:
    """One UTC day with use: events, people, and how often each name came, the most frequent first."""

    day: date
    events: int
    people: int
    names: tuple[tuple[str, int], ...]


def used_days(account: Account, moment: Moment) -> Iterator[UsedDay]:
    """Days with use before a moment, the latest first; the day of the moment as far as it went by then.

    Read in windows of three months, as they are asked for; a pause of any length costs one look.
    """
    while (last := _last_day(account, moment)) is not None:
        if last < moment.date:
            moment = Moment.end_of(last)
        yield from _window(account, moment)
        start = day_of(moment.window_day - HORIZON_DAYS)
        moment = Moment(datetime(start.year, start.month, start.day, tzinfo=UTC))


def _last_day(account: Account, moment: Moment) -> date | None:
    """The last day with use before a moment."""
    known = dict(facts(account.workspace, moment, [account.pk], names=[_LAST])).get(account.pk, {})
    days = known.get(_LAST)
    return moment.date - timedelta(days=days) if isinstance(days, int) else None


def _window(account: Account, moment: Moment) -> Sequence[UsedDay]:
    try:
        return _read(account, moment)
    except StaleFiles:  # maintenance replaced files between listing and reading: list again, once
        return _read(account, moment)


def _read(account: Account, moment: Moment) -> list[UsedDay]:
    workspace = account.workspace
    by_group = workspace.accounts_are == Workspace.AccountsAre.COMPANIES
    days, names = usage_days(by_group), usage_names(by_group)
    tables = tables_of([days, names], workspace, moment, [account.pk])
    by_age: dict[int, list[tuple[str, int]]] = {}
    for row in engine().run(*names, tables).to_pylist():
        if row["account"] == account.pk:
            by_age.setdefault(row["age"], []).append((row["event"], row["events"]))
    found = [row for row in engine().run(*days, tables).to_pylist() if row["account"] == account.pk]
    return [
        UsedDay(
            day_of(moment.window_day - row["age"]),
            row["events"],
            row["people"],
            tuple(sorted(by_age.get(row["age"], ()), key=lambda one: (-one[1], one[0]))),
        )
        for row in sorted(found, key=lambda row: row["age"])
        if row["age"] <= HORIZON_DAYS  # older days may be open, too: they come with their own window
    ]
