"""Who needs somebody first? Money at stake x severity x nearness, each with a name, so that every rank can be asked why.

What makes an account urgent never makes it unhealthy: neither its money nor a date that comes nearer is in the score.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tenure.values.money import Money

# All in whole numbers, so that a database and Python rank alike: severity in hundredths, nearness in tenths.
# How bad it is. An account that does well is looked at only when it fell.
SEVERITY: Final[Mapping[str, int]] = MappingProxyType({"poor": 100, "average": 40, "none": 20, "good": 10, "former": 0})
THIN: Final[Mapping[str, int]] = MappingProxyType({"poor": 70, "average": 28, "none": 14, "good": 7, "former": 0})
# Points that the score lost in four weeks, at least -> what is added to the severity; the first that fits.
FALLS: Final[Sequence[tuple[float, int]]] = ((30.0, 60), (20.0, 40), (10.0, 20))
# Days until a renewal, the last day to give notice, or a task is due, at most -> factor; the first that fits.
NEARNESS: Final[Sequence[tuple[int, int]]] = ((0, 30), (7, 26), (14, 22), (30, 18), (60, 14), (90, 12))
FAR: Final = 10
WHOLE: Final = 1_000  # severity and nearness of one times each other
# An account whose money nobody knows, or that pays nothing, ranks behind those that pay, but does not vanish.
LEAST: Final = 1
NEEDED: Final = 500  # pressing (severity x nearness) from here on, an account needs somebody


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rank of one account is made of.

    ``stake``: minor units a month. ``fell``: points that the score lost in four weeks (0: none). ``due_in``: days until
    the nearest of renewal, last day to give notice and open task (negative: overdue), None without any.
    """

    account: int
    band: str
    stake: int | None = None
    is_thin: bool = False
    fell: float = 0.0
    due_in: int | None = None


def stake(mrr: Money | None, revenue_365: Money | None) -> Money | None:
    """What leaves each month if the account does: its MRR, and of a shop's a twelfth of what a year of orders brought."""
    if mrr is not None or revenue_365 is None:
        return mrr
    return Money(round(revenue_365.amount / 12), revenue_365.currency)


def severity(one: Standing) -> int:
    """How bad it is, in hundredths: of the band (poor 1, average 0.4, no data 0.2, good 0.1), times 0.7 when thin, and
    0.2 to 0.6 more for a fall. Former accounts need nobody any more: 0.
    """
    if one.band == "former":
        return 0
    return (THIN if one.is_thin else SEVERITY)[one.band] + fall(one.fell)


def fall(points: float) -> int:
    """What a loss of so many points in four weeks adds, in hundredths: 0.2 from 10, 0.4 from 20, 0.6 from 30."""
    return next((added for least, added in FALLS if points >= least), 0)


def nearness(due_in: int | None) -> int:
    """How soon it is decided, in tenths: 3 when due or overdue, 2.6 within 7 days, 2.2 in 14, 1.8 in 30, 1.4 in 60,
    1.2 in 90, else 1.
    """
    return FAR if due_in is None else next((factor for most, factor in NEARNESS if due_in <= most), FAR)


def pressing(one: Standing) -> int:
    """Severity x nearness, in thousandths: how much an account needs somebody, whatever it pays."""
    return severity(one) * nearness(one.due_in)


def urgency(one: Standing) -> int:
    """Money at stake (minor units a month, at least 1) x severity x nearness; a thousand is one minor unit."""
    return max(one.stake or 0, LEAST) * pressing(one)


def needs_somebody(one: Standing) -> bool:
    """Whether it is pressing enough (0.5): poor ones, and others that fell or of which something is due soon."""
    return pressing(one) >= NEEDED


def ranked(standings: Iterable[Standing]) -> list[Standing]:
    """Those that need somebody, the most urgent first; equal ones by account."""
    return sorted(filter(needs_somebody, standings), key=lambda one: (-urgency(one), one.account))
