"""How many of those who began in one month are still there a month later, two months later, and so on?

An account is asked at its own age: its first day, that day a month later, … (the last of the month where there is none
such). So month 0 is everybody, whenever in the month they began. A month counts once the youngest has reached it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tenure.calc.spans import Days, Flags, Spans


@dataclass(frozen=True, slots=True)
class Cohort:
    """``month`` as 2026-03; ``retained`` counts and ``revenue`` minor units at month 0, 1, 2 …"""

    month: str
    size: int
    retained: tuple[int, ...]
    revenue: tuple[int, ...]


def cohorts(spans: Spans, since: int, until: int) -> list[Cohort]:
    """The cohorts that began from a day on, as known on a later one; both as keys."""
    first = spans.first
    counted = (first >= since) & (first <= until)
    months = first.astype("datetime64[D]").astype("datetime64[M]")
    ages = {age: (spans.on(days), spans.amounts_on(days)) for age, days in _ages(first, counted, until)}
    found = []
    for month in np.unique(months[counted]):
        mine = counted & (months == month)
        oldest = _reached(month, until)
        retained = tuple(int(ages[age][0][mine].sum()) for age in range(oldest + 1))
        revenue = tuple(int(ages[age][1][mine].sum()) for age in range(oldest + 1))
        found.append(Cohort(str(month), int(mine.sum()), retained, revenue))
    return found


def still_there(spans: Spans, month: str, age: int) -> Flags:
    """Which accounts began in a month (2026-03) and were there so many months later; one cell of the table."""
    first = spans.first
    begun = first.astype("datetime64[D]").astype("datetime64[M]") == np.datetime64(month, "M")
    found: Flags = begun & spans.on(months_later(first, age))
    return found


def months_later(days: Days, months: int) -> Days:
    """Each day so many months later; the last of the month where it is shorter."""
    dates = days.astype("datetime64[D]")
    begin = dates.astype("datetime64[M]")
    into = (dates - begin.astype("datetime64[D]")).astype(np.int64)
    last = ((begin + (months + 1)).astype("datetime64[D]") - (begin + months).astype("datetime64[D]")).astype(np.int64)
    moved = (begin + months).astype("datetime64[D]") + np.minimum(into, last - 1).astype("timedelta64[D]")
    later: Days = moved.astype(np.int64).astype(np.int32)
    return later


def _ages(first: Days, counted: "np.ndarray[tuple[int], np.dtype[np.bool_]]", until: int) -> Iterator[tuple[int, Days]]:
    """Every age that the oldest cohort has reached, with each account's day of that age."""
    if not counted.any():
        return
    eldest = first[counted].min().astype("datetime64[D]").astype("datetime64[M]")
    for age in range(_reached(eldest, until) + 1):
        yield age, months_later(np.where(counted, first, 0).astype(np.int32), age)


def _reached(month: np.datetime64, until: int) -> int:
    """The age in months that everybody has who began in a month, 0 at least."""
    last_day = int(((month + 1).astype("datetime64[D]") - np.timedelta64(1, "D")).astype(np.int64))
    age = 0
    while int(months_later(np.array([last_day], dtype=np.int32), age + 1)[0]) <= until:
        age += 1
    return age
