"""Good, average or poor? Where the bands begin, and the hard rules that cap them."""

from dataclasses import dataclass
from typing import Final, Literal, cast

from tenure.calc.measure import plain
from tenure.rules.definition import RuleError, fields, number, one_of, text
from tenure.rules.parse import parse as parse_rule
from tenure.rules.tree import Rule

Band = Literal["poor", "average", "good"]
State = Literal["poor", "average", "good", "none", "former"]

BANDS: Final = ("poor", "average", "good")


@dataclass(frozen=True, slots=True)
class Bands:
    """The lowest score that is still good, and the lowest that is still average; below is poor."""

    good: float = 70.0
    average: float = 40.0

    def band(self, score: float) -> Band:
        """The band of a score of 0 to 100; lower bounds belong to their band."""
        if score >= self.good:
            return "good"
        return "average" if score >= self.average else "poor"

    def as_json(self) -> dict[str, object]:
        """The form that ``parse_bands`` reads."""
        return {"good": plain(self.good), "average": plain(self.average)}

    @property
    def middle(self) -> float:
        """The middle of the average band: what a null fact counts as that is to count as average."""
        return (self.good + self.average) / 2


USUAL_BANDS = Bands()


@dataclass(frozen=True, slots=True)
class HardRule:
    """While ``rule`` holds the band is at most ``band``, because of ``reason`` (a sentence)."""

    name: str
    rule: Rule
    band: Literal["poor", "average"]
    reason: str

    def as_json(self) -> dict[str, object]:
        """The form that ``parse_hard_rule`` reads."""
        return {"name": self.name, "rule": self.rule.as_json(), "band": self.band, "reason": self.reason}


def parse_bands(data: object, path: str) -> Bands:
    """Read where the bands begin (None: the usual 70 and 40); raises RuleError."""
    if data is None:
        return USUAL_BANDS
    given = fields(data, path, ["good", "average"])
    good, average = float(number(given["good"], f"{path}.good")), float(number(given["average"], f"{path}.average"))
    if not 0 < average < good <= 100:
        raise RuleError(path, f"expected 0 < average < good <= 100, found average {average:g} and good {good:g}")
    return Bands(good, average)


def parse_hard_rule(data: object, path: str) -> HardRule:
    """Read one hard rule from plain JSON; raises RuleError."""
    given = fields(data, path, ["name", "rule", "band", "reason"])
    return HardRule(
        name=text(given["name"], f"{path}.name", most=100),
        rule=parse_rule(given["rule"], f"{path}.rule"),
        band=cast(Literal["poor", "average"], one_of(given["band"], f"{path}.band", ("poor", "average"))),
        reason=text(given["reason"], f"{path}.reason"),
    )
