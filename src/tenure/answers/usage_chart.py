"""How was an account used day by day, and in one sentence, where is that going?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tenure.answers.process import engine, home, spool
from tenure.eventlog.engines.engine import Files, StaleFiles
from tenure.eventlog.schema import DAYS
from tenure.eventlog.usage import usage
from tenure.facts import moments
from tenure.facts.schemas import HORIZON_DAYS
from tenure.facts.usage_days import usage_days
from tenure.records import frames
from tenure.records.account import Account
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_of
from tenure.values.voice import voice, worded, worded_for

DAYS_SHOWN = 84  # twelve weeks
WINDOW = 28
STEADY = 0.1  # a change of less than a tenth is none worth a word


@dataclass(frozen=True, slots=True)
class UsedDay:
    """Events and active people of one UTC day."""

    date: date
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class UsageChart:
    """Twelve weeks of days, the latest first, and the sentence that they make."""

    days: tuple[UsedDay, ...]
    title: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(day.events for day in self.days)

    @property
    def last(self) -> date:
        """The day that the chart ends with."""
        return self.days[0].date

    @property
    def alternative(self) -> str:
        """The chart in words, for those who cannot see it."""
        events = sum(day.events for day in self.days)
        most = max(self.days, key=lambda day: (day.events, day.date))
        used = sum(1 for day in self.days if day.events)
        return worded(
            "{title}. {events} events on {used} of {all} days, most of them, {most}, on {day}; "
            "at most {people} active people a day.",
            title=self.title,
            events=voice().number(events),
            used=str(used),
            all=str(len(self.days)),
            most=voice().number(most.events),
            day=most.date.isoformat(),
            people=str(max(day.people for day in self.days)),
        )


def usage_chart(account: Account, moment: Moment) -> UsageChart:
    """The twelve weeks that end with the moment's day; days without use are 0."""
    try:
        found = _found(account, moment)
    except StaleFiles:  # maintenance replaced files between listing and reading: list again, once
        found = _found(account, moment)
    days = tuple(
        UsedDay(day_of(moment.day - back), *found.get(moment.day - back, (0, 0))) for back in range(DAYS_SHOWN)
    )
    return UsageChart(days, title(days))


def title(days: Iterable[UsedDay]) -> str:
    """What the chart shows: silence first, else how the last four weeks compare with the four before."""
    events = [day.events for day in days]
    silent = next((back for back, count in enumerate(events) if count), None)
    if silent is None:
        return worded("No use in these twelve weeks")
    if silent >= WINDOW:
        return worded_for(silent, "No use for {n} day", "No use for {n} days")
    now, before = sum(events[1 : WINDOW + 1]), sum(events[WINDOW + 1 : 2 * WINDOW + 1])  # complete days only
    if not before:
        return worded("Use has begun") if not any(events[WINDOW + 1 :]) else worded("Use has come back")
    return _compared(now, before)


def _compared(now: int, before: int) -> str:
    change = now / before - 1
    if abs(change) < STEADY:
        return worded("Use is steady over the last four weeks")
    if change >= 1:
        return worded("Use is {times} times that of four weeks ago", times=voice().number(now / before, 1))
    share = voice().percent(abs(change))
    if change > 0:
        return worded("Use rose by {share} in four weeks", share=share)
    return worded("Use fell by {share} in four weeks", share=share)


def _found(account: Account, moment: Moment) -> dict[int, tuple[int, int]]:
    """Day key -> events and people."""
    workspace, only = account.workspace, [account.pk]
    identities, groups = frames.identities(workspace, only), frames.groups(workspace, only)
    actors, group_ids = identities["actor"].combine_chunks(), groups["group_id"].combine_chunks()
    used = usage(home(), spool(), workspace.slug, moment, HORIZON_DAYS, actors=actors, groups=group_ids)
    tables = {
        "identities": identities,
        "groups": groups,
        "moment": moments.frame(moment),
        "closed": Files(used.closed, DAYS),
        "open": used.open,
        "open_keys": used.open_keys,
    }
    by_group = workspace.accounts_are == Workspace.AccountsAre.COMPANIES
    rows = engine().run(*usage_days(by_group), tables).to_pylist()
    return {
        moment.window_day - row["age"]: (row["events"], row["people"]) for row in rows if row["account"] == account.pk
    }
