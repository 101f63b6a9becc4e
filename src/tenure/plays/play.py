"""What is a play? What starts it, the steps it takes then, and when it stops: the frozen form that every reader shares."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tenure.calc.holdout import needed
from tenure.rules.tree import Rule

Json = dict[str, object]


class Role(StrEnum):
    OWNER = "owner"  # of the account
    COVER = "cover"  # who stands in for the owner while the owner is away; else the owner
    LEAD = "lead"  # a manager of the owner's team, or of the workspace
    MEMBER = "member"  # the one that is named
    ROUND_ROBIN = "round robin"  # of those that are named, who had something of this play longest ago
    LOAD = "load"  # of those that are named, who has the fewest open tasks
    RULES = "rules"  # whom the workspace's rules of assignment name: for owners alone


NAMING = frozenset({Role.MEMBER, Role.ROUND_ROBIN, Role.LOAD})


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody, by role; ``members`` are numbers, of the roles that name some."""

    role: Role
    members: tuple[int, ...] = ()

    def as_json(self) -> object:
        """The form that ``plays.parse.parse`` reads."""
        return {"role": self.role.value, "members": list(self.members)} if self.members else self.role.value


@dataclass(frozen=True, slots=True)
class OnAlert:
    """An alert of a signal."""

    signal: str

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"on": "alert", "signal": self.signal}


@dataclass(frozen=True, slots=True)
class OnSegment:
    """An account enters a segment, or leaves it."""

    segment: str
    entered: bool = True

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"on": "entry" if self.entered else "exit", "segment": self.segment}


@dataclass(frozen=True, slots=True)
class OnDate:
    """So many days after a date that a fact says; before it when ``days`` is negative."""

    fact: str
    days: int = 0

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"on": "date", "fact": self.fact, "days": self.days}


@dataclass(frozen=True, slots=True)
class OnNewAccount:
    """An account is made."""

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"on": "new account"}


@dataclass(frozen=True, slots=True)
class ByHand:
    """A member starts it for the accounts they chose."""

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"on": "hand"}


Trigger = OnAlert | OnSegment | OnDate | OnNewAccount | ByHand


@dataclass(frozen=True, slots=True)
class Task:
    """Make a task, due so many days later; ``script`` is what to say on the call."""

    title: str
    to: Who
    due_in: int = 0
    script: str = ""

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        said: Json = {"do": "task", "title": self.title, "to": self.to.as_json(), "due_in": self.due_in}
        return {**said, "script": self.script} if self.script else said


@dataclass(frozen=True, slots=True)
class Stage:
    """Set the stage of the account's life."""

    stage: str

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"do": "stage", "stage": self.stage}


@dataclass(frozen=True, slots=True)
class Owner:
    """Put the account into somebody's book."""

    to: Who

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"do": "owner", "to": self.to.as_json()}


@dataclass(frozen=True, slots=True)
class Goal:
    """Agree on an objective: a fact is to come from what it is now to ``target``."""

    title: str
    fact: str
    target: float
    due_in: int

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {
            "do": "objective",
            "title": self.title,
            "fact": self.fact,
            "target": self.target,
            "due_in": self.due_in,
        }


@dataclass(frozen=True, slots=True)
class Tell:
    """Notify a member."""

    to: Who
    text: str

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"do": "notify", "to": self.to.as_json(), "text": self.text}


@dataclass(frozen=True, slots=True)
class Call:
    """Call a webhook of the workspace."""

    url: str

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"do": "webhook", "url": self.url}


@dataclass(frozen=True, slots=True)
class Wait:
    """Go on after so many days of the calendar."""

    days: int

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"do": "wait", "days": self.days}


@dataclass(frozen=True, slots=True)
class WaitForDate:
    """Go on so many days after a date that a fact says (before it: negative); at once when that has passed."""

    fact: str
    days: int = 0

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"do": "wait for date", "fact": self.fact, "days": self.days}


