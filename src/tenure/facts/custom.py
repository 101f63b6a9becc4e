"""What may a workspace declare as a fact itself? How often, on how many days, how much or what last, of an event or a metric.

A custom fact counts what the other facts count: events of the account in a window of n complete days and today so far;
measurements of the account and of its assets in use on n complete days. `tenure.facts.custom_rows` has the formulas.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pyarrow as pa

from tenure.facts.catalogue import CATALOGUE, is_trait
from tenure.facts.declare import Fact
from tenure.facts.schemas import CUSTOMS
from tenure.facts.usage import UNSEEN
from tenure.values.voice import later, voice, worded, worded_for

Source = Literal["event", "measurement"]
How = Literal["count", "days", "sum", "last"]

SOURCES: Final = ("event", "measurement")
HOWS: Final = ("count", "days", "sum", "last")
MOST_DAYS: Final = 3_650
LONGEST_NAME: Final = 64
LONGEST_OF: Final = {"event": 500, "measurement": 100}
ROUNDED: Final = 6  # decimals of sums: engines add up in any order, and the last bits differ

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)


class CustomFactError(ValueError):
    """A custom fact that cannot be; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class CustomFact:
    """``how`` of the event or metric called ``of`` in the last ``days`` days."""

    name: str
    source: Source
    of: str
    how: How
    days: int

    @property
    def declared(self) -> Fact:
        """The same as every other fact is declared, but for its expression."""
        whole = self.how in {"count", "days"}
        return Fact(
            name=self.name,
            type="int" if whole else "float",
            unit={"count": "times" if self.source == "event" else "figures", "days": "days"}.get(self.how, ""),
            sentence=worded(_SENTENCES[self.source, self.how], of=self.of, days=voice().number(self.days)),
            expr=None,
            known=_said(self),
            unknown=_unknown(self),
            group="custom",
        )

    def when_nothing_came(self, seen: bool) -> int | float | None:
        """Its value for an account without a row in the window: 0 of events is known once any usage was ``seen``."""
        if self.source == "measurement" or self.how == "last" or not seen:
            return None
        return 0.0 if self.how == "sum" else 0

    def typed(self, value: float | None) -> int | float | None:
        """Its value from an engine's."""
        if value is None:
            return None
        return int(value) if self.how in {"count", "days"} else round(value, ROUNDED)


def parse(*, name: object, source: object, of: object, how: object, days: object) -> CustomFact:
    """Read a custom fact from what a person or a row says. Raises CustomFactError and nothing else."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise CustomFactError(
            f"“{name}” cannot be a fact's name: write lower case letters, digits and _, a letter first, at most {LONGEST_NAME}"
        )
    if name in CATALOGUE or is_trait(name):
        raise CustomFactError(f"There is a fact “{name}” already: choose another name")
    if source not in SOURCES:
        raise CustomFactError(f"“{source}” is nothing to count: choose an event or a measurement")
    if how not in HOWS:
        raise CustomFactError(f"“{how}” cannot be computed: choose one of {', '.join(HOWS)}")
    if (
        not isinstance(of, str)
        or not 0 < len(of) <= LONGEST_OF[str(source)]
        or not of.isprintable()
        or of != of.strip()
    ):
        raise CustomFactError(
            f"Name the {'event' if source == 'event' else 'metric'} as it is sent, in one line of at most {LONGEST_OF[str(source)]} characters"
        )
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= MOST_DAYS:
        raise CustomFactError(f"{days} days are no window: choose 1 to {MOST_DAYS:,}")
    return CustomFact(name, source, of, how, days)


def catalogue_with(customs: Iterable[CustomFact]) -> Mapping[str, Fact]:
    """The facts of everybody and these; where a later version declares the same name, that one counts."""
    return {one.name: one.declared for one in customs} | dict(CATALOGUE)


def frame(customs: Sequence[CustomFact]) -> pa.Table:
    """The ``customs`` frame: each by its place among them."""
    rows = [
        {"number": number, "source": one.source, "of": one.of, "how": one.how, "days": one.days}
        for number, one in enumerate(customs)
    ]
    return pa.Table.from_pylist(rows, schema=CUSTOMS.to_pyarrow())


def by_account(answers: Iterable[pa.Table], customs: Sequence[CustomFact]) -> dict[int, dict[str, int | float | None]]:
    """The custom facts of each account that has rows in a window, from what engines answer to the questions."""
    found: dict[int, dict[str, int | float | None]] = {}
    for answer in answers:
        columns = (answer[name].to_pylist() for name in ("account", "number", "value"))
        for account, number, value in zip(*columns, strict=True):
            one = customs[number]
            found.setdefault(account, {})[one.name] = one.typed(value)
    return found


_SENTENCES: Final[Mapping[tuple[Source, How], str]] = {
    ("event", "count"): later(
        "How often the account sent “{of}” in the last {days} complete UTC days and today so far."
    ),
    ("event", "days"): later(
        "On how many days the account sent “{of}” in the last {days} complete UTC days and today so far."
    ),
    ("event", "sum"): later(
        "What the values of “{of}” add up to in the last {days} complete UTC days and today so far; "
        "0 when none came, null when none had a value."
    ),
    ("event", "last"): later(
        "The value that “{of}” last had in the last {days} complete UTC days and today so far; "
        "the mean where one person sent several on that day."
    ),
    ("measurement", "count"): later(
        "How many figures of “{of}” came in the last {days} complete UTC days, of the account and its assets; "
        "null without any."
    ),
    ("measurement", "days"): later(
        "On how many days “{of}” was above 0 in the last {days} complete UTC days; null without any figure."
    ),
    ("measurement", "sum"): later(
        "What “{of}” adds up to in the last {days} complete UTC days, over the account and its assets; "
        "null without any figure."
    ),
    ("measurement", "last"): later(
        "“{of}” of the last day with a figure in the last {days} complete UTC days, of the account and its assets together."
    ),
}


def _said(one: CustomFact) -> Callable[[Any], str]:
    def known(value: Any) -> str:
        if one.how == "count":
            if one.source == "event":
                times = worded_for(value, "{n} time", "{n} times")
            else:
                times = worded_for(value, "{n} figure", "{n} figures")
            return worded("“{of}”: {times} {lately}", of=one.of, times=times, lately=_lately(one))
        if one.how == "days":
            days, window = worded_for(value, "{n} day", "{n} days"), voice().number(one.days)
            return worded("“{of}” on {days} of the last {window}", of=one.of, days=days, window=window)
        if one.how == "sum":
            total = voice().number(value, 2)
            return worded("“{of}” adds up to {total} {lately}", of=one.of, total=total, lately=_lately(one))
        return worded("“{of}” was last {value}", of=one.of, value=voice().number(value, 2))

    return known


def _unknown(one: CustomFact) -> str:
    if one.source == "event" and one.how in {"count", "days"}:
        return UNSEEN
    if one.source == "measurement":
        return worded("No figure of “{of}” {lately}", of=one.of, lately=_lately(one))
    return worded("No value of “{of}” {lately}", of=one.of, lately=_lately(one))


def _lately(one: CustomFact) -> str:
    return worded_for(one.days, "in the last {n} day", "in the last {n} days")
