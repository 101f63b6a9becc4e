"""What moved a score between two moments? Factors that add up to the difference without any rounding error."""

import math
from collections.abc import Sequence
from typing import Literal

import msgspec

from tenure.calc.band import Bands
from tenure.calc.health import Health, Reason
from tenure.calc.measure import Number, fraction
from tenure.calc.points import UNITS, apportion
from tenure.calc.weighing import assumed

Cause = Literal["value", "became_known", "became_unknown", "scorecard"]


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


def moved(before: Health, after: Health, restated: Health | None = None) -> tuple[Factor, ...]:
    """The factors from ``before`` to ``after``, largest first; none when either has no score.

    When the scorecard changed, one factor says so; pass ``restated``, the earlier facts scored with the later card, and
    the rest is told measure by measure, else that one factor is the whole difference.
    """
    if before.score is None or after.score is None:
        return ()
    if _shape(before) == _shape(after):
        return _ranked(_by_measure(before, after))
    middle = (
        restated if restated is not None and restated.score is not None and _shape(restated) == _shape(after) else None
    )
    factors = [_other_card(before, middle or after)]
    return _ranked(factors + _by_measure(middle, after) if middle else factors)


def _shape(health: Health) -> object:
    """What of the scorecard shows in its results."""
    measures = frozenset((one.measure, one.fact, one.poor, one.good, one.weight) for one in health.reasons)
    return health.scorecard, health.good_from, health.average_from, measures


def _other_card(before: Health, after: Health) -> Factor:
    same = before.scorecard == after.scorecard
    said = (
        f"The scorecard “{after.scorecard}” was changed."
        if same
        else f"Scored with the scorecard “{after.scorecard}” instead of “{before.scorecard}”."
    )
    return Factor("Scorecard", "", _difference(before, after) / UNITS, "scorecard", None, None, said)


def _difference(before: Health, after: Health) -> int:
    return round(((after.score or 0.0) - (before.score or 0.0)) * UNITS)


def _by_measure(before: Health, after: Health) -> list[Factor]:
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
    return [_factor(old, new, some) for (old, new, _), some in zip(changes, units, strict=True) if some]


def _weight(reasons: Sequence[Reason]) -> float:
    return math.fsum(one.weight for one in reasons if _counts(one))


def _counts(reason: Reason) -> bool:
    return reason.counted != "left_out"


def _fraction(reason: Reason, bands: Bands) -> float:
    if reason.counted == "known" and reason.value is not None:
        return fraction(reason.value, reason.poor, reason.good)
    return assumed(reason.counted, bands)


def _factor(old: Reason, new: Reason, units: int) -> Factor:
    was_known, is_known = old.counted == "known", new.counted == "known"
    if is_known and not was_known:
        cause: Cause = "became_known"
        said = f"{new.measure} became known: {_number(new.value)}."
    elif was_known and not is_known:
        cause = "became_unknown"
        said = (
            f"{new.measure} no longer {'counts' if new.value is not None else 'is known'}; it was {_number(old.value)}."
        )
    else:
        cause = "value"
        said = f"{new.measure} went from {_number(old.value)} to {_number(new.value)}."
    return Factor(new.measure, new.fact, units / UNITS, cause, old.value, new.value, said)


def _number(value: Number | None) -> str:
    if value is None:
        return "unknown"
    return str(value) if isinstance(value, int) else f"{value:.2f}".rstrip("0").rstrip(".")


def _ranked(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    return tuple(sorted(factors, key=lambda one: -abs(one.points)))
