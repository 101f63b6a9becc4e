"""What is a signal? A rule that is watched for becoming true, and what is made of it when it does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from tenure.rules.definition import RuleError, fields, found, one_of, text
from tenure.rules.parse import parse as parse_rule
from tenure.rules.tree import Rule
from tenure.values.voice import later

Severity = Literal["high", "medium", "low"]
Routing = Literal["owner", "manager", "everybody"]

SEVERITIES: Final = ("high", "medium", "low")  # the worst first
ROUTINGS: Final = ("owner", "manager", "everybody")
MOST_DAYS: Final = 3_650
_MOST_SETTINGS: Final = 20

# Why an alert is snoozed or dismissed: each is counted per signal, so that a signal that only tires people is found.
REASONS: Final[Mapping[str, str]] = {
    "in hand": later("Somebody is on it already"),
    "no risk": later("It is no risk here"),
    "known": later("We knew and accept it"),
    "wrong": later("The data is wrong"),
    "later": later("Not now"),
    "other": later("Another reason"),
}


class SignalError(RuleError):
    """A signal that cannot be read: ``path`` says where, ``problem`` what was expected and found."""


@dataclass(frozen=True, slots=True)
class TaskWanted:
    """The task that an alert makes: it is due ``due_days`` after, and finishes when the alert resolves."""

    title: str
    due_days: int = 2
    script: str = ""

    def as_json(self) -> dict[str, object]:
        """The form that ``parse`` reads."""
        return {"title": self.title, "due_days": self.due_days, "script": self.script}


@dataclass(frozen=True, slots=True)
class Signal:
    """``rule`` has to hold for ``holds_days`` on end; after an alert ended, none opens for ``cooldown_days``.

    ``resolves`` is when an open alert is settled; None: as soon as the rule holds no more. ``settings`` are the figures
    that a ready signal was made with (`tenure.calc.signals`), so that they can be changed; empty once the rule is one's own.
    """

    rule: Rule
    severity: Severity = "medium"
    holds_days: int = 0
    cooldown_days: int = 0
    resolves: Rule | None = None
    routing: Routing = "owner"
    task: TaskWanted | None = None
    settings: Mapping[str, int | str] = field(default_factory=dict, hash=False)

    def as_json(self) -> dict[str, object]:
        """The form that ``parse`` reads: ``parse(signal.as_json()) == signal``."""
        return {
            "rule": self.rule.as_json(),
            "severity": self.severity,
            "holds_days": self.holds_days,
            "cooldown_days": self.cooldown_days,
            "resolves": self.resolves.as_json() if self.resolves else None,
            "routing": self.routing,
            "task": self.task.as_json() if self.task else None,
            "settings": dict(self.settings),
        }


def parse(data: object, path: str = "signal") -> Signal:
    """Read a signal from plain JSON. Raises SignalError, naming the path and what was expected, and nothing else."""
    try:
        return _signal(data, path)
    except RuleError as error:
        raise SignalError(error.path, error.problem) from None


def _signal(data: object, path: str) -> Signal:
    optional = ["severity", "holds_days", "cooldown_days", "resolves", "routing", "task", "settings"]
    given = fields(data, path, ["rule"], optional)
    severity = "medium" if given["severity"] is None else one_of(given["severity"], f"{path}.severity", SEVERITIES)
    routing = "owner" if given["routing"] is None else one_of(given["routing"], f"{path}.routing", ROUTINGS)
    resolves = given["resolves"]
    return Signal(
        parse_rule(given["rule"], f"{path}.rule"),
        cast("Severity", severity),
        _days(given["holds_days"], f"{path}.holds_days"),
        _days(given["cooldown_days"], f"{path}.cooldown_days"),
        None if resolves is None else parse_rule(resolves, f"{path}.resolves"),
        cast("Routing", routing),
        None if given["task"] is None else _task(given["task"], f"{path}.task"),
        {} if given["settings"] is None else _settings(given["settings"], f"{path}.settings"),
    )


def _task(data: object, path: str) -> TaskWanted:
    given = fields(data, path, ["title"], ["due_days", "script"])
    due = 2 if given["due_days"] is None else _days(given["due_days"], f"{path}.due_days")
    script = "" if given["script"] is None else text(given["script"], f"{path}.script", most=10_000, least=0)
    return TaskWanted(text(given["title"], f"{path}.title", most=300), due, script)


def _settings(data: object, path: str) -> dict[str, int | str]:
    if not isinstance(data, dict) or len(data) > _MOST_SETTINGS:
        raise RuleError(path, f"expected an object of at most {_MOST_SETTINGS} settings, {found(data)}")
    for name, value in data.items():
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise RuleError(f"{path}.{name}", f"expected a whole number or text, {found(value)}")
        text(str(value), f"{path}.{name}", least=0)
    return dict(data)


def _days(data: object, path: str) -> int:
    if data is None:
        return 0
    if isinstance(data, bool) or not isinstance(data, int) or not 0 <= data <= MOST_DAYS:
        raise RuleError(path, f"expected a whole number of days from 0 to {MOST_DAYS:,}, {found(data)}")
    return data
