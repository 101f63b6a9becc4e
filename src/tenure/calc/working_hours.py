"""When does somebody work next? Their days and hours as the clocks of their own place show them, without days away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from tenure.values.zone import day_in, moment_in, time_in

FARTHEST: Final = 400  # days ahead that are looked at: who is away for longer is told nothing meanwhile


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From the full hour ``starts_at`` until before ``ends_at`` (at most 24), on the ISO weekdays in ``days``.

    ``is_away`` says of a day there whether it is not worked after all.
    """

    zone: str
    starts_at: int
    ends_at: int
    days: str
    is_away: Callable[[date], bool]

    def next_within(self, moment: datetime) -> datetime | None:
        """The moment itself where it lies within, else the next start; None when there is none in sight."""
        there = time_in(moment, self.zone)
        if self._works(there.date()) and self.starts_at <= there.hour < self.ends_at:
            return moment
        return self.next_start(moment)

    def next_start(self, moment: datetime) -> datetime | None:
        """The next time, or this one, at which a working day starts; None when there is none in sight."""
        return next((start for start in self._starts(moment) if start >= moment), None)

    def _starts(self, moment: datetime) -> Iterator[datetime]:
        first = day_in(moment, self.zone)
        for ahead in range(FARTHEST):
            day = first + timedelta(days=ahead)
            if self._works(day):
                yield moment_in(datetime.combine(day, time(self.starts_at)), self.zone)

    def _works(self, day: date) -> bool:
        return str(day.isoweekday()) in self.days and not self.is_away(day)
