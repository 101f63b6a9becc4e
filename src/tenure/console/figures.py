"""The few figures at the head of an account's page: what it brings, when it renews, whose it is, when it was last seen."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _

from tenure.console.account_state import State
from tenure.console.fact_words import text


@dataclass(frozen=True, slots=True)
class Figure:
    """``on`` is a date to be said as people do; else ``value`` is text, empty when unknown."""

    fact: str
    word: str
    value: str = ""
    under: str = ""
    on: date | None = None


def figures(state: State, locale: Locale) -> list[Figure]:
    """Always the same four, known or not."""
    known = state.facts.get
    return [
        Figure("mrr", "MRR", _text(known("mrr"), locale), _("a month")),
        Figure("days_to_renewal", _("Renewal"), on=_day(state, known("days_to_renewal"))),
        Figure("owner", _("Owner"), _text(known("owner"), locale)),
        Figure("last_event_days", _("Last seen"), on=_day(state, _less(known("last_event_days")))),
    ]


def _text(value: Any, locale: Locale) -> str:
    return "" if value is None else text(value, locale)


def _day(state: State, days: int | None) -> date | None:
    return None if days is None else state.today + timedelta(days=days)


def _less(days: int | None) -> int | None:
    return None if days is None else -days
