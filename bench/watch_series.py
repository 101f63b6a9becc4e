"""Made-up accounts for `bench.watches`: their days over years, in which nothing happens that anybody should be told of."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Luck = np.random.Generator

FIRST = date(2023, 1, 2)  # a Monday
OFFICE = np.array([1.05, 1.1, 1.05, 1.0, 0.9, 0.12, 0.05])
SHOP = np.array([0.7, 0.8, 0.9, 1.0, 1.3, 1.7, 0.6])


def office(luck: Luck, accounts: int, days: int) -> Floats:
    """Offices: 1 to 60 a day, hardly any at weekends and on holidays, less in a summer fortnight; overdispersed weeks."""
    level = np.exp(luck.uniform(0, 4.1, (accounts, 1)))
    return counts(luck, level * week(OFFICE, days) * quiet(luck, accounts, days) * wander(luck, accounts, days))


def steady(luck: Luck, accounts: int, days: int) -> Floats:
    """Shops: Poisson around a weekly rhythm, 0.3 to 60 a day."""
    return counts(luck, np.exp(luck.uniform(-1.2, 4.1, (accounts, 1))) * week(SHOP, days))


def sparse(luck: Luck, accounts: int, days: int) -> Floats:
    """Now and then, at random: once in three to fifteen days."""
    return counts(luck, np.broadcast_to(1 / luck.uniform(3, 15, (accounts, 1)), (accounts, days)))


def planned(luck: Luck, accounts: int, days: int) -> Floats:
    """A push on the same day each week, fortnight or four weeks: one in seven a day off, one in thirty left out."""
    made = np.zeros((accounts, days))
    for row in made:
        due = np.arange(luck.integers(7), days - 2, luck.choice([7, 14, 28]))
        due = due[luck.random(len(due)) > 1 / 30]
        row[due + (luck.random(len(due)) < 1 / 7)] = 1
    return made


def growing(luck: Luck, accounts: int, days: int, grows: int | None = None) -> Floats:
    """Shops that grow by 1 to 4 % from week to week, with weeks that wander; flat after so many days."""
    level = np.exp(luck.uniform(1.5, 4.1, (accounts, 1)))
    growth = (1 + luck.uniform(0.01, 0.04, (accounts, 1))) ** (np.minimum(np.arange(days), grows or days) / 7)
    return counts(luck, level * growth * week(SHOP, days) * wander(luck, accounts, days, 0.05))


def seasonal(luck: Luck, accounts: int, days: int) -> Floats:
    """Shops whose best month brings two to six times their worst, each year anew, growing by up to a third a year."""
    level, swing = np.exp(luck.uniform(2, 4.1, (accounts, 1))), luck.uniform(0.33, 0.7, (accounts, 1))
    at = 2 * np.pi * (np.arange(days) / 365.25 + luck.random((accounts, 1)))
    growth = 1 + luck.uniform(0, 0.33, (accounts, 1)) * np.arange(days) / 365
    return counts(
        luck, level * (1 + swing * np.sin(at)) * growth * week(SHOP, days) * wander(luck, accounts, days, 0.05)
    )


KINDS: dict[str, Callable[[Luck, int, int], Floats]] = {
    one.__name__: one for one in (office, steady, sparse, planned, growing, seasonal)
}


def counts(luck: Luck, expected: Floats) -> Floats:
    return luck.poisson(expected).astype(float)


def week(shape: Floats, days: int) -> Floats:
    return np.resize(shape, days)


def wander(luck: Luck, accounts: int, days: int, size: float = 0.12) -> Floats:
    """A factor around 1 that changes from week to week and half remembers the last."""
    weeks = np.zeros((accounts, days // 7 + 1))
    for at in range(1, weeks.shape[1]):
        weeks[:, at] = 0.5 * weeks[:, at - 1] + luck.normal(0, size, accounts)
    return np.exp(np.repeat(weeks, 7, axis=1)[:, :days])


def quiet(luck: Luck, accounts: int, days: int) -> Floats:
    """Holidays: nine days at the turn of the year and four at Easter with a tenth, a fortnight in summer with half."""
    made = np.ones((accounts, days))
    summer = luck.integers(0, 42, accounts)
    for year in range(FIRST.year, (FIRST + timedelta(days=days)).year + 1):
        _slow(made, date(year, 12, 24), 9, 0.1)
        _slow(made, easter(year) - timedelta(days=2), 4, 0.1)
        for row, shift in zip(made, summer.tolist(), strict=True):
            _slow(row[None], date(year, 7, 1) + timedelta(days=shift), 14, 0.5)
    return made


def _slow(made: Floats, start: date, days: int, share: float) -> None:
    at = (start - FIRST).days
    made[:, max(at, 0) : max(at + days, 0)] *= share


def easter(year: int) -> date:
    """Easter Sunday (Butcher's algorithm)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
