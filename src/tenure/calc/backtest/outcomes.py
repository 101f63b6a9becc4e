"""What became of those who were there? Who left, and what is not known yet because the data ends before it could be."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from tenure.calc.backtest.firings import Firing

Outcome = Literal["left", "stayed", "told", "unknown"]


class Stay(msgspec.Struct, frozen=True):
    """From when until when an account was there; ``left_on`` is the first day without it, None while it is there.

    ``told_on``: the day on which it gave notice, which is what has to be foreseen where there was one.
    """

    since: int
    left_on: int | None = None
    told_on: int | None = None

    @property
    def lost_on(self) -> int | None:
        """The day on which it was lost: that of its notice, else that of its end."""
        if self.left_on is None or self.told_on is None:
            return self.left_on
        return min(self.told_on, self.left_on)

    def holds(self, day: int) -> bool:
        """Whether it was there on a day."""
        return self.since <= day and (self.left_on is None or day < self.left_on)


def became_of(firing: Firing, stay: Stay, within: int, known_until: int) -> Outcome:
    """What followed an alert: ``left`` within so many days or while it was open, or ``stayed``; ``told``: notice came first.

    ``unknown`` when so many days have not passed by the end of what is known, whatever followed: to count only those who
    left already would make every late alert look right.
    """
    lost_on = stay.lost_on
    if lost_on is not None and lost_on <= firing.first:
        return "told"
    if firing.first + within > known_until:
        return "unknown"
    if lost_on is None or lost_on > known_until:
        return "stayed"
    return "left" if _is_before(firing, lost_on, within) else "stayed"


def caught_by(firings: Sequence[Firing], stay: Stay, within: int) -> Firing | None:
    """The alert that foresaw a departure: still open when it came, or begun within so many days before; the earliest."""
    lost_on = stay.lost_on
    return None if lost_on is None else next((one for one in firings if _is_before(one, lost_on, within)), None)


def has_left(stay: Stay, day: int, within: int, known_until: int) -> bool | None:
    """Whether who was there on a day was lost within so many days; None where that is not known yet, or was so already."""
    lost_on = stay.lost_on
    if day + within > known_until or (lost_on is not None and lost_on <= day):
        return None
    return lost_on is not None and lost_on - day <= within


def _is_before(firing: Firing, lost_on: int, within: int) -> bool:
    return firing.first < lost_on and (lost_on - firing.first <= within or firing.last >= lost_on - 1)
