"""Which period does a report of the business look at, and which months lead up to it?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from tenure.records.workspace import Workspace
from tenure.values.moment import day_key

ROLLING_DAYS: Final = 30
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to a later one; what ends on a day is no longer there on it. ``so_far``: it ends today, and today counts."""

    start: date
    end: date
    so_far: bool = False

    @property
    def days(self) -> tuple[int, int]:
        """Both as keys."""
        return day_key(self.start), day_key(self.end)

    @property
    def until(self) -> date:
        """The first day of which nothing counts any more: what happened today counts in a period that runs."""
        return self.end + timedelta(days=1) if self.so_far else self.end


@dataclass(frozen=True, slots=True)
class Window:
    """The month that is looked at, the twelve months that end with it, and each of those months."""

    month: Period
    year: Period
    months: tuple[Period, ...]
    is_rolling: bool


def window(workspace: Workspace, today: date, chosen: date | None = None) -> Window:
    """A calendar month (the last complete one, or that of ``chosen``), or where the workspace counts so the last 30 days.

    The month that runs ends today, which counts in it; a chosen month is a calendar month in either definition.
    """
    is_rolling = workspace.retention_window == "rolling" and chosen is None
    if is_rolling:
        ends = [today - timedelta(days=ROLLING_DAYS * back) for back in range(MONTHS, -1, -1)]
        months = tuple(Period(*pair) for pair in pairwise(ends))
        months = (*months[:-1], replace(months[-1], so_far=True))
        return Window(months[-1], Period(shifted(today, -MONTHS), today, so_far=True), months, True)
    first = (chosen or shifted(today.replace(day=1), -1)).replace(day=1)
    starts = [shifted(first, back) for back in range(1 - MONTHS, 2)]
    months = tuple(Period(start, end) for start, end in pairwise(starts))
    if so_far := first <= today < shifted(first, 1):
        months = (*months[:-1], Period(first, today, so_far))
    year = Period(shifted(months[-1].end, -MONTHS), months[-1].end, so_far)
    return Window(months[-1], year, months, False)


def shifted(day: date, months: int) -> date:
    """So many months later or earlier; the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, day.day - 4, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def choices(first: date | None, today: date) -> Iterator[date]:
    """The months that can be chosen, the latest first: from that of the first day until that which runs."""
    month = today.replace(day=1)
    while first is not None and month >= first.replace(day=1):
        yield month
        month = shifted(month, -1)
