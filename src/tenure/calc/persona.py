"""What is a persona? A group of accounts whose facts are alike: what sets it apart, how it fares, and a rule for it."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from tenure.values.voice import voice, worded


class Mark(msgspec.Struct, frozen=True):
    """One fact that sets a group apart. ``text`` is a value that most of it has; empty for a figure.

    ``here`` and ``usual`` are the medians of the group and of all accounts, or the shares that have the text.
    """

    fact: str
    here: float
    usual: float
    text: str = ""


class Persona(msgspec.Struct, frozen=True):
    """``precision`` of the rule: the share of those it holds for who are in the group; ``recall``: of the group, those it finds.

    ``left`` of ``watched`` accounts for which the rule held a while ago have left since; 0 of 0 where nothing is stored of
    that time.
    """

    marks: tuple[Mark, ...]
    size: int
    bands: dict[str, int]
    rule: dict[str, Any]
    precision: float
    recall: float
    left: int = 0
    watched: int = 0


class Personas(msgspec.Struct, frozen=True):
    """All groups of a workspace, the largest first, of so many accounts; ``days`` back for who has left since."""

    personas: tuple[Persona, ...]
    accounts: int
    days: int

    def as_json(self) -> dict[str, Any]:
        """The form that ``from_json`` reads."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


def from_json(data: object) -> Personas | None:
    """What was stored; None for what this version cannot read."""
    try:
        return msgspec.convert(data, Personas)
    except msgspec.ValidationError:
        return None


def sentence(persona: Persona, label: Callable[[str], str]) -> str:
    """What sets it apart, without a full stop; ``label`` turns a fact's name into the words people know it by."""
    return "; ".join(_said(one, label(one.fact)) for one in persona.marks)


def name_of(persona: Persona, label: Callable[[str], str]) -> str:
    """A name to begin with."""
    marks: Sequence[Mark] = persona.marks[:2]
    said = " · ".join(one.text or _tendency(one, label(one.fact)) for one in marks)
    return said[:1].upper() + said[1:100]


def _said(mark: Mark, fact: str) -> str:
    if mark.text:
        here, usual = voice().percent(mark.here), voice().percent(mark.usual)
        return worded(
            "{fact} is “{value}” for {here}, against {usual} of all", fact=fact, value=mark.text, here=here, usual=usual
        )
    figures = {"fact": fact, "here": voice().number(mark.here, 2), "usual": voice().number(mark.usual, 2)}
    if mark.here > mark.usual:
        return worded("{fact}: {here}, above the usual {usual}", **figures)
    return worded("{fact}: {here}, below the usual {usual}", **figures)


def _tendency(mark: Mark, fact: str) -> str:
    return worded("high: {fact}", fact=fact) if mark.here > mark.usual else worded("low: {fact}", fact=fact)
