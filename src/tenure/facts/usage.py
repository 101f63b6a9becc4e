"""What do accounts do with the product? The usage facts.

track, page and screen events count; identify, group and alias do not. An account that was never seen has null
everywhere here; one that was seen before has a known 0 in a window without events.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import ibis
from ibis import _

from tenure.facts.declare import Fact, percent, when
from tenure.facts.usage_rows import RATIO_DAYS, WINDOWS
from tenure.values.voice import voice, worded, worded_for

UNSEEN: Final = "No usage seen yet"
_WINDOW: Final = "the last {n} complete UTC days and today so far"

DAILY, WEEKLY, MONTHLY = 12, 3, 1  # active days of 28 from which usage counts as that


def _said_rhythm(value: str) -> str:
    said = {
        "daily": worded("Used on most working days"),
        "weekly": worded("Used about every week"),
        "monthly": worded("Used only now and then"),
        "dormant": worded("Not used in the last 28 days"),
    }
    return said.get(value) or worded("Used {how}", how=value)


_fact = partial(Fact, group="usage", unknown=UNSEEN)


def _capped(n: int) -> Any:
    days = _[f"active_days_{n}"]
    return ibis.ifelse(days > n, n, days)  # not least(), which takes null for the other


def _in_window(n: int) -> Iterator[Fact]:
    window, days = _WINDOW.format(n=n), str(n)
    yield _fact(
        f"events_{n}",
        "int",
        "events",
        f"How many events the account sent in {window}.",
        _[f"events_{n}"],
        lambda value: worded_for(
            value, "{n} event in the last {days} days", "{n} events in the last {days} days", days=days
        ),
    )
    yield _fact(
        f"active_days_{n}",
        "int",
        "days",
        f"On how many days the account sent any event in {window}, at most {n}.",
        _capped(n),
        lambda value: worded("Active on {count} of the last {days} days", count=voice().number(value), days=days),
    )
    yield _fact(
        f"actors_{n}",
        "int",
        "people",
        f"How many different people of the account sent any event in {window}.",
        _[f"actors_{n}"],
        lambda value: worded_for(
            value, "{n} person active in the last {days} days", "{n} people active in the last {days} days", days=days
        ),
    )


def _said_trend(value: float) -> str:
    change = round((value - 1) * 100)
    share, days = percent(abs(change) / 100), str(RATIO_DAYS)
    if not change:
        return worded("As many events in the last {days} days as in the {days} before", days=days)
    if change > 0:
        return worded("{share} more events in the last {days} days than in the {days} before", share=share, days=days)
    return worded("{share} fewer events in the last {days} days than in the {days} before", share=share, days=days)


# By counts of days, not by hours: the same figure that active_days_28 shows.
_days = _capped(28)
_frequency = ibis.cases(
    (_days.isnull(), ibis.null("string")),
    (_days >= DAILY, "daily"),
    (_days >= WEEKLY, "weekly"),
    (_days >= MONTHLY, "monthly"),
    else_="dormant",
)

USAGE: Final = (
    *(fact for n in WINDOWS for fact in _in_window(n)),
    _fact(
        "breadth_28",
        "int",
        "event names",
        f"How many different event names the account sent in {_WINDOW.format(n=28)}: how much of the product it uses.",
        _.breadth_28,
        lambda value: worded_for(
            value, "{n} kind of event used in the last 28 days", "{n} kinds of event used in the last 28 days"
        ),
    ),
    _fact(
        "last_event_days",
        "int",
        "days",
        "How many calendar days (UTC) ago the account sent its last event; 0 is the same day.",
        _.last_days,
        lambda value: worded("Last seen {when}", when=when(value)),
    ),
    _fact(
        "first_event_days",
        "int",
        "days",
        "How many calendar days (UTC) ago the account sent its first event; 0 is the same day.",
        _.first_days,
        lambda value: worded("First seen {when}", when=when(value)),
    ),
    _fact(
        "champion_quiet_days",
        "int",
        "days",
        "How many calendar days (UTC) ago any of its champions was last seen; null without a champion, or before one was seen.",
        _.champion_quiet,
        lambda value: worded("A champion was last seen {when}", when=when(value)),
        unknown="No champion was ever seen",
    ),
    _fact(
        "usage_trend_28",
        "float",
        "ratio",
        "Events of the last 28 complete UTC days over those of the 28 before; 1 is no change, null when there were none before.",
        _.events_complete / _.events_before.nullif(0),
        _said_trend,
        unknown="No events in the 28 days before to compare with",
    ),
    _fact(
        "events_before_28",
        "int",
        "events",
        "How many events the account sent in the 28 complete UTC days before the last 28: what usage_trend_28 compares with.",
        _.events_before,
        lambda value: worded_for(
            value, "{n} event in the 28 days before the last 28", "{n} events in the 28 days before the last 28"
        ),
    ),
    _fact(
        "stickiness_28",
        "float",
        "share",
        "Of the people active in the last 28 complete UTC days, the share that is active on an average day; null when there were none.",
        _.person_days / RATIO_DAYS / _.actors_complete.nullif(0),
        lambda value: worded("{share} of its active people come on an average day", share=percent(value)),
        unknown="Nobody active in the last 28 days",
    ),
    _fact(
        "seat_utilisation",
        "float",
        "share",
        "People active in the last 28 complete UTC days over the seats that running contracts include; null without seats or before any usage.",
        _.actors_complete / _.seats_bought.nullif(0),
        lambda value: worded("{share} of the seats bought were used in the last 28 days", share=percent(value)),
        unknown="No seats or no usage to compare",
        reads=("contract",),
    ),
    _fact(
        "usage_frequency",
        "text",
        "",
        f"The rhythm of use by active days of the last 28: daily from {DAILY}, weekly from {WEEKLY}, monthly from {MONTHLY}, else dormant.",
        _frequency,
        _said_rhythm,
    ),
)
