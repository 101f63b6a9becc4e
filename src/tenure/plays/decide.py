"""What does a play do next for one account? Decided without doing it: progress, time and facts in, commands out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from tenure.plays.commands import (
    AddObjective,
    CallWebhook,
    Command,
    CreateTask,
    Deed,
    Finish,
    Notify,
    SetOwner,
    SetStage,
)
from tenure.plays.play import (
    Branch,
    Call,
    Check,
    Goal,
    Owner,
    Play,
    Stage,
    Step,
    Task,
    Tell,
    Wait,
    WaitForDate,
    WaitForRule,
)
from tenure.plays.progress import END, Progress, Taken
from tenure.rules.kinds import kind_of
from tenure.rules.match import matches
from tenure.rules.today import at as as_of
from tenure.rules.tree import Rule
from tenure.values.moment import Moment

Facts = Mapping[str, object]
_FIRST: Final = date(2, 1, 1)  # so far from both ends of the calendar that no zone leaves it
_LAST: Final = date(9000, 1, 1)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that happened at one step: the progress after it, at most one command, and what the log says."""

    progress: Progress
    path: str
    taken: Taken
    command: Command | None = None


def decide(play: Play, progress: Progress, now: datetime, facts: Facts, run: int) -> tuple[Progress, list[Command]]:
    """Where the run stands after everything that is to be done now, and the commands for it, in their order.

    ``now`` is a time as the clocks of the workspace show it: days are its days. ``facts`` hold what the play's rules ask
    (`tenure.rules.asks`) on the UTC day of ``now``, and the facts of `plays.play.facts_of`.
    """
    commands: list[Command] = []
    for turn in turns(play, progress, now, facts, run):
        progress = turn.progress
        if turn.command is not None:
            commands.append(turn.command)
    return progress, commands


def turns(play: Play, progress: Progress, now: datetime, facts: Facts, run: int) -> Iterator[Turn]:
    """The same, one turn after the other: whoever cannot do a command yet stops there, and has it again another time."""
    if progress.is_over:
        return
    asked = _Asked(play, now, facts, run)
    if play.stop_when is not None and asked.holds(play.stop_when):
        yield asked.end(progress.at, Taken.STOPPED)
        return
    waits = False
    while not (waits or progress.is_over):
        turn = asked.take(progress)
        if turn.progress != progress:
            yield turn
        waits, progress = turn.progress.at == progress.at, turn.progress


def moves_with_facts(play: Play, progress: Progress) -> bool:
    """Whether other facts could move the run before its time comes."""
    if progress.is_over or progress.at == END:
        return False
    return play.stop_when is not None or isinstance(step_at(play, progress.at), WaitForDate | WaitForRule)


def step_at(play: Play, path: str) -> Step:
    """The step at a path. Raises LookupError or ValueError where there is none."""
    *outer, last = path.split(".")
    return _list_at(play, outer)[int(last)]


def _list_at(play: Play, outer: list[str]) -> tuple[Step, ...]:
    steps = play.steps
    for number, arm in zip(outer[::2], outer[1::2], strict=True):
        branch = steps[int(number)]
        if not isinstance(branch, Branch):
            raise LookupError(f"step {number} has no branches")
        steps = branch.then if arm == "then" else branch.otherwise
    return steps


def _behind(play: Play, path: str) -> str:
    """The path of the step after this one; `END` when it is the last."""
    *outer, last = path.split(".")
    while int(last) + 1 >= len(_list_at(play, outer)):
        if not outer:
            return END
        *outer, last, _ = outer
    return ".".join([*outer, str(int(last) + 1)])


@dataclass(frozen=True, slots=True)
class _Asked:
    """One look at one run."""

    play: Play
    now: datetime
    facts: Facts
    run: int

    def holds(self, rule: Rule) -> bool:
        return matches(as_of(rule, Moment(self.now)), self.facts)

    def end(self, path: str, why: Taken) -> Turn:
        return Turn(Progress(""), path, why, Finish(self._key(path), why))

    def take(self, progress: Progress) -> Turn:
        """What becomes of the step at which the run stands; the same progress when it waits there on and on."""
        path = progress.at
        if path == END:
            return self.end(END, Taken.ENDED)
        step = step_at(self.play, path)
        if isinstance(step, Wait | WaitForDate | WaitForRule):
            return self._wait(step, progress)
        if isinstance(step, Check | Branch):
            return self._ask(step, path)
        return self._go(path, Taken.DID, self._command(step, path))

    def _go(self, path: str, why: Taken, command: Deed | None = None) -> Turn:
        return Turn(Progress(_behind(self.play, path)), path, why, command)

    def _ask(self, step: Check | Branch, path: str) -> Turn:
        why = Taken.HOLDS if self.holds(step.rule) else Taken.HOLDS_NOT
        if isinstance(step, Check):
            return self._go(path, why) if why is Taken.HOLDS else self.end(path, why)
        arm, steps = ("then", step.then) if why is Taken.HOLDS else ("else", step.otherwise)
        return Turn(Progress(f"{path}.{arm}.0"), path, why) if steps else self._go(path, why)

    def _wait(self, step: Wait | WaitForDate | WaitForRule, progress: Progress) -> Turn:
        path, until = progress.at, progress.until
        if isinstance(step, WaitForDate):
            named = self.facts.get(step.fact)
            if not isinstance(named, date) or kind_of(named) != "date":
                return self.end(path, Taken.NO_DATE)
            until = self._wall(named, step.days, time())
        elif isinstance(step, WaitForRule) and self.holds(step.rule):
            return self._go(path, Taken.CAME_TRUE)
        elif until is None:
            days = step.days if isinstance(step, Wait) else step.at_most
            until = self._wall(self.now.date(), days, self.now.time())
        if until <= self.now:
            return self._go(path, Taken.TIME_UP if isinstance(step, WaitForRule) else Taken.WENT_ON)
        return Turn(Progress(path, progress.since or self.now.astimezone(UTC), until), path, Taken.WAITS)

    def _wall(self, day: date, days: int, clock: time) -> datetime:
        """When the clocks of the workspace show a time so many days of its calendar after a day."""
        try:
            day = min(day + timedelta(days=days), _LAST)
        except OverflowError:
            day = _FIRST if days < 0 else _LAST
        return datetime.combine(max(day, _FIRST), clock, self.now.tzinfo).astimezone(UTC)

    def _command(self, step: Task | Stage | Owner | Goal | Tell | Call, path: str) -> Deed:
        key = self._key(path)
        match step:
            case Task():
                return CreateTask(key, step.title, step.to, self._due(step.due_in), step.script)
            case Stage():
                return SetStage(key, step.stage)
            case Owner():
                return SetOwner(key, step.to)
            case Goal():
                value = self.facts.get(step.fact)
                baseline = float(value) if kind_of(value) == "number" else 0.0  # type: ignore[arg-type]  # a number
                return AddObjective(key, step.title, step.fact, baseline, step.target, self._due(step.due_in))
            case Tell():
                return Notify(key, step.to, step.text)
            case Call():
                return CallWebhook(key, step.url)

    def _due(self, days: int) -> date:
        return self.now.date() + timedelta(days=days)

    def _key(self, path: str) -> str:
        return f"play run {self.run} step {path}"
