"""When is a task due again? The same weekday or the same day of the month, where there is one."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

DAYS: Final[Mapping[str, int]] = MappingProxyType({"daily": 1, "weekly": 7, "fortnightly": 14})
MONTHS: Final[Mapping[str, int]] = MappingProxyType({"monthly": 1, "quarterly": 3, "yearly": 12})


def due_again(due: date, repeat: str, *, after: date, day: int | None = None) -> date | None:
    """The first date of the series from ``due`` that lies after it and after ``after``; None when nothing repeats.

    None as well where the calendar ends before it.

    ``day`` is the day of the month that the series began with: 31 January, 28 February, 31 March. None: that of ``due``.
    Raises ValueError for a word that is no repetition.
    """
    if not repeat:
        return None
    if repeat not in DAYS and repeat not in MONTHS:
        raise ValueError(f"“{repeat}” is no repetition: choose {', '.join([*DAYS, *MONTHS])}")
    try:
        return _next(due, repeat, max(due, after), day or due.day)
    except (OverflowError, ValueError):  # beyond the year 9999
        return None


def _next(due: date, repeat: str, latest: date, day: int) -> date:
    if step := DAYS.get(repeat):
        return due + timedelta(days=step * ((latest - due).days // step + 1))
    step = MONTHS[repeat]
    ahead = (latest.year - due.year) * 12 + latest.month - due.month
    count = max(1, ahead // step)
    while (found := months_later(due, step * count, day)) <= latest:
        count += 1
    return found


def months_later(due: date, months: int, day: int) -> date:
    """That day of the month so many months later, or the month's last where it is shorter."""
    year, month = divmod(due.year * 12 + due.month - 1 + months, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def day_kept(due: date, first: date) -> int:
    """The day of the month that a series from ``first`` has come to: its own again after a month too short for it."""
    return max(due.day, first.day) if due.day == monthrange(due.year, due.month)[1] else due.day
