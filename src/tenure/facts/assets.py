"""How do the apps and sites of an account do, and do we keep them in order? The asset facts.

From dated values of assets and from measurements: ``pushes``, ``downloads``, ``bookings`` and ``active_users`` a day. An
account without such dates or figures has null; 0 is only what figures say.
"""

from functools import partial
from typing import Final

from ibis import _

from tenure.facts.asset_rows import FEWEST_GAPS, GAP_DAYS, TREND_DAYS
from tenure.facts.declare import Fact, percent, until, when
from tenure.values.voice import later, voice, worded, worded_for

NO_PUSHES: Final = "No push is known"
NO_DOWNLOADS: Final = f"No downloads are measured in the last {TREND_DAYS} days"
NO_BOOKINGS: Final = f"No bookings are measured in the last {TREND_DAYS} days"
NO_USERS: Final = f"No active users are measured in the last {TREND_DAYS} days"
_LATELY: Final = f"the last {TREND_DAYS} complete UTC days"

_fact = partial(Fact, group="assets")


def _said_certificate(days: int) -> str:
    if days >= 0:
        return worded("A certificate ends {when}", when=until(days))
    return worded("A certificate ended {when}", when=when(-days))


_SAID_TREND: Final = {
    "downloads": (
        later("As many downloads in the last {days} days as in the {days} before"),
        later("{share} more downloads in the last {days} days than in the {days} before"),
        later("{share} fewer downloads in the last {days} days than in the {days} before"),
    ),
    "active users": (
        later("As many active users in the last {days} days as in the {days} before"),
        later("{share} more active users in the last {days} days than in the {days} before"),
        later("{share} fewer active users in the last {days} days than in the {days} before"),
    ),
}


def _said_trend(of: str, value: float) -> str:
    change = round((value - 1) * 100)
    same, more, fewer = _SAID_TREND[of]
    said = (more if change > 0 else fewer) if change else same
    return worded(said, share=percent(abs(change) / 100), days=str(TREND_DAYS))


ASSETS: Final = (
    _fact(
        "asset_republish_days",
        "int",
        "days",
        "How many days ago that asset was published which has waited longest to be published again.",
        _.asset_republish_days,
        lambda value: worded("An asset was last published {when}", when=when(value)),
        "No publication of an asset is known",
    ),
    _fact(
        "certificate_days_left",
        "int",
        "days",
        "Days until the first certificate of its assets ends; negative once it has.",
        _.certificate_days_left,
        _said_certificate,
        "No certificate is known",
    ),
    _fact(
        "push_silence_days",
        "int",
        "days",
        "How many calendar days (UTC) ago the last push was sent.",
        _.push_silence_days,
        lambda value: worded("Last push {when}", when=when(value)),
        NO_PUSHES,
    ),
    _fact(
        "push_usual_gap_days",
        "float",
        "days",
        f"The account's own usual gap: the median of the days between days with pushes in the last {GAP_DAYS} complete UTC days; "
        f"null with fewer than {FEWEST_GAPS} gaps.",
        _.push_usual_gap_days,
        lambda value: worded("Usually pushes every {days} days", days=voice().number(value, 1)),
        f"Fewer than {FEWEST_GAPS + 1} days with pushes in the last {GAP_DAYS} days",
    ),
    _fact(
        "push_silence_ratio",
        "float",
        "usual gaps",
        "Days since the last push over the account's own usual gap.",
        _.push_silence_days / _.push_usual_gap_days,
        lambda value: worded("The last push is {gaps} usual gaps ago", gaps=voice().number(value, 1)),
        "No push, or too few to know the usual gap",
    ),
    _fact(
        "downloads_28",
        "int",
        "downloads",
        f"Downloads in {_LATELY}; null when none were measured then.",
        _.downloads_28,
        lambda value: worded_for(
            value, "{n} download in the last {days} days", "{n} downloads in the last {days} days", days=str(TREND_DAYS)
        ),
        NO_DOWNLOADS,
    ),
    _fact(
        "downloads_before_28",
        "int",
        "downloads",
        f"Downloads in the {TREND_DAYS} complete UTC days before the last {TREND_DAYS}: what downloads_trend_28 compares with.",
        _.downloads_before,
        lambda value: worded_for(
            value,
            "{n} download in the {days} days before the last {days}",
            "{n} downloads in the {days} days before the last {days}",
            days=str(TREND_DAYS),
        ),
        f"No downloads are measured in the {TREND_DAYS} days before the last {TREND_DAYS}",
    ),
    _fact(
        "downloads_trend_28",
        "float",
        "ratio",
        f"Downloads of {_LATELY} over those of the {TREND_DAYS} before; 1 is no change, null when there were none before.",
        _.downloads_28 / _.downloads_before.nullif(0),
        partial(_said_trend, "downloads"),
        f"No downloads in the {TREND_DAYS} days before to compare with",
    ),
    _fact(
        "bookings_28",
        "int",
        "bookings",
        f"Bookings in {_LATELY}; null when none were measured then.",
        _.bookings_28,
        lambda value: worded_for(
            value, "{n} booking in the last {days} days", "{n} bookings in the last {days} days", days=str(TREND_DAYS)
        ),
        NO_BOOKINGS,
    ),
    _fact(
        "asset_users_28",
        "float",
        "people a day",
        f"Active users on an average day of {_LATELY}: the mean over the days with a figure, all its assets added up.",
        _.users_28,
        lambda value: worded("{count} active users on an average day", count=voice().number(value)),
        NO_USERS,
    ),
    _fact(
        "asset_users_trend_28",
        "float",
        "ratio",
        f"Active users on an average day of {_LATELY} over those of the {TREND_DAYS} before; 1 is no change, null when there were "
        "none before.",
        _.users_28 / _.users_before.nullif(0),
        partial(_said_trend, "active users"),
        f"No active users in the {TREND_DAYS} days before to compare with",
    ),
)
