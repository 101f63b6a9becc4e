"""How do people say a date? “In 12 days”, with the exact date on hover."""

from collections.abc import Callable
from datetime import date
from typing import Final

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.console.locale import day

WEEKS_FROM, MONTHS_FROM, YEARS_FROM = 21, 70, 700


def when(on: date, today: date) -> str:
    """``today``, ``tomorrow``, ``in 12 days``, ``5 weeks ago``, ``in 3 months``, ``2 years ago``."""
    days = (on - today).days
    if days in {0, 1, -1}:
        return {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}[days]
    number, unit = _measured(abs(days))
    ahead, ago = _WAYS[unit]
    return (ahead if days > 0 else ago)(number)


def span(days: int) -> str:
    """``12 days``, ``5 weeks``, ``3 months``, ``2 years``: the unit a person would take."""
    number, unit = _measured(days)
    return _SPANS[unit](number)


def _measured(days: int) -> tuple[int, str]:
    if days < WEEKS_FROM:
        return days, "day"
    if days < MONTHS_FROM:
        return round(days / 7), "week"
    if days < YEARS_FROM:
        return round(days / 30.44), "month"
    return round(days / 365.25), "year"


_SPANS: Final[dict[str, Callable[[int], str]]] = {
    "day": lambda n: ngettext("%(n)s day", "%(n)s days", n) % {"n": n},
    "week": lambda n: ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n},
    "month": lambda n: ngettext("%(n)s month", "%(n)s months", n) % {"n": n},
    "year": lambda n: ngettext("%(n)s year", "%(n)s years", n) % {"n": n},
}
# Ahead and ago, each whole: languages inflect the unit after their word for “in”.
_WAYS: Final[dict[str, tuple[Callable[[int], str], Callable[[int], str]]]] = {
    "day": (
        lambda n: ngettext("in %(n)s day", "in %(n)s days", n) % {"n": n},
        lambda n: ngettext("%(n)s day ago", "%(n)s days ago", n) % {"n": n},
    ),
    "week": (
        lambda n: ngettext("in %(n)s week", "in %(n)s weeks", n) % {"n": n},
        lambda n: ngettext("%(n)s week ago", "%(n)s weeks ago", n) % {"n": n},
    ),
    "month": (
        lambda n: ngettext("in %(n)s month", "in %(n)s months", n) % {"n": n},
        lambda n: ngettext("%(n)s month ago", "%(n)s months ago", n) % {"n": n},
    ),
    "year": (
        lambda n: ngettext("in %(n)s year", "in %(n)s years", n) % {"n": n},
        lambda n: ngettext("%(n)s year ago", "%(n)s years ago", n) % {"n": n},
    ),
}


def exact(on: date, locale: Locale) -> str:
    """What the hover says."""
    return day(on, locale)
