"""What is a fact? A named, typed value about one account as of one moment, with the sentences that explain it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Type = Literal["int", "float", "text", "bool", "date", "money"]
Group = Literal["usage", "contract", "profile"]


@dataclass(frozen=True, slots=True)
class Fact:
    """``expr`` is an Ibis expression over one row per account that has the columns of the groups it ``reads``.

    An account that a group has no row for has nulls there. The engine's column for ``money`` is whole minor units, for
    ``stored`` facts the JSON text of a dated scalar; `tenure.facts.values` makes both into values.
    """

    name: str
    type: Type
    unit: str
    sentence: str  # what it means, with its window and its edge cases
    expr: Any
    known: Callable[[Any], str]  # a known value as a plain sentence
    unknown: str  # the sentence for null
    group: Group
    reads: tuple[Group, ...] = ()  # groups beside its own
    stored: bool = False

    def say(self, value: Any) -> str:
        """``value`` in a plain sentence, such as "Active on 3 of the last 28 days"."""
        return self.unknown if value is None else self.known(value)


def counted(count: int, one: str, many: str) -> str:
    """ "1 day" or "1,200 days"."""
    return f"{count:,} {one if count == 1 else many}"


def percent(share: float) -> str:
    """ "38 %" for 0.38."""
    return f"{round(share * 100):,} %"


def when(days: int) -> str:
    """How long ago a day was: "today", "yesterday", "16 days ago"."""
    return {0: "today", 1: "yesterday"}.get(days, f"{days:,} days ago")


def until(days: int) -> str:
    """How far ahead a day is: "today", "tomorrow", "in 16 days"."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days:,} days")
