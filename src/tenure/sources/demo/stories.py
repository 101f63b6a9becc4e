"""Where in the demo does each story stand? Its sentence, and the accounts that play it with the facts that show it."""

from dataclasses import dataclass
from typing import Final

from tenure.sources.demo.cast import SYSTEM_IN_TROUBLE
from tenure.sources.demo.names import key_of
from tenure.values.voice import later

SYSTEM: Final = "trait.System version"


@dataclass(frozen=True, slots=True)
class Part:
    """One account of a story: its key, the part that it plays, and the facts in which that shows."""

    key: str
    says: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """``shared`` is a fact and its value: all accounts that have it play along."""

    title: str
    sentence: str
    parts: tuple[Part, ...]
    shared: tuple[str, str] | None = None


_SILENCE = ("push_silence_days", "push_usual_gap_days")
_GROWTH = ("downloads_56", "downloads_112", "downloads_trend_28")
_BOOKING = ("trait.Trade", "options_bought", "bookings_90")
_STEPS = ("tenure_days", "projects_created", "colleagues_invited", "apps_published")

STORIES: Final = (
    Story(
        later("Silence before leaving"),
        later("Who always did something and stops is about to go; who does it seldom is not."),
        (
            Part(
                key_of(16), later("Sent a push every Tuesday for a year and a half, and none for two weeks."), _SILENCE
            ),
            Part(key_of(4), later("Sends a push a month: weeks without one mean nothing here."), _SILENCE),
        ),
    ),
    Story(
        later("The certificate"),
        later("A push certificate that ends silences the app, and renewing it takes a while."),
        (Part(key_of(10), later("The push certificate ends in 29 days."), ("certificate_days_left",)),),
    ),
    Story(
        later("Half a year"),
        later("An app that nobody publishes again for half a year falls behind the stores."),
        (
            Part(key_of(3), later("Last published 181 days ago."), ("asset_republish_days", "mrr")),
            Part(key_of(5), later("Published again yesterday: done for half a year."), ("asset_republish_days",)),
        ),
    ),
    Story(
        later("Stagnation"),
        later("Growth that stops is news; a pause of some weeks is not, and neither is a season’s end."),
        (
            Part(
                key_of(2), later("Quadrupled within a year, and for eight weeks its downloads have been flat."), _GROWTH
            ),
            Part(key_of(13), later("Grew as much, and has been flat for five weeks: too early to tell."), _GROWTH),
            Part(key_of(8), later("Flat for eight weeks in its quiet third of the year, as the year before."), _GROWTH),
        ),
    ),
    Story(
        later("One report, forty affected"),
        later(
            "An account reports that images do not load; all apps on system version {version} are built alike."
        ).format(version=SYSTEM_IN_TROUBLE),
        (
            Part(key_of(7), later("Reported it two days ago."), ("tickets_open", SYSTEM)),
            Part(key_of(23), later("Has the same trouble, and mail to its owner bounces."), (SYSTEM,)),
            Part(key_of(39), later("Has the same trouble, and mail to its owner bounces."), (SYSTEM,)),
        ),
        shared=(SYSTEM, SYSTEM_IN_TROUBLE),
    ),
    Story(
        later("The minimum"),
        later("A large account must not fall as far as others before somebody looks."),
        (
            Part(
                key_of(24),
                later("At 58, with a minimum of 60: poor. Set another band to see that override it for a while."),
                ("mrr",),
            ),
            Part(key_of(40), later("The same score without a minimum: average."), ("mrr",)),
        ),
    ),
    Story(
        later("Whitespace"),
        later("Hair salons use the booking option, every one of them but one."),
        (
            Part(key_of(33), later("A hair salon without booking."), _BOOKING),
            Part(key_of(1), later("One of those that use it."), _BOOKING),
            Part(key_of(17), later("Another."), _BOOKING),
            Part(key_of(49), later("And another."), _BOOKING),
        ),
    ),
    Story(
        later("The first 90 days"),
        later(
            "A new account has reached something when its data says so: a project, a colleague, an app in the stores."
        ),
        (
            Part(key_of(12), later("On day 20: the project is there, a colleague was never invited."), _STEPS),
            Part(
                key_of(15),
                later("On day 90: all three are there, and from now on it is watched like every other."),
                _STEPS,
            ),
        ),
    ),
    Story(
        later("Leaving, and staying"),
        later("Some leave without a word while their usage looks well; some complain all the time and stay."),
        (
            Part(
                key_of(9),
                later("Left 40 days ago; until the last day nothing showed it."),
                ("is_former", "tenure_days"),
            ),
            Part(
                key_of(6),
                later("Complains, answers low, and renews."),
                ("tickets_28", "tickets_open", "last_survey_score", "tenure_days"),
            ),
        ),
    ),
)
