"""How does a fact's value look on a page? As this person writes numbers, dates and money."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from babel import Locale
from django.utils.translation import gettext, gettext_lazy

from tenure.calc.health import Health, Reason
from tenure.calc.ready_words import said
from tenure.console.eyes import health_seen, is_hidden, unseen
from tenure.console.locale import LocaleVoice
from tenure.console.stored_words import again
from tenure.facts.catalogue import CATALOGUE, label, say
from tenure.facts.declare import Fact
from tenure.facts.written import written
from tenure.values.voice import speaking

TRAIT = "trait."
_ORDER = (*dict.fromkeys(fact.group for fact in CATALOGUE.values()), "custom")
_WORDS = {
    "usage": gettext_lazy("Usage"),
    "contract": gettext_lazy("Contract"),
    "revenue": gettext_lazy("Revenue"),
    "relationship": gettext_lazy("Relationship"),
    "assets": gettext_lazy("Assets"),
    "profile": gettext_lazy("Profile"),
    "custom": gettext_lazy("Your own facts"),
}
TOLD = ("text", "bool", "date")  # types whose sentence holds the value already; figures also stand in their column


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


def grouped(facts: Mapping[str, Any], locale: Locale, catalogue: Mapping[str, Fact] = CATALOGUE) -> list[Group]:
    """Every fact of the workspace under its group, its own ones last, then the traits that the account has."""
    groups = []
    for slug in dict.fromkeys(sorted((fact.group for fact in catalogue.values()), key=_ORDER.index)):
        named = [name for name, fact in catalogue.items() if fact.group == slug and not is_hidden(name)]
        lines = [line(name, facts.get(name), locale, catalogue) for name in named]
        known = [one for one in lines if one.value is not None]
        groups.append(Group(str(_WORDS[slug]), known, [one for one in lines if one.value is None]))
    traits = sorted(name for name, value in facts.items() if name.startswith(TRAIT) and value is not None)
    if traits:
        lines = [Line(name, label(name), label(name), text(facts[name], locale)) for name in traits]
        groups.append(Group(gettext("Traits"), lines, []))
    return groups


def line(name: str, value: Any, locale: Locale, catalogue: Mapping[str, Fact] = CATALOGUE) -> Line:
    """One fact as a line."""
    told = sentence(name, value, locale, catalogue)
    if value is None:
        return Line(name, label_in(name, locale), told, None)
    fact = catalogue[name]
    return Line(name, label_in(name, locale), told, "" if fact.type in TOLD else text(value, locale, fact.unit))


def label_in(name: str, locale: Locale) -> str:
    """What the fact is called, in the language of pages."""
    with speaking(LocaleVoice(locale)):
        return label(name)


def sentence(name: str, value: Any, locale: Locale, catalogue: Mapping[str, Fact] = CATALOGUE) -> str:
    """The fact's own sentence, its figures, money and dates as people of that locale write them."""
    if is_hidden(name):
        return unseen()
    with speaking(LocaleVoice(locale)):
        return say(name, value, catalogue)


def text(value: Any, locale: Locale, unit: str = "") -> str:
    """A known value as people read it."""
    with speaking(LocaleVoice(locale)):
        return written(value, unit)


def restated(
    health: Health, facts: Mapping[str, Any], locale: Locale, catalogue: Mapping[str, Fact] = CATALOGUE
) -> Health:
    """The same health with its reasons said in that locale; what the facts do not tell keeps the sentence it has."""
    seen = health_seen(health)
    with speaking(LocaleVoice(locale)):
        reasons = tuple(_restated(one, facts, locale, catalogue) for one in seen.reasons)
        caps = tuple(msgspec.structs.replace(cap, reason=again(cap.reason)) for cap in seen.caps)
    return msgspec.structs.replace(seen, reasons=reasons, caps=caps)


def _restated(reason: Reason, facts: Mapping[str, Any], locale: Locale, catalogue: Mapping[str, Fact]) -> Reason:
    value = facts.get(reason.fact)
    named = msgspec.structs.replace(reason, measure=said(reason.measure), group=said(reason.group))
    if value is None and reason.value is not None:
        return named
    return msgspec.structs.replace(named, sentence=sentence(reason.fact, value, locale, catalogue))
