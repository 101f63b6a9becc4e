"""Which accounts are there on a day, and what do they bring a month? Stretches of time in arrays, asked by day.

A stretch counts on a day when ``start <= day < end``: the day of its end is the first without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

OPEN: Final = np.iinfo(np.int32).max  # the end of what runs on
Days = NDArray[np.int32]
Amounts = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spans:
    """``accounts`` are their numbers, each once; ``at`` says of each stretch whose it is, as a place in ``accounts``.

    ``amount`` is in minor units a month; 0 for stretches that are none of money, such as those between orders.
    """

    accounts: NDArray[np.int64]
    at: NDArray[np.int64]
    start: Days
    end: Days
    amount: Amounts

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int, int]]) -> "Spans":
        """From (account, start, end, amount); what ends before it starts is left out."""
        kept = [row for row in rows if row[1] < row[2]]
        columns = np.array(kept, dtype=np.int64).reshape(-1, 4)
        return cls.from_columns(columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3])

    @classmethod
    def from_columns(
        cls,
        account: NDArray[np.int64],
        start: NDArray[np.integer],
        end: NDArray[np.integer],
        amount: NDArray[np.integer],
    ) -> "Spans":
        """The same from columns."""
        kept = start < end
        accounts, at = np.unique(account[kept], return_inverse=True)
        return cls(
            accounts,
            at.reshape(-1),
            start[kept].astype(np.int32),
            end[kept].astype(np.int32),
            amount[kept].astype(np.int64),
        )

    @property
    def first(self) -> Days:
        """The first day of each account."""
        found = np.full(len(self.accounts), OPEN, dtype=np.int32)
        np.minimum.at(found, self.at, self.start)
        return found

    def on(self, day: int | Days) -> Flags:
        """Which accounts are there on a day, or each on a day of its own."""
        return np.bincount(self.at[self._hit(day)], minlength=len(self.accounts)) > 0

    def amounts_on(self, day: int | Days) -> Amounts:
        """What each account brings a month on a day, or each on a day of its own."""
        found = np.zeros(len(self.accounts), dtype=np.int64)
        hit = self._hit(day)
        np.add.at(found, self.at[hit], self.amount[hit])
        return found

    def only(self, flags: Flags) -> "Spans":
        """The same of some accounts."""
        kept = flags[self.at]
        return Spans.from_columns(self.accounts[self.at[kept]], self.start[kept], self.end[kept], self.amount[kept])

    def _hit(self, day: int | Days) -> Flags:
        asked = day if isinstance(day, int) else day[self.at]
        hit: Flags = (self.start <= asked) & (asked < self.end)
        return hit
