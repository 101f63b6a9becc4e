"""Will a contract that is due renew? Commit, likely or at risk, from health and its terms, and before both a member's word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal, get_args

from tenure.values.voice import later, worded

Forecast = Literal["commit", "likely", "at_risk"]
Why = Literal["notice", "bound", "poor", "fell_far", "fell", "unknown", "thin", "far", "average", "good"]

FORECASTS: Final[tuple[Forecast, ...]] = get_args(Forecast)
# What part of an amount is counted on, in hundredths, until a workspace says otherwise: of those of whom one is sure one
# in ten leaves all the same, of those at risk one in four is kept, and likely lies between.
SHARES: Final[Mapping[Forecast, int]] = MappingProxyType({"commit": 90, "likely": 60, "at_risk": 25})
FELL: Final = 10.0  # points in four weeks from which on nobody is sure any more
FELL_FAR: Final = 20.0  # points in four weeks that put an account at risk that does no better than average
FAR: Final = 180  # days from which on it is too early to be sure

# Each reason as a sentence.
SENTENCES: Final[Mapping[Why, str]] = MappingProxyType(
    {
        "notice": later("Notice was given."),
        "bound": later("Renews by itself; the last day for notice has passed."),
        "poor": later("Health is poor, at {score}."),
        "fell_far": later("Health fell by {fell} points in four weeks, to {score}."),
        "fell": later("Health fell by {fell} points in four weeks."),
        "unknown": later("Nothing is known yet of how it is doing."),
        "thin": later("Health is good, but little of it is known."),
        "far": later("Health is good; it is too early to be sure."),
        "average": later("Health is average, at {score}."),
        "good": later("Health is good, at {score}."),
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one contract that is due, and of its account.

    ``fell``: points that the score lost in four weeks (0: none). ``left``: days until the end. ``notice_left``: days
    until the last day to give notice (negative: it has passed), None where nobody said.
    """

    band: str
    score: float | None = None
    is_thin: bool = False
    fell: float = 0.0
    left: int = 0
    notice_given: bool = False
    notice_left: int | None = None
    renews_itself: bool | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What a member said, who and when."""

    forecast: Forecast
    by: str
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """``suggested`` is what health and terms say, because of ``why``; ``word`` is what counts instead where there is one."""

    suggested: Forecast
    why: Why
    known: Known
    word: Word | None = None

    @property
    def forecast(self) -> Forecast:
        """What counts."""
        return self.word.forecast if self.word is not None else self.suggested

    @property
    def figures(self) -> dict[str, str]:
        """What the sentence of ``why`` holds."""
        score = "–" if self.known.score is None else str(int(self.known.score))
        return {"score": score, "fell": str(round(self.known.fell))}

    @property
    def reason(self) -> str:
        """Why, as a sentence: whose word it is and since when, else what health and terms say."""
        if self.word is not None:
            return worded("{who} said so on {day}.", who=self.word.by, day=self.word.on.isoformat())
        return self.suggestion

    @property
    def suggestion(self) -> str:
        """What health and terms say, whatever a member said."""
        return worded(SENTENCES[self.why], **self.figures)


def outlook(known: Known, word: Word | None = None) -> Outlook:
    """The forecast of one contract. A member's word wins; without one the first that fits:

    notice given: at risk; renews by itself and the last day to give notice has passed: commit; band poor: at risk; fell
    by 20 points or more in four weeks and not good: at risk; fell by 10 or more: likely; no score: likely; average:
    likely; good but thin: likely; good and due in more than 180 days: likely; good: commit.
    """
    suggested, why = _suggested(known)
    return Outlook(suggested, why, known, word)


def _suggested(known: Known) -> tuple[Forecast, Why]:
    if known.notice_given:
        return "at_risk", "notice"
    if known.renews_itself and known.notice_left is not None and known.notice_left < 0:
        return "commit", "bound"
    return _of_health(known)


def _of_health(known: Known) -> tuple[Forecast, Why]:
    """What health says of a contract that is still open."""
    if known.band == "poor":
        return "at_risk", "poor"
    if known.band not in ("average", "good"):
        return "likely", "unknown"
    if known.fell >= FELL_FAR and known.band != "good":
        return "at_risk", "fell_far"
    if known.fell >= FELL:
        return "likely", "fell"
    return _undisturbed(known)


def _undisturbed(known: Known) -> tuple[Forecast, Why]:
    """Of an account that stands as it stood four weeks ago."""
    if known.band == "average":
        return "likely", "average"
    if known.is_thin:
        return "likely", "thin"
    return ("likely", "far") if known.left > FAR else ("commit", "good")


def weighted(amount: int, forecast: Forecast, shares: Mapping[Forecast, int] = SHARES) -> int:
    """The part of an amount that is counted on, in minor units, rounded half to even."""
    return round(amount * shares[forecast] / 100)
