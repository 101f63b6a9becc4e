"""How does a workspace judge health? A scorecard: which accounts it is for, what it measures, and what caps the band."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tenure.calc.band import USUAL_BANDS, Bands, HardRule, parse_bands, parse_hard_rule
from tenure.calc.measure import Measure, optional_rule, parse_measure
from tenure.rules.definition import RuleError, fields, found, items, text
from tenure.rules.match import matches
from tenure.rules.tree import Rule

MOST_MEASURES = 50
MOST_HARD_RULES = 50

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


class ScorecardError(RuleError):
    """A scorecard that cannot be read: ``path`` says where, ``problem`` what was expected and found."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """``rule`` None is for every account. The weights of ``measures`` total 100."""

    slug: str
    name: str
    measures: tuple[Measure, ...]
    rule: Rule | None = None
    bands: Bands = USUAL_BANDS
    any_poor_makes_poor: bool = False
    hard_rules: tuple[HardRule, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The form that ``parse`` reads: ``parse(card.as_json()) == card``."""
        return {
            "slug": self.slug,
            "name": self.name,
            "rule": self.rule.as_json() if self.rule else None,
            "measures": [measure.as_json() for measure in self.measures],
            "bands": self.bands.as_json(),
            "any_poor_makes_poor": self.any_poor_makes_poor,
            "hard_rules": [rule.as_json() for rule in self.hard_rules],
        }


def choose(cards: Iterable[Scorecard], facts: Mapping[str, object]) -> Scorecard | None:
    """The first of ``cards`` whose rule holds for ``facts``; None when none does."""
    return next((card for card in cards if card.rule is None or matches(card.rule, facts)), None)


def parse(data: object, path: str = "scorecard") -> Scorecard:
    """Read a scorecard from plain JSON. Raises ScorecardError, naming the path and what was expected, and nothing else."""
    try:
        return _scorecard(data, path)
    except RuleError as error:
        raise ScorecardError(error.path, error.problem) from None


def _scorecard(data: object, path: str) -> Scorecard:
    optional = ["rule", "bands", "any_poor_makes_poor", "hard_rules"]
    given = fields(data, path, ["slug", "name", "measures"], optional)
    slug = text(given["slug"], f"{path}.slug", most=63)
    if not _SLUG.fullmatch(slug):
        raise RuleError(f"{path}.slug", f"expected lower case letters, digits and single hyphens, {found(slug)}")
    listed = items(given["measures"], f"{path}.measures", most=MOST_MEASURES)
    measures = tuple(parse_measure(one, f"{path}.measures[{at}]") for at, one in enumerate(listed))
    _names_differ([measure.name for measure in measures], f"{path}.measures")
    total = math.fsum(measure.weight for measure in measures)
    if abs(total - 100) > 1e-9:
        raise RuleError(f"{path}.measures", f"expected weights that total 100, found {total:.9g}")
    any_poor = given["any_poor_makes_poor"]
    if any_poor is not None and not isinstance(any_poor, bool):
        raise RuleError(f"{path}.any_poor_makes_poor", f"expected true or false, {found(any_poor)}")
    return Scorecard(
        slug=slug,
        name=text(given["name"], f"{path}.name", most=200),
        measures=measures,
        rule=optional_rule(given["rule"], f"{path}.rule"),
        bands=parse_bands(given["bands"], f"{path}.bands"),
        any_poor_makes_poor=bool(any_poor),
        hard_rules=_hard_rules(given["hard_rules"], f"{path}.hard_rules"),
    )


def _hard_rules(data: object, path: str) -> tuple[HardRule, ...]:
    if data is None:
        return ()
    listed = items(data, path, most=MOST_HARD_RULES, least=0)
    rules = tuple(parse_hard_rule(one, f"{path}[{at}]") for at, one in enumerate(listed))
    _names_differ([rule.name for rule in rules], path)
    return rules


def _names_differ(names: list[str], path: str) -> None:
    for at, name in enumerate(names):
        if name in names[:at]:
            raise RuleError(f"{path}[{at}].name", f"expected a name of its own, {found(name)} again")