@dataclass(frozen=True, slots=True)
class WaitForRule:
    """Go on as soon as a rule holds, and after so many days whether it does or not."""

    rule: Rule
    at_most: int

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"do": "wait for rule", "rule": self.rule.as_json(), "at_most": self.at_most}


@dataclass(frozen=True, slots=True)
class Check:
    """Go on only where a rule holds; else the run stops."""

    rule: Rule

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {"do": "check", "rule": self.rule.as_json()}


@dataclass(frozen=True, slots=True)
class Branch:
    """Take some steps where a rule holds, and others where it does not; then go on behind both."""

    rule: Rule
    then: "tuple[Step, ...]"
    otherwise: "tuple[Step, ...]" = ()

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {
            "do": "branch",
            "rule": self.rule.as_json(),
            "then": [step.as_json() for step in self.then],
            "else": [step.as_json() for step in self.otherwise],
        }


Deed = Task | Stage | Owner | Goal | Tell | Call
Pause = Wait | WaitForDate | WaitForRule
Step = Deed | Pause | Check | Branch


@dataclass(frozen=True, slots=True)
class HoldOut:
    """So many in a hundred accounts are left alone, to see what the play brings; never those for which ``exempt`` holds.

    Named beforehand: within how many ``days`` accounts leave or stay, and the shares that are expected to leave of those
    left ``alone`` and of those ``acted`` on.
    """

    percent: int
    exempt: Rule | None = None
    days: int = 90
    alone: float | None = None
    acted: float | None = None

    @property
    def planned(self) -> int | None:
        """How many accounts, both groups together, it takes to tell; None where nothing is expected."""
        if self.alone is None or self.acted is None:
            return None
        return needed(self.acted, self.alone, self.percent / 100)

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads."""
        return {
            "percent": self.percent,
            "exempt": self.exempt.as_json() if self.exempt else None,
            "days": self.days,
            "alone": self.alone,
            "acted": self.acted,
        }


@dataclass(frozen=True, slots=True)
class Play:
    """``about`` says what it is for; a run ends as soon as ``stop_when`` holds."""

    slug: str
    name: str
    trigger: Trigger
    steps: tuple[Step, ...]
    about: str = ""
    stop_when: Rule | None = None
    hold_out: HoldOut | None = None

    def as_json(self) -> Json:
        """The form that ``plays.parse.parse`` reads: ``parse(play.as_json()) == play``."""
        return {
            "slug": self.slug,
            "name": self.name,
            "about": self.about,
            "trigger": self.trigger.as_json(),
            "steps": [step.as_json() for step in self.steps],
            "stop_when": self.stop_when.as_json() if self.stop_when else None,
            "hold_out": self.hold_out.as_json() if self.hold_out else None,
        }


def walk(steps: tuple[Step, ...], before: str = "") -> Iterator[tuple[str, Step]]:
    """Every step with its path, such as ``2.then.0``, in the order in which they stand."""
    for at, step in enumerate(steps):
        yield f"{before}{at}", step
        if isinstance(step, Branch):
            yield from walk(step.then, f"{before}{at}.then.")
            yield from walk(step.otherwise, f"{before}{at}.else.")


def rules_of(play: Play) -> Iterator[Rule]:
    """Every rule that it asks."""
    if play.stop_when is not None:
        yield play.stop_when
    if play.hold_out is not None and play.hold_out.exempt is not None:
        yield play.hold_out.exempt
    for _, step in walk(play.steps):
        if isinstance(step, WaitForRule | Check | Branch):
            yield step.rule


def facts_of(play: Play) -> frozenset[str]:
    """The names of facts that it reads beside its rules."""
    named = {step.fact for _, step in walk(play.steps) if isinstance(step, WaitForDate | Goal) and step.fact}
    return frozenset(named | ({play.trigger.fact} if isinstance(play.trigger, OnDate) else set()))
