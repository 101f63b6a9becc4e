"""Does an account leave, when, and does it say so? Satisfaction decides when a contract comes up for renewal."""

import math
from dataclasses import dataclass

from tenure.sources.demo.account import Account
from tenure.sources.demo.days import SPAN, Numbers, dice

NOTICE = 75  # days before the end of a term at which an account makes up its mind
PATIENCE = 0.1  # satisfaction at which one account in two leaves that puts up with nothing
LOYALTY = 0.12  # how much less is enough for one that puts up with everything
SHARPNESS = 0.03
CLOSING = 0.012  # of the terms that end, those that would end whatever we do: the business closes, is sold, moves on
SILENT_HABIT = 0.55  # who uses the app from habit leaves without notice


@dataclass(frozen=True, slots=True)
class Departure:
    """Days ago; ``ended`` is below 0 when the contract still runs. ``noticed`` None: no notice was ever given."""

    ended: int
    noticed: int | None


def departure(account: Account, satisfied: Numbers) -> Departure | None:
    """The end of the account's contract, as far as it is decided by today; None when it goes on."""
    if account.twist.left is not None:
        return Departure(account.twist.left, None)
    if account.twist.stays:
        return None
    luck = dice(account.number, "departure")
    for end in renewals(account):
        decided = end + min(NOTICE, account.term // 4)
        if decided < 0:
            return None  # nobody knows yet
        mood = float(satisfied[SPAN - min(decided, SPAN)])
        leaves, closes = luck.random() < chance(mood, account.loyalty), luck.random() < CLOSING
        if decided > SPAN or not (leaves or closes):
            continue
        if closes or account.habit > SILENT_HABIT:
            return Departure(end, None) if end >= 0 else None
        return Departure(end, decided)
    return None


def renewals(account: Account) -> list[int]:
    """The ends of the account's terms, in days ago, the first first; the last lies ahead."""
    terms = account.started // account.term + 1
    return [account.started - account.term * number for number in range(1, terms + 1)]


def chance(satisfied: float, loyalty: float) -> float:
    """How likely an account leaves that has to decide in this mood: a curve that is steep at its own patience."""
    return 1 / (1 + math.exp((satisfied - PATIENCE + LOYALTY * loyalty) / SHARPNESS))
