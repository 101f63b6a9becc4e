"""As of when? A moment is what every fact is a function of."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

EPOCH = date(1970, 1, 1)
DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)


def day_key(day: date) -> int:
    """Days since 1970-01-01: the integer every table uses for a UTC day."""
    return (day - EPOCH).days


def day_of(key: int) -> date:
    """The date of a day key."""
    return EPOCH + timedelta(days=key)


def is_day(at: datetime) -> bool:
    """Whether a time that came in names its day alone: a file without an hour is read as midnight UTC."""
    return at.astimezone(UTC).time() == time()


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A point in UTC time; everything strictly before it is known, nothing at or after it.

    A bare date means the end of that day, so ``Moment.end_of(d)`` is midnight at the start of the next day.
    """

    at: datetime

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError("a moment needs a time zone: pass an aware datetime")
        object.__setattr__(self, "at", self.at.astimezone(UTC))

    @classmethod
    def end_of(cls, day: date) -> "Moment":
        """The end of a UTC day: all of that day counts."""
        return cls(datetime(day.year, day.month, day.day, tzinfo=UTC) + DAY)

    @classmethod
    def parse(cls, text: str) -> "Moment":
        """Read ``2026-03-01`` (its end) or an ISO date-time (UTC unless it says otherwise).

        Raises ValueError with a sentence when the text is neither.
        """
        try:
            if len(text) == 10:
                return cls.end_of(date.fromisoformat(text))
            at = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"“{text}” is not a date: write 2026-03-01 or 2026-03-01T14:30:00Z") from None
        return cls(at if at.tzinfo else at.replace(tzinfo=UTC))

    @property
    def window_day(self) -> int:
        """Key of the UTC day that windows count back from: ``age = window_day - day``.

        A window of n days is ``0 <= age <= n`` (n complete days before, plus today so far);
        complete days only is ``1 <= age <= n``. At the end of a day the two coincide.
        """
        return day_key(self.at.date())

    @property
    def day(self) -> int:
        """Key of the last day of which anything is known; "days since" and dates count from here."""
        return day_key((self.at - MICROSECOND).date())

    @property
    def date(self) -> date:
        """The date of ``day``."""
        return day_of(self.day)

    def isoformat(self) -> str:
        """The bare date when the moment ends a day, else the full UTC time."""
        ends_day = self.at.time() == datetime.min.time()
        return self.date.isoformat() if ends_day else self.at.isoformat().replace("+00:00", "Z")
