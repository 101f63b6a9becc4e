"""What does a rule say? Comparisons on facts, joined by all, any and not: the frozen tree that every reader shares."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenure.values.money import Money

Scalar = bool | int | float | str | date | Money


class Op(StrEnum):
    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    IN = "in"
    KNOWN = "known"
    UNKNOWN = "unknown"


ORDERED = frozenset({Op.LT, Op.LE, Op.GT, Op.GE})
WITHOUT_VALUE = frozenset({Op.KNOWN, Op.UNKNOWN})


def scalar_as_json(value: Scalar) -> object:
    """A literal as JSON: dates and money carry their kind, so that text is never mistaken for either."""
    if isinstance(value, Money):
        return value.as_json()
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


@dataclass(frozen=True, slots=True)
class Comparison:
    """``fact op value``; ``in`` holds a tuple of values of one kind, ``known`` and ``unknown`` hold none."""

    fact: str
    op: Op
    value: Scalar | tuple[Scalar, ...] | None = None

    def as_json(self) -> dict[str, object]:
        """The form that ``rules.parse.parse`` reads."""
        plain: dict[str, object] = {"fact": self.fact, "op": self.op.value}
        if isinstance(self.value, tuple):
            plain["value"] = [scalar_as_json(one) for one in self.value]
        elif self.value is not None:
            plain["value"] = scalar_as_json(self.value)
        return plain


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every rule in it is."""

    rules: "tuple[Rule, ...]"

    def as_json(self) -> dict[str, object]:
        """The form that ``rules.parse.parse`` reads."""
        return {"all": [rule.as_json() for rule in self.rules]}


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one rule in it is."""

    rules: "tuple[Rule, ...]"

    def as_json(self) -> dict[str, object]:
        """The form that ``rules.parse.parse`` reads."""
        return {"any": [rule.as_json() for rule in self.rules]}


@dataclass(frozen=True, slots=True)
class Not:
    """True when the rule in it is false; a comparison on an unknown fact is false, so its ``Not`` is true."""

    rule: "Rule"

    def as_json(self) -> dict[str, object]:
        """The form that ``rules.parse.parse`` reads."""
        return {"not": self.rule.as_json()}


Rule = Comparison | AllOf | AnyOf | Not
