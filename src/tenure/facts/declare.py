"""What is a fact? A named, typed value about one account as of one moment, with the sentences that explain it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tenure.values.money import Money
from tenure.values.voice import voice, worded, worded_for

Type = Literal["int", "float", "text", "bool", "date", "money"]
Group = Literal["usage", "contract", "revenue", "relationship", "assets", "profile", "custom"]


@dataclass(frozen=True, slots=True)
class Fact:
    """``expr`` is an Ibis expression over one row per account that has the columns of the groups it ``reads``.

    It is None for the fact that is made of others' values (`tenure.facts.objectives`): no engine is asked for it.
    An account that a group has no row for has nulls there. The engine's column for ``money`` is whole minor units, beside
    the column ``currency`` of the same row; for ``stored`` facts it is the JSON text of a dated scalar.
    `tenure.facts.values` makes both into values.
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
    currency: str = ""  # of money: the name of the column that says which

    def say(self, value: Any) -> str:
        """``value``, or its JSON form, in a plain sentence, such as "Active on 3 of the last 28 days"."""
        known = self.from_json(value) if isinstance(value, str | Mapping) else value
        return voice().words(self.unknown) if known is None else self.known(known)

    @property
    def meaning(self) -> str:
        """``sentence`` in the language of the voice in force."""
        return voice().words(self.sentence)

    @property
    def counted_in(self) -> str:
        """``unit`` in the language of the voice in force; empty without one."""
        return voice().words(self.unit) if self.unit else ""

    def from_json(self, value: Any) -> Any:
        """The value that was written as JSON; None for what is not of the fact's type."""
        of = _OF_TYPE[self.type]
        return of(value) if type(value) in _JSON[self.type] else None


def iso_date(text: str) -> date | None:
    """A calendar date written as 2026-03-01; None for anything else (times of day stay text)."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _money(value: Mapping[str, Any]) -> Money | None:
    amount, currency = value.get("amount"), value.get("currency")
    return Money(amount, currency) if type(amount) is int and isinstance(currency, str) else None


_JSON: Mapping[Type, tuple[type, ...]] = {
    "int": (int,), "float": (float, int), "text": (str,), "bool": (bool,), "date": (str,), "money": (dict,)
}  # fmt: skip
_OF_TYPE: Mapping[Type, Callable[[Any], Any]] = {
    "int": int, "float": float, "text": str, "bool": bool, "date": iso_date, "money": _money
}  # fmt: skip


def percent(share: float) -> str:
    """ "38 %" for 0.38."""
    return voice().percent(share)


def when(days: int) -> str:
    """How long ago a day was: "today", "yesterday", "16 days ago"."""
    if days in {0, 1}:
        return worded("yesterday") if days else worded("today")
    return worded_for(days, "{n} day ago", "{n} days ago")


def until(days: int) -> str:
    """How far ahead a day is: "today", "tomorrow", "in 16 days"."""
    if days in {0, 1}:
        return worded("tomorrow") if days else worded("today")
    return worded_for(days, "in {n} day", "in {n} days")
