"""How does a fact's value look to people? As the voice in force writes figures, money and dates."""

from datetime import date
from typing import Any

from tenure.facts.catalogue import CATALOGUE
from tenure.values.money import Money
from tenure.values.voice import voice, worded

SHARES = ("share", "ratio")  # units of which 1 is the whole, or no change: people read them per hundred


def written(value: Any, unit: str = "") -> str:
    """A known value: ``yes``, ``63.00 EUR``, ``1 March 2026``, ``1,200``, ``38 %``, or the text itself."""
    if isinstance(value, bool):
        return worded("yes") if value else worded("no")
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, date):
        return voice().day(value)
    if isinstance(value, int | float):
        return voice().percent(value) if unit in SHARES else voice().number(value, 2)
    return str(value)


def unit(name: str) -> str:
    """The fact's unit, empty for traits."""
    fact = CATALOGUE.get(name)
    return fact.unit if fact else ""


def figure(name: str, number: float) -> str:
    """What a fact is scored by, as people read its unit: a share per hundred, a rating as ``4 of 5``."""
    of = unit(name)
    text = written(number, of)
    return f"{text} {voice().words(of)}" if of.startswith("of ") else text
