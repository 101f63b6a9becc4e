"""How does a fact's value look on a page? As this person writes numbers, dates and money."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale

from tenure.console import locale as forms
from tenure.facts.catalogue import CATALOGUE, label, say
from tenure.values.money import Money

TRAIT = "trait."
TOLD = ("text", "bool", "date")  # types whose sentence holds the value already; figures also stand in their column
GROUPS = {"usage": "Usage", "contract": "Contract", "profile": "Profile"}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: its sentence, and its value as text (None: unknown)."""

    name: str
    label: str
    sentence: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one kind; of those that are unknown only the names are told."""

    word: str
    lines: list[Line]
    unknown: list[Line]


def grouped(facts: Mapping[str, Any], locale: Locale) -> list[Group]:
    """Every declared fact under its group, then the traits that the account has."""
    groups = []
    for slug, word in GROUPS.items():
        lines = [line(name, facts.get(name), locale) for name, fact in CATALOGUE.items() if fact.group == slug]
        groups.append(
            Group(word, [one for one in lines if one.value is not None], [one for one in lines if one.value is None])
        )
    traits = sorted(name for name, value in facts.items() if name.startswith(TRAIT) and value is not None)
    if traits:
        lines = [Line(name, label(name), label(name), text(facts[name], locale)) for name in traits]
        groups.append(Group("Traits", lines, []))
    return groups


def line(name: str, value: Any, locale: Locale) -> Line:
    """One fact as a line."""
    if value is None:
        return Line(name, label(name), say(name, value), None)
    told = CATALOGUE[name].type in TOLD
    return Line(name, label(name), say(name, value), "" if told else text(value, locale, unit(name)))


def unit(name: str) -> str:
    """The fact's unit, empty for traits."""
    fact = CATALOGUE.get(name)
    return fact.unit if fact else ""


def text(value: Any, locale: Locale, unit: str = "") -> str:
    """A known value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Money):
        return forms.money(value.amount, value.currency, locale)
    if isinstance(value, date):
        return forms.day(value, locale)
    if isinstance(value, int):
        return forms.number(value, locale)
    if isinstance(value, float):
        return forms.percent(value, locale) if unit == "share" else forms.number(value, locale, 2)
    return str(value)
