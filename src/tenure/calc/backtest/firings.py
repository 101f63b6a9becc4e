"""When would a rule have fired? Stretches of days on which an account's alert would have been open."""

from collections.abc import Iterable
from typing import Final

import msgspec

WITHIN: Final = (30, 60, 90)  # days in which it is looked who left


class Manner(msgspec.Struct, frozen=True):
    """How becoming true becomes an alert: after it ``holds_days``, and not again within ``cooldown_days`` of the last one's end."""

    holds_days: int = 0
    cooldown_days: int = 0


AT_ONCE: Final = Manner()


class Firing(msgspec.Struct, frozen=True):
    """One alert: the day on which it came, and the last on which it was open. Days are keys."""

    first: int
    last: int


def firings(days: Iterable[tuple[int, bool, bool]], manner: Manner = AT_ONCE) -> list[Firing]:
    """Alerts of one account from (day, whether the rule holds, whether it counts as resolved), in order of day.

    A day that is missing ends what was open: the account was not there.
    """
    found: list[Firing] = []
    since: int | None = None  # from when on the rule held
    begun: int | None = None  # the day of the open alert
    before: int | None = None
    for day, holds, resolved in days:
        if before is not None and day != before + 1:
            found, begun, since = _ended(found, begun, before), None, None
        since = (day if since is None else since) if holds else None
        if begun is not None and before is not None and resolved:
            found, begun = _ended(found, begun, before), None
        if begun is None and since is not None and day - since >= manner.holds_days and _rested(found, day, manner):
            begun = day
        before = day
    return found if before is None else _ended(found, begun, before)


def _ended(found: list[Firing], begun: int | None, last: int) -> list[Firing]:
    return found if begun is None else [*found, Firing(begun, last)]


def _rested(found: list[Firing], day: int, manner: Manner) -> bool:
    return not found or day - found[-1].last > manner.cooldown_days
