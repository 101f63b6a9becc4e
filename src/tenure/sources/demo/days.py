"""Which days does the demo tell of, and what sort of days are they? Eighteen months up to today, oldest first."""

import zlib
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

SEED = 2407
SPAN = 548  # days before today
WEEKS = SPAN // 7 + 1
DAILY = 120  # so many days back figures are told day by day, before that week by week
_FIXED = ((1, 1), (5, 1), (12, 25), (12, 26))
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Days:
    """Arrays with one place a day; ``ago`` counts down from SPAN to 0, which is today."""

    today: date
    ago: Whole
    weekday: Whole  # 0 is Monday
    of_year: Whole  # 1 is 1 January
    holiday: Flags
    between_years: Flags  # 24 December to 1 January
    midsummer: Flags  # weeks 29 to 32, when offices are half empty

    def date(self, ago: int) -> date:
        """The date so many days before today; negative ones lie ahead."""
        return self.today - timedelta(days=ago)


def days_until(today: date) -> Days:
    """The days of the demo as they are seen on ``today``."""
    ago = np.arange(SPAN, -1, -1)
    dates = [today - timedelta(days=int(back)) for back in ago]
    free = {holiday for year in {one.year for one in dates} for holiday in holidays(year)}
    return Days(
        today=today,
        ago=ago,
        weekday=np.array([one.weekday() for one in dates]),
        of_year=np.array([one.timetuple().tm_yday for one in dates]),
        holiday=np.array([one in free for one in dates]),
        between_years=np.array([(one.month, one.day) >= (12, 24) or (one.month, one.day) == (1, 1) for one in dates]),
        midsummer=np.array([29 <= one.isocalendar().week <= 32 for one in dates]),
    )


def holidays(year: int) -> list[date]:
    """The days of a year on which the whole street is closed."""
    fixed = [date(year, month, day) for month, day in _FIXED]
    return fixed + [easter(year) + timedelta(days=after) for after in _AFTER_EASTER]


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian rule."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    sunday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - sunday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def dice(number: int, topic: str) -> np.random.Generator:
    """The luck of one account in one matter, so that a change of one matter leaves all others as they were."""
    return np.random.default_rng([SEED, number, zlib.crc32(topic.encode())])
