"""What does this process read from? Its home, spool and engine, opened once when first asked for."""

from functools import cache

from django.conf import settings

from tenure.answers.gap_memory import GapMemory
from tenure.answers.keeping import Keeping
from tenure.eventlog.engines import own, spills
from tenure.eventlog.engines.engine import Engine
from tenure.eventlog.home import Home
from tenure.eventlog.open_spool import open_spool
from tenure.eventlog.spool import Spool


@cache
def home() -> Home:
    """Where the data is: TENURE_DATA."""
    return Home(settings.TENURE_DATA)


@cache
def spool() -> Spool:
    """Accepted requests that are not in the log yet."""
    return open_spool(home(), settings.DATABASE_URL)


@cache
def keeping() -> Keeping:
    """Whether capture in this process can keep what is sent."""
    return Keeping()


@cache
def gap_memory() -> GapMemory:
    """The gaps between orders that this process has read."""
    return GapMemory()


def engine() -> Engine:
    """What answers expressions in this process: the one engine, because each takes up to the memory limit."""
    return own.engine()


def tidy() -> None:
    """Remove what engines of killed processes left in TENURE_DATA, as whoever starts to work does."""
    spills.remove_dead(settings.TENURE_DATA / "tmp" / "log")


def forget() -> None:
    """Open everything anew at the next question, as tests do that change where the data is."""
    for opened in (home, spool, keeping, gap_memory, own.engine):
        opened.cache_clear()
