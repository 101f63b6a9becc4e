"""How many of those who left were flagged, how many of the flagged stayed, and how long ahead? From alerts and stays."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from tenure.calc.backtest.firings import Firing
from tenure.calc.backtest.intervals import Estimate, middle, rate, share
from tenure.calc.backtest.outcomes import Stay, became_of, caught_by

FEWEST_LEFT: Final = 10  # departures; of fewer no verdict is given
FEWEST_AHEAD: Final = 6  # departures that were flagged; of fewer no median has an interval of 95 %


class Caught(msgspec.Struct, frozen=True):
    """``fired`` alerts became ``left``, ``stayed``, ``told`` (notice had been given) or are ``unknown`` yet.

    ``departures`` left, ``flagged`` of them after an alert and ``told_first`` only after they had given notice.
    ``precision`` is the share of alerts that were followed by leaving, of those of which it is known; ``recall`` the share
    of departures that were flagged; ``lead_days`` the median from the alert to the notice, or to leaving without one.
    """

    fired: int
    left: int
    stayed: int
    told: int
    unknown: int
    departures: int
    flagged: int
    told_first: int
    precision: Estimate
    recall: Estimate
    lead_days: Estimate
    alerts_per_member_week: Estimate


class Span(msgspec.Struct, frozen=True):
    """The days that were looked at, ``first`` to ``last``, what came within ``within`` days, and what is known until when."""

    first: int
    last: int
    within: int
    known_until: int

    @property
    def weeks(self) -> float:
        """How many weeks were looked at."""
        return (self.last - self.first + 1) / 7


def caught(
    alerts: Mapping[int, Sequence[Firing]], stays: Mapping[int, Sequence[Stay]], span: Span, members: int
) -> Caught:
    """Alerts and stays by account; ``members`` share the alerts."""
    became = [
        became_of(one, stay, span.within, span.known_until)
        for account, some in alerts.items()
        for one in some
        for stay in stays[account]
        if stay.holds(one.first)
    ]
    departures = departed(stays, span)
    ahead, told_first = [], 0
    for account, stay in departures:
        mine = [one for one in alerts.get(account, ()) if stay.holds(one.first)]
        alert = caught_by(mine, stay, span.within)
        if alert is not None and stay.lost_on is not None:
            ahead.append(stay.lost_on - alert.first)
        elif any(stay.lost_on is not None and one.first >= stay.lost_on for one in mine):
            told_first += 1
    left, stayed = became.count("left"), became.count("stayed")
    return Caught(
        len(became), left, stayed, became.count("told"), became.count("unknown"),
        len(departures), len(ahead), told_first,
        share(left, left + stayed), share(len(ahead), len(departures)), middle(ahead),
        rate(len(became), span.weeks * members),
    )  # fmt: skip


def departed(stays: Mapping[int, Sequence[Stay]], span: Span) -> list[tuple[int, Stay]]:
    """Accounts that left after the first day of the span and by its last, as far as that is known."""
    last = min(span.last, span.known_until)
    return [
        (account, stay)
        for account, some in stays.items()
        for stay in some
        if stay.left_on is not None and span.first < stay.left_on <= last
    ]
