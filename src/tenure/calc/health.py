"""How healthy is an account, and why? Facts and a scorecard make a score, a band and reasons that add up to it.

Precedence: the score gives a band; any poor measure (where the card says so), hard rules and the account's minimum
can only lower it; all that is the computed band. An override then replaces the band and leaves the computed one.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec

from tenure.calc.band import USUAL_BANDS, Band, Bands, State
from tenure.calc.measure import Counted, Number
from tenure.calc.points import UNITS, WHOLE, shown
from tenure.calc.scorecard import Scorecard
from tenure.calc.weighing import Input, coverage, inputs, share_out, total_units
from tenure.rules.match import matches
from tenure.values.voice import worded

THIN = 0.30  # a score with less of its weight known is thin

Say = Callable[[str, Any], str]


class HealthError(ValueError):
    """Stored health that cannot be read."""


class Override(msgspec.Struct, frozen=True):
    """A member's band instead of the computed one, ``until`` (aware; None: until ended) and why."""

    band: Band
    reason: str
    by: str
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class Cap(msgspec.Struct, frozen=True):
    """What lowered, or would have lowered, the band to ``band``: a hard rule by its name, "any poor" or "minimum"."""

    name: str
    band: Band
    reason: str


class Reason(msgspec.Struct, frozen=True, gc=False):
    """What one measure did. ``points`` won and ``lost`` are out of its share of 100, re-weighed where others are left out.

    ``counted`` says how: its value was known, or it counted as average or poor for want of one, or was left out
    (no points either way; ``value`` then is null, or the number that its guard did not let count).
    """

    measure: str
    group: str
    fact: str
    value: Number | None
    points: float
    lost: float
    sentence: str
    counted: Counted
    weight: float
    poor: float
    good: float


class Health(msgspec.Struct, frozen=True):
    """The whole result for one account as of a moment; ``as_json`` is how it is stored and ``from_json`` reads it.

    ``score`` is 0..100, null for the bands ``none`` (no data) and ``former``; ``coverage`` is the share (0..1) of the
    weight whose facts were known. Reasons: points of all add up to the score without any rounding error, points and
    lost to 100; most lost first, left-out ones last. ``good_from`` and ``average_from`` are where the card's bands begin.
    """

    score: float | None
    band: State
    computed_band: State
    scorecard: str = ""
    thin: bool = False
    coverage: float = 0.0
    reasons: tuple[Reason, ...] = ()
    caps: tuple[Cap, ...] = ()
    minimum: int | None = None
    override: Override | None = None
    good_from: float = USUAL_BANDS.good
    average_from: float = USUAL_BANDS.average

    @property
    def cause(self) -> str:
        """One sentence for why the band is what it is: the override, else what capped it, else its most telling measure."""
        if self.override is not None and self.band != "former":
            return worded("Set by a member: {reason}", reason=self.override.reason)
        if capped := next((cap for cap in self.caps if cap.band == self.computed_band), None):
            return capped.reason
        return "" if self.telling is None else self.telling.sentence

    @property
    def telling(self) -> Reason | None:
        """The measure that holds a good account up most, and any other down most."""
        if self.computed_band == "good":
            return max(self.reasons, key=lambda reason: reason.points, default=None)
        return next((reason for reason in self.reasons if reason.lost > 0), None)

    def briefly(self) -> "Health":
        """The same with no other measure than the telling one, for whoever asks for the cause alone."""
        return msgspec.structs.replace(self, reasons=() if self.telling is None else (self.telling,))

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, complete: ``from_json(health.as_json()) == health``."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


def from_json(data: object) -> Health:
    """Read what ``as_json`` wrote; unknown fields are ignored. Raises HealthError and nothing else."""
    try:
        health = msgspec.convert(data, Health)
    except (msgspec.ValidationError, OverflowError, RecursionError) as error:
        raise HealthError(f"stored health cannot be read: {error}") from None
    if health.score is not None and not 0 <= health.score <= 100:
        raise HealthError(f"stored health cannot be read: a score is 0 to 100, found {health.score}")
    numbers = (number for one in health.reasons for number in (one.points, one.lost, one.weight, one.poor, one.good))
    if not all(map(math.isfinite, numbers)):
        raise HealthError("stored health cannot be read: a reason holds a number that is not finite")
    return health


