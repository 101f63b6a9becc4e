"""What would a play do in the next 30 days, and to whom? Asked before it is published; it does nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tenure.answers.leading import Leading
from tenure.answers.play_facts import missing_facts, play_facts
from tenure.answers.play_starts import NOT_FORESEEN, Starts, Window, starts_of
from tenure.plays.ahead import ahead
from tenure.plays.commands import Command, CreateTask
from tenure.plays.held_out import is_held_out
from tenure.plays.play import NAMING, OnDate, Play, Role
from tenure.plays.progress import Progress, Taken
from tenure.records.account import Account
from tenure.records.member import Member
from tenure.records.play import Play as PlayRow
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment
from tenure.values.voice import voice, worded, worded_for
from tenure.values.zone import time_in

DAYS: Final = 30
MOST: Final = 5_000  # accounts whose way is looked at: about a second
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Doing:
    """One task, stage or whatever a play would do for one account."""

    account: int
    on: date
    path: str
    is_sure: bool
    member: Member | None  # whose task it would be; None for what is no task


@dataclass(frozen=True, slots=True)
class Forecast:
    """``accounts`` would start it; ``looked_at`` of them were looked at, and all other counts are theirs.

    ``left_alone`` for comparison. ``steps`` counts what would be done by path, ``tasks`` by member and day; ``doings``
    are the first of them. ``notes`` say what cannot be foreseen.
    """

    accounts: int
    looked_at: int
    left_alone: int
    steps: Mapping[str, int]
    tasks: Mapping[tuple[Member, date], int]
    doings: Sequence[Doing]
    notes: Sequence[str]


def play_forecast(workspace: Workspace, play: Play, row: PlayRow | None, now: datetime, days: int = DAYS) -> Forecast:
    """For a play that runs, a draft, or one that nobody saved yet (``row`` None): then chance draws as it would once."""
    window = Window(time_in(now, workspace.time_zone), days)
    starts = starts_of(workspace, play.trigger, window)
    chosen = sorted(starts, key=lambda account: (starts[account], account))[:MOST]
    known: Mapping[int, Mapping[str, object]] = {}
    if not missing_facts(workspace, play):
        known = play_facts(workspace, Moment(now), play, sorted(chosen))
    looked_at = [account for account in chosen if account in known]
    number = row.pk if row is not None else 0
    alone = {one for one in looked_at if is_held_out(play.hold_out, number, one, now, known[one])}
    doings: list[Doing] = []
    whose = _Whose(workspace, looked_at)
    for account in looked_at:
        if account not in alone:
            coming = ahead(play, Progress(), starts[account], window.until, known[account], number)
            sure = isinstance(play.trigger, OnDate)
            doings += [
                Doing(
                    account, one.at.date(), one.turn.path, sure and one.is_sure, whose.task(account, one.turn.command)
                )
                for one in coming
                if one.turn.taken is Taken.DID
            ]
    doings.sort(key=lambda one: (one.on, one.account))
    tasks = Counter((one.member, one.on) for one in doings if one.member is not None)
    return Forecast(
        accounts=len(starts),
        looked_at=len(looked_at),
        left_alone=len(alone),
        steps=Counter(one.path for one in doings),
        tasks=tasks,
        doings=doings[:SHOWN],
        notes=[*_not_foreseen(play, days), *_not_looked_at(starts, looked_at), *_too_much(workspace, tasks)],
    )


class _Whose:
    """Whose the tasks would be, by the members and owners of now."""

    def __init__(self, workspace: Workspace, accounts: Sequence[int]) -> None:
        self._leading = Leading(workspace)
        self._owners = dict(rows_of(Account.objects.filter(workspace=workspace), "pk", accounts, ("pk", "owner")))
        self._turn = 0

    def task(self, account: int, command: Command | None) -> Member | None:
        """None for what is no task."""
        if not isinstance(command, CreateTask):
            return None
        owner = self._owners.get(account)
        if command.to.role in NAMING:
            here = [self._leading.here[one] for one in command.to.members if one in self._leading.here]
            self._turn += 1
            return here[self._turn % len(here)] if here else self._leading.lead(owner)
        return self._leading.lead(owner) if command.to.role is Role.LEAD else self._leading.owner(owner)


def _not_foreseen(play: Play, days: int) -> Iterator[str]:
    if type(play.trigger) in NOT_FORESEEN:
        yield worded(NOT_FORESEEN[type(play.trigger)], days=str(days))


def _not_looked_at(starts: Starts, looked_at: Sequence[int]) -> Iterator[str]:
    if looked_at and len(looked_at) < len(starts):
        yield worded_for(
            len(looked_at), "Only {n} account of them was looked at.", "Only {n} accounts of them were looked at."
        )


def _too_much(workspace: Workspace, tasks: Mapping[tuple[Member, date], int]) -> Iterator[str]:
    (member, day), count = max(tasks.items(), key=lambda one: one[1], default=((None, None), 0))
    if member is not None and day is not None and count > workspace.tasks_a_day:
        yield worded_for(
            count,
            "{who} would get {n} task on {day}; {most} a day are made, for the dearest accounts first, and the rest waits.",
            "{who} would get {n} tasks on {day}; {most} a day are made, for the dearest accounts first, and the rest waits.",
            who=member.name,
            day=voice().day(day),
            most=voice().number(workspace.tasks_a_day),
        )
