"""Which accounts does a play leave alone, so that what it brings can be seen? Drawn by chance, once and for all."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from tenure.plays.play import HoldOut
from tenure.rules.match import matches
from tenure.rules.today import at as as_of
from tenure.values.moment import Moment


def is_held_out(of: HoldOut | None, play: int, account: int, now: datetime, facts: Mapping[str, object]) -> bool:
    """Whether an account is left alone by a play (both by number); ``facts`` hold what the rule of the exempt asks."""
    if of is None or not is_drawn(play, account, of.percent):
        return False
    return not is_exempt(of, now, facts)


def is_exempt(of: HoldOut | None, now: datetime, facts: Mapping[str, object]) -> bool:
    """Whether an account is never left alone; drawn or not, it is no part of the comparison then."""
    return of is not None and of.exempt is not None and matches(as_of(of.exempt, Moment(now)), facts)


def is_drawn(play: int, account: int, percent: int) -> bool:
    """Whether chance draws an account for so many in a hundred: whoever is drawn for a small share is for a larger one."""
    drawn = int.from_bytes(sha256(f"play {play} account {account}".encode()).digest()[:8], "big")
    return drawn % 10_000 < percent * 100
