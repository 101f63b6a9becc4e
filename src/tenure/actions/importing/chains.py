"""Which periods are one contract? Those of one product that follow each other without a gap of more than a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

_A_DAY = timedelta(days=1)  # ends are often written as the last day instead of the first day after


class Span(Protocol):
    """A period with its days; without an end it runs on."""

    starts_on: date
    ends_on: date | None


S = TypeVar("S", bound=Span)


def chains(periods: Sequence[S]) -> list[list[S]]:
    """Periods in chains: each starts at most a day after the latest end before it. In order of start."""
    found: list[list[S]] = []
    end: date | None = None
    for period in sorted(periods, key=lambda span: (span.starts_on, span.ends_on or date.max)):
        if found and (end is None or period.starts_on <= end + _A_DAY):
            found[-1].append(period)
            end = None if end is None or period.ends_on is None else max(end, period.ends_on)
        else:
            found.append([period])
            end = period.ends_on
    return found


def whole_months(start: date, end: date) -> int | None:
    """How many calendar months lie between two days when it is a whole number of them; the 31st counts as a month's end."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months <= 0:
        return None
    last = (date(end.year + end.month // 12, end.month % 12 + 1, 1) - _A_DAY).day
    return months if end.day == min(start.day, last) else None