def score(
    card: Scorecard | None,
    facts: Mapping[str, object],
    *,
    minimum: int | None = None,
    override: Override | None = None,
    former: bool = False,
    say: Say | None = None,
) -> Health:
    """Judge one account by ``card`` (None: no card applies, so nothing is known).

    ``facts`` maps names to values; absent, null, not finite and not numeric count as unknown. ``minimum`` is the score
    below which the account is poor. ``override`` is the one in force, if any. A ``former`` account has no score, and no
    override revives it. ``say(fact, value)`` gives the sentence of a reason; without it sentences are empty.
    """
    if former:
        return Health(None, "former", "former", card.slug if card else "", minimum=minimum, override=override)
    if card is None:
        return Health(None, override.band if override else "none", "none", minimum=minimum, override=override)
    given = inputs(card, facts)
    total, won, lost = share_out(given)
    points = None if total is None else total / UNITS
    caps = _caps(card, facts, given) + _below_minimum(points, minimum)
    computed = _computed(card, points, caps)
    known = coverage(given)
    return Health(
        score=points,
        band=override.band if override else computed,
        computed_band=computed,
        scorecard=card.slug,
        thin=points is not None and known < THIN,
        coverage=known,
        reasons=_reasons(given, won, lost, say),
        caps=caps,
        minimum=minimum,
        override=override,
        good_from=card.bands.good,
        average_from=card.bands.average,
    )


def points_and_band(card: Scorecard, facts: Mapping[str, object]) -> tuple[float | None, State]:
    """Score and computed band alone, as `score` has them without a minimum: for those who judge many days."""
    given = inputs(card, facts)
    total = total_units(given)
    points = None if total is None else total / UNITS
    return points, _computed(card, points, _caps(card, facts, given))


def _computed(card: Scorecard, points: float | None, caps: Sequence[Cap]) -> State:
    return _capped("none" if points is None else card.bands.band(points), caps)


def _caps(card: Scorecard, facts: Mapping[str, object], given: Sequence[Input]) -> tuple[Cap, ...]:
    """What of the scorecard holds the band down, in order of precedence."""
    rules = tuple(Cap(rule.name, rule.band, rule.reason) for rule in card.hard_rules if matches(rule.rule, facts))
    if not card.any_poor_makes_poor:
        return rules
    poor = (one.measure.name for one in given if one.counted != "left_out" and _is_poor(one, card.bands))
    return tuple(Cap("any poor", "poor", poor_alone(name)) for name in poor) + rules


def poor_alone(measure: str) -> str:
    """Why a poor measure of a card that asks for it makes the band poor."""
    return worded("{measure} is poor, which alone makes the account poor.", measure=measure)


def _is_poor(one: Input, bands: Bands) -> bool:
    """Judged on the same grid as scores, so that a value right on the bound is not poor by a rounding error."""
    return bands.band(round(one.fraction * WHOLE) / UNITS) == "poor"


def _below_minimum(points: float | None, minimum: int | None) -> tuple[Cap, ...]:
    if points is None or minimum is None or points >= minimum:
        return ()
    below = worded(
        "The score of {score} is below this account's minimum of {minimum}.", score=shown(points), minimum=str(minimum)
    )
    return (Cap("minimum", "poor", below),)


def _capped(band: State, caps: Sequence[Cap]) -> State:
    """The band after the caps; without data a cap to poor still makes poor, because what it says is known."""
    if any(cap.band == "poor" for cap in caps):
        return "poor"
    return "average" if band == "good" and caps else band


def _reasons(given: Sequence[Input], won: Sequence[int], lost: Sequence[int], say: Say | None) -> tuple[Reason, ...]:
    """Most lost first; what is left out comes last."""
    order = sorted(range(len(given)), key=lambda at: (given[at].counted == "left_out", -lost[at], at))
    return tuple(_reason(given[at], won[at] / UNITS, lost[at] / UNITS, say) for at in order)


def _reason(one: Input, points: float, lost: float, say: Say | None) -> Reason:
    m = one.measure
    said = say(m.fact, one.value) if say else ""
    return Reason(m.name, m.group, m.fact, one.value, points, lost, said, one.counted, m.weight, m.poor, m.good)
