"""How do people say a date? “In 12 days”, with the exact date on hover."""

from datetime import date

from babel import Locale

from tenure.console.locale import day

WEEKS_FROM, MONTHS_FROM, YEARS_FROM = 21, 70, 700


def when(on: date, today: date) -> str:
    """``today``, ``tomorrow``, ``in 12 days``, ``5 weeks ago``, ``in 3 months``, ``2 years ago``."""
    days = (on - today).days
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    if named:
        return named
    size = span(abs(days))
    return f"in {size}" if days > 0 else f"{size} ago"


def span(days: int) -> str:
    """``12 days``, ``5 weeks``, ``3 months``, ``2 years``: the unit a person would take."""
    if days < WEEKS_FROM:
        return _count(days, "day")
    if days < MONTHS_FROM:
        return _count(round(days / 7), "week")
    if days < YEARS_FROM:
        return _count(round(days / 30.44), "month")
    return _count(round(days / 365.25), "year")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def exact(on: date, locale: Locale) -> str:
    """What the hover says."""
    return day(on, locale)
