"""What is a ready signal made of? A rule with a few figures that everybody may want otherwise, and why one watches it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from tenure.calc.signal import MOST_DAYS, Routing, Severity, Signal, SignalError, TaskWanted, parse
from tenure.rules.comparison import Comparison, Op
from tenure.rules.tree import Not, Rule
from tenure.values.voice import voice, worded

Kind = Literal["days", "number", "share", "text"]
Values = Mapping[str, int | str]
LONGEST: Final = 200

STAYS: Final = Not(Comparison("is_former", Op.EQ, True))  # who has left is reported no more


@dataclass(frozen=True, slots=True)
class Setting:
    """One figure or word of a template; of a ``share`` whole per cents. ``words`` is what people call it."""

    name: str
    words: str
    usual: int | str
    kind: Kind = "days"
    least: int = 1
    most: int = MOST_DAYS


@dataclass(frozen=True, slots=True)
class Template:
    """``rule`` makes the rule of the values of its settings, which ``sentence`` names in their places.

    ``on_for`` are the kinds of workspaces where it begins on.
    """

    slug: str
    name: str
    sentence: str  # when it fires
    why: str  # one watches it
    rule: Callable[[Values], Rule]
    settings: tuple[Setting, ...] = ()
    severity: Severity = "medium"
    holds_days: int = 0
    cooldown_days: int = 0
    routing: Routing = "owner"
    task: TaskWanted | None = None
    on_for: frozenset[str] = frozenset()

    def signal(self, values: Values | None = None) -> Signal:
        """The signal with these values, the usual ones where none is given. Raises SignalError for one that cannot be."""
        known = {one.name: _checked(one, (values or {}).get(one.name, one.usual)) for one in self.settings}
        made = Signal(
            self.rule(known), self.severity, self.holds_days, self.cooldown_days,
            routing=self.routing, task=self.task, settings=known,
        )  # fmt: skip
        return parse(made.as_json())

    def said(self, signal: Signal) -> str:
        """When it fires, with the signal's own values, in the language of the voice in force."""
        values = {one.name: signal.settings.get(one.name, one.usual) for one in self.settings}
        return worded(self.sentence, **{name: _written(value) for name, value in values.items()})

    def changed(self, was: Signal, values: Values) -> Signal:
        """The same signal with other values; what else was said of it stays."""
        made = self.signal({**was.settings, **values})
        return replace(was, rule=made.rule, resolves=made.resolves, settings=made.settings)


def _written(value: int | str) -> str:
    return value if isinstance(value, str) else voice().number(value)


def _checked(setting: Setting, value: int | str) -> int | str:
    if setting.kind == "text":
        plain = " ".join(str(value).split())
        if len(plain) > LONGEST or not plain.isprintable():
            raise SignalError(setting.name, worded("Use at most {most} characters.", most=str(LONGEST)))
        return plain
    if isinstance(value, bool) or not isinstance(value, int) or not setting.least <= value <= setting.most:
        said = {"least": str(setting.least), "most": f"{setting.most:,}"}
        raise SignalError(setting.name, worded("Choose a whole number from {least} to {most}.", **said))
    return value


def at_least(fact: str, least: int | str) -> Rule:
    """The fact is known and no less."""
    return Comparison(fact, Op.GE, least)


def at_most(fact: str, most: int | str) -> Rule:
    """The fact is known and no more."""
    return Comparison(fact, Op.LE, most)


def share(value: int | str) -> float:
    """Per cents as a share."""
    return int(value) / 100
