"""Which day and time is it where a workspace is? Days of tasks and times of meetings are its own, not UTC's."""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=500)
def zone_of(name: str) -> tzinfo:
    """The time zone with an IANA name; UTC when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # a name that nobody knows, or that is no name at all
        return UTC


def day_in(moment: datetime, name: str) -> date:
    """The day that it is there."""
    return moment.astimezone(zone_of(name)).date()


def time_in(moment: datetime, name: str) -> datetime:
    """The same moment as the clocks there show it."""
    return moment.astimezone(zone_of(name))


def moment_in(wall: datetime, name: str) -> datetime:
    """The moment when clocks there show ``wall``, which has no zone of its own.

    Of an hour that comes twice it is the first; of one that never comes, what the clocks show an hour later.
    """
    return wall.replace(tzinfo=zone_of(name), fold=0).astimezone(UTC)
