"""What became of an account? Its hidden satisfaction, its departure, the days on which it was one, and its people."""

from dataclasses import dataclass

import numpy as np

from tenure.sources.demo.account import Account
from tenure.sources.demo.days import Days, Flags, Numbers
from tenure.sources.demo.departures import Departure, departure
from tenure.sources.demo.people import Person, people
from tenure.sources.demo.satisfaction import satisfaction


@dataclass(frozen=True, eq=False, slots=True)
class Life:
    """``satisfied`` and ``here`` have one place a day, as `Days` have."""

    account: Account
    satisfied: Numbers
    departure: Departure | None
    here: Flags
    people: tuple[Person, ...]

    @property
    def first(self) -> int:
        """The first day of which anything is told, in days ago."""
        return min(self.account.started, len(self.here) - 1)

    @property
    def last(self) -> int:
        """The last day as an account, in days ago; 0 for those who are one."""
        return 0 if self.departure is None else max(self.departure.ended + 1, 0)

    def mood(self, ago: int) -> float:
        """How satisfied it was so many days ago; before anything is told, as at the beginning."""
        return float(self.satisfied[max(len(self.satisfied) - 1 - ago, 0)])


def live(account: Account, days: Days) -> Life:
    """Let an account live through the days."""
    satisfied = satisfaction(account)
    gone = departure(account, satisfied)
    here = days.ago <= account.started
    if gone is not None:
        here &= days.ago > gone.ended
    return Life(account, satisfied, gone, np.asarray(here), people(account))
