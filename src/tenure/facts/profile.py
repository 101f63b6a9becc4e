"""Who is an account to us? The profile facts: what people and files said of it, as of the moment.

Any trait is a fact, too: ``trait.NAME``, typed as it was sent.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from ibis import _

from tenure.calc.ready_words import said
from tenure.facts.declare import Fact
from tenure.facts.profile_rows import SENTIMENT_DAYS
from tenure.values.voice import later, worded

_RATINGS: Final = {
    1: later("very unhappy"),
    2: later("unhappy"),
    3: later("neutral"),
    4: later("happy"),
    5: later("very happy"),
}
_UNRATED: Final = later("unrated")


_fact = partial(Fact, group="profile")


def _said(name: str, sentence: str, label: str) -> Fact:
    return _fact(
        name, "text", "", sentence, _[name],
        lambda value: worded("{what}: {value}", what=worded(label), value=said(str(value))), f"{label} is not known", stored=True,
    )  # fmt: skip


def _flag(yes: str, no: str) -> Callable[[Any], str]:
    return lambda value: worded(yes) if value else worded(no)


PROFILE: Final = (
    _said("owner", "The member whose book of business the account is in.", later("Owner")),
    _said("lifecycle_stage", "Where the account is on its way, in the workspace's own stages.", later("Stage")),
    _said("source", "How the account came.", later("Came through")),
    _said("preferred_channel", "How the account likes to be reached.", later("Preferred channel")),
    _fact(
        "option_suggested",
        "text",
        "",
        "The option that it lacks and most of the accounts like it have: those of the same trade, else of the same product; "
        "at least three of them and three in ten. Looked for every hour; one that was declined is suggested no more.",
        _.option_suggested,
        lambda value: worded("Accounts like it use {option}", option=str(value)),
        "No option is suggested",
        stored=True,
    ),
    _fact(
        "has_champion",
        "bool",
        "",
        "Whether a contact of the account is its champion; false once all champions are gone, null before one was ever named.",
        _.has_champion,
        _flag(later("Has a champion"), later("Its champion is gone")),
        "No champion has been named",
    ),
    _fact(
        "sentiment",
        "int",
        "of 5",
        f"A member's rating of the relationship, 1 (very unhappy) to 5 (very happy); expires {SENTIMENT_DAYS} days after it was given.",
        _.sentiment,
        lambda value: worded("Rated {value} of 5: {how}", value=str(value), how=worded(_RATINGS.get(value, _UNRATED))),
        f"Nobody has rated the relationship in the last {SENTIMENT_DAYS} days",
        stored=True,
    ),
)
