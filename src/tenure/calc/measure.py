"""What counts towards a score, and how far is a value from poor to good? One measure of a scorecard."""

import math
from dataclasses import dataclass
from typing import Final, Literal, SupportsFloat, cast

from tenure.rules.definition import RuleError, fields, found, number, one_of, text
from tenure.rules.kinds import kind_of
from tenure.rules.parse import fact_name
from tenure.rules.parse import parse as parse_rule
from tenure.rules.tree import Rule

Number = int | float
WhenNull = Literal["leave_out", "average", "poor"]
Counted = Literal["known", "average", "poor", "left_out"]

WHEN_NULL: Final = ("leave_out", "average", "poor")
LARGEST_BOUND = 1e15
EXACT_IN_FLOAT = 2**53


@dataclass(frozen=True, slots=True)
class Measure:
    """One input of the score: linear from ``poor`` (no points) to ``good`` (all its weight), capped at both ends.

    ``needs`` is a rule that must hold for the fact to count at all. A fact that is null, or whose guard does not hold,
    is left out and the others re-weighed, or counts as the middle of the average band (55 with the usual bands),
    or as poor (0).
    """

    name: str
    group: str
    fact: str
    poor: float
    good: float
    weight: float
    when_null: WhenNull = "leave_out"
    needs: Rule | None = None

    @property
    def direction(self) -> Literal["higher", "lower"]:
        """Which way is better, as the bounds say."""
        return "higher" if self.good > self.poor else "lower"

    def fraction(self, value: float) -> float:
        """How far a finite ``value`` is from poor (0.0) to good (1.0)."""
        return fraction(value, self.poor, self.good)

    def as_json(self) -> dict[str, object]:
        """The form that ``parse_measure`` reads."""
        return {
            "name": self.name,
            "group": self.group,
            "fact": self.fact,
            "poor": plain(self.poor),
            "good": plain(self.good),
            "weight": plain(self.weight),
            "when_null": self.when_null,
            "needs": self.needs.as_json() if self.needs else None,
        }


def fraction(value: float, poor: float, good: float) -> float:
    """How far a finite ``value`` is from ``poor`` (0.0) to ``good`` (1.0), linear between and capped."""
    return min(1.0, max(0.0, (value - poor) / (good - poor)))


def numeric(value: object) -> Number | None:
    """The number a fact's value is scored by: true is 1 and false 0; None when it is null, not finite or no number.

    Decimals and whole numbers that no float holds exactly become the nearest float.
    """
    if value is None:
        return None
    if type(value) is float:  # exact types first: this runs for every measure of every account
        return value + 0.0 if math.isfinite(value) else None  # minus zero is zero
    if type(value) is int and -EXACT_IN_FLOAT <= value <= EXACT_IN_FLOAT:
        return value
    kind = kind_of(value)
    if kind == "bool":
        return int(bool(value))
    return _rounded(cast(SupportsFloat, value)) if kind == "number" else None


def _rounded(value: SupportsFloat) -> float | None:
    try:
        near = float(value) + 0.0
    except OverflowError:
        return None
    return near if math.isfinite(near) else None


def parse_measure(data: object, path: str) -> Measure:
    """Read one measure from plain JSON; raises RuleError."""
    given = fields(data, path, ["name", "group", "fact", "poor", "good", "weight"], ["when_null", "needs"])
    poor, good = _bound(given["poor"], f"{path}.poor"), _bound(given["good"], f"{path}.good")
    if poor == good:
        raise RuleError(f"{path}.good", f"expected another bound than that of poor, {found(given['good'])}")
    weight = float(number(given["weight"], f"{path}.weight"))
    if not 0.01 <= weight <= 100:
        raise RuleError(f"{path}.weight", f"expected a weight from 0.01 to 100, {found(given['weight'])}")
    when_null = "leave_out" if given["when_null"] is None else given["when_null"]
    return Measure(
        name=text(given["name"], f"{path}.name", most=100),
        group=text(given["group"], f"{path}.group", most=100),
        fact=fact_name(given["fact"], f"{path}.fact"),
        poor=poor,
        good=good,
        weight=weight,
        when_null=cast(WhenNull, one_of(when_null, f"{path}.when_null", WHEN_NULL)),
        needs=optional_rule(given["needs"], f"{path}.needs"),
    )


def _bound(data: object, path: str) -> float:
    bound = float(number(data, path))
    if abs(bound) > LARGEST_BOUND:
        raise RuleError(path, f"expected a bound of at most {LARGEST_BOUND:.0e} either way, {found(data)}")
    return bound


def optional_rule(data: object, path: str) -> Rule | None:
    """A rule, or None where there is none."""
    return None if data is None else parse_rule(data, path)


def plain(value: float) -> Number:
    """A number as people write it: 20, not 20.0."""
    return int(value) if value == int(value) else value
