"""Which facts did a workspace declare itself, and which days lie beneath one of them?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tenure.answers.process import engine
from tenure.answers.tables import tables_of
from tenure.eventlog.engines.engine import StaleFiles
from tenure.facts import ask
from tenure.facts.ask import Question
from tenure.facts.custom import CustomFact, CustomFactError, catalogue_with, parse
from tenure.facts.custom_rows import custom_event_days, custom_events, custom_measured_days, custom_measurements
from tenure.facts.declare import Fact
from tenure.records.account import Account
from tenure.records.custom_fact import CustomFact as CustomFactRow
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_of


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One UTC day on which the event came or the metric was measured: how often, and what the values add up to."""

    date: date
    times: int
    total: float | None


def customs_of(workspace: Workspace) -> tuple[CustomFact, ...]:
    """The workspace's own facts, in the order of their names; a row that no version can read is passed over."""
    rows = CustomFactRow.objects.filter(workspace=workspace).order_by("name")
    found = []
    for row in rows.values("name", "source", "of", "how", "days"):
        try:
            found.append(parse(**row))
        except CustomFactError:  # a later version declares a fact of that name: that one counts
            continue
    return tuple(found)


def catalogue_of(workspace: Workspace) -> Mapping[str, Fact]:
    """Every fact there is in a workspace, its own included, by name."""
    return catalogue_with(customs_of(workspace))


def refuse_unknown(workspace: Workspace, names: Sequence[str]) -> None:
    """Raise UnknownFact for a name that no fact of the workspace has."""
    own = {one.name for one in customs_of(workspace)}
    ask.question([name for name in names if name not in own])


def questions(workspace: Workspace, customs: Sequence[CustomFact]) -> list[Question]:
    """What has to be asked for these facts."""
    sources = {one.source for one in customs}
    asked = []
    if "event" in sources:
        asked.append(custom_events(workspace.accounts_are == Workspace.AccountsAre.COMPANIES))
    if "measurement" in sources:
        asked.append(custom_measurements())
    return asked


def counted_days(account: Account, custom: CustomFact, moment: Moment) -> list[CountedDay]:
    """The days beneath a custom fact, the latest first."""
    workspace = account.workspace
    by_group = workspace.accounts_are == Workspace.AccountsAre.COMPANIES
    asked = custom_event_days(by_group) if custom.source == "event" else custom_measured_days()
    try:
        rows = engine().run(*asked, tables_of([asked], workspace, moment, [account.pk], customs=[custom])).to_pylist()
    except StaleFiles:  # maintenance replaced files between listing and reading: list again, once
        rows = engine().run(*asked, tables_of([asked], workspace, moment, [account.pk], customs=[custom])).to_pylist()
    mine = sorted((row for row in rows if row["account"] == account.pk), key=lambda row: row["age"])
    return [CountedDay(day_of(moment.window_day - row["age"]), row["times"], row["total"]) for row in mine]
