"""What may a value be compared with, and how? One comparison: the leaf that most rules are made of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenure.values.money import Money


@dataclass(frozen=True, slots=True)
class InDays:
    """The date so many days after the moment at which a rule is asked; before it where negative."""

    days: int


Scalar = bool | int | float | str | date | Money | InDays


class Op(StrEnum):
    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    IN = "in"
    CONTAINS = "contains"
    STARTS = "starts"
    KNOWN = "known"
    UNKNOWN = "unknown"


ORDERED = frozenset({Op.LT, Op.LE, Op.GT, Op.GE})
OF_TEXT = frozenset({Op.CONTAINS, Op.STARTS})
WITHOUT_VALUE = frozenset({Op.KNOWN, Op.UNKNOWN})


def scalar_as_json(value: Scalar) -> object:
    """A literal as JSON: dates and money carry their kind, so that text is never mistaken for either."""
    if isinstance(value, Money):
        return value.as_json()
    if isinstance(value, InDays):
        return {"in_days": value.days}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


@dataclass(frozen=True, slots=True)
class Comparison:
    """``fact op value``; ``in`` holds a tuple of values of one kind, ``known`` and ``unknown`` hold none.

    ``contains`` and ``starts`` look at text without regard to case.
    """

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
