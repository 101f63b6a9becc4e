"""What moved a score between two moments? Factors that add up to the difference without any rounding error."""

import math
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from tenure.calc.band import Bands
from tenure.calc.health import Health, Reason
from tenure.calc.measure import Number, fraction
from tenure.calc.points import UNITS, apportion
from tenure.calc.weighing import assumed
from tenure.values.voice import worded

Cause = Literal["value", "became_known", "became_unknown", "scorecard"]
SayChange = Callable[[str, Number | None, Number | None], str]


class Factor(msgspec.Struct, frozen=True):
    """``points`` the score rose (or, negative, fell) because of one measure, or of being scored by another card.

    ``before`` and ``after`` are the fact's values; a measure that became known or unknown also carries the shift of
    weight that this gave to all others.
    """

    measure: str
    fact: str
    points: float
    cause: Cause
    before: Number | None
    after: Number | None
    sentence: str


def moved(
    before: Health,
    after: Health,
    restated: Health | None = None,
    *,
    say: SayChange | None = None,
    card_name: Callable[[str], str] = str,
) -> tuple[Factor, ...]:
    """The factors from ``before`` to ``after``, largest first; none when either has no score.

    When the scorecard changed, one factor says so; pass ``restated``, the earlier facts scored with the later card, and
    the rest is told measure by measure, else that one factor is the whole difference. ``say(fact, before, after)``
    gives the sentence of a factor, ``card_name`` the name of a scorecard's slug; without them there are bare figures.
    """
    if before.score is None or after.score is None:
        return ()
    if _shape(before) == _shape(after):
        return _ranked(_by_measure(before, after, say))
    middle = (
        restated if restated is not None and restated.score is not None and _shape(restated) == _shape(after) else None
    )
    factors = [_other_card(before, middle or after, card_name)]
    return _ranked(factors + _by_measure(middle, after, say) if middle else factors)


def _shape(health: Health) -> object:
    """What of the scorecard shows in its results."""
    measures = frozenset((one.measure, one.fact, one.poor, one.good, one.weight) for one in health.reasons)
    return health.scorecard, health.good_from, health.average_from, measures


def _other_card(before: Health, after: Health, card_name: Callable[[str], str]) -> Factor:
    was, is_ = card_name(before.scorecard), card_name(after.scorecard)
    if before.scorecard == after.scorecard:
        said = worded("The scorecard “{card}” was changed.", card=is_)
    else:
        said = worded("Scored with the scorecard “{card}” instead of “{before}”.", card=is_, before=was)
    return Factor(worded("Scorecard"), "", _difference(before, after) / UNITS, "scorecard", None, None, said)


def _difference(before: Health, after: Health) -> int:
    return round(((after.score or 0.0) - (before.score or 0.0)) * UNITS)


def _by_measure(before: Health, after: Health, say: SayChange | None) -> list[Factor]:
    """One factor per measure that did something.

    With C the score of the measures that count at both moments, at their earlier values: a measure whose value changed
    moved its later share times the change; one that began to count moved its later share of its distance from C; one
    that ceased to, the same with its earlier share, away. These add up to the difference, whatever the order.
    """
    bands = Bands(after.good_from, after.average_from)
    earlier = {one.measure: one for one in before.reasons}
    pairs = [(earlier[one.measure], one) for one in after.reasons]
    then, now = _weight(before.reasons), _weight(after.reasons)
    stayed = [(old, new) for old, new in pairs if _counts(old) and _counts(new)]
    both = math.fsum(new.weight for _, new in stayed)
    common = math.fsum(old.weight * _fraction(old, bands) for old, _ in stayed) / both if both else 0.0
    changes: list[tuple[Reason, Reason, float]] = []
    for old, new in pairs:
        effect = 0.0
        if _counts(new):
            effect += new.weight / now * (_fraction(new, bands) - (_fraction(old, bands) if _counts(old) else common))
        elif _counts(old):
            effect -= old.weight / then * (_fraction(old, bands) - common)
        if effect:
            changes.append((old, new, effect * 100 * UNITS))
    units = apportion([effect for *_, effect in changes], _difference(before, after))
    return [_factor(old, new, some, say) for (old, new, _), some in zip(changes, units, strict=True) if some]


def _weight(reasons: Sequence[Reason]) -> float:
    return math.fsum(one.weight for one in reasons if _counts(one))


def _counts(reason: Reason) -> bool:
    return reason.counted != "left_out"


def _fraction(reason: Reason, bands: Bands) -> float:
    if reason.counted == "known" and reason.value is not None:
        return fraction(reason.value, reason.poor, reason.good)
    return assumed(reason.counted, bands)


def _factor(old: Reason, new: Reason, units: int, say: SayChange | None) -> Factor:
    was_known, is_known = old.counted == "known", new.counted == "known"
    cause: Cause = "value"
    if is_known != was_known:
        cause = "became_known" if is_known else "became_unknown"
    said = _bare(old, new, cause) if say is None else _said(old, new, cause, say)
    return Factor(new.measure, new.fact, units / UNITS, cause, old.value, new.value, said)


def _said(old: Reason, new: Reason, cause: Cause, say: SayChange) -> str:
    said = say(new.fact, old.value, new.value)
    if cause == "became_known" and old.value is not None:  # it was known before, but its guard did not let it count
        return worded("{change}, and counts now.", change=said)
    if cause == "became_unknown" and new.value is not None:
        return worded("{change}, and no longer counts.", change=said)
    return f"{said}."


def _bare(old: Reason, new: Reason, cause: Cause) -> str:
    if cause == "became_known":
        return worded("{what} became known: {after}.", what=new.measure, after=_number(new.value))
    if cause == "became_unknown":
        if new.value is not None:
            return worded("{what} no longer counts; it was {before}.", what=new.measure, before=_number(old.value))
        return worded("{what} no longer is known; it was {before}.", what=new.measure, before=_number(old.value))
    figures = {"before": _number(old.value), "after": _number(new.value)}
    return worded("{what} went from {before} to {after}.", what=new.measure, **figures)


def _number(value: Number | None) -> str:
    if value is None:
        return worded("unknown")
    return str(value) if isinstance(value, int) else f"{value:.2f}".rstrip("0").rstrip(".")


def _ranked(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    return tuple(sorted(factors, key=lambda one: -abs(one.points)))
