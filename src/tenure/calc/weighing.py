"""How does each measure count for one account, and how many points does that make? The arithmetic under the score."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenure.calc.band import Bands
from tenure.calc.measure import Counted, Measure, Number, numeric
from tenure.calc.points import WHOLE, apportion
from tenure.calc.scorecard import Scorecard
from tenure.rules.match import matches


@dataclass(slots=True)
class Input:
    """One measure's value, how it counts, and how far that is from poor (0.0) to good (1.0)."""

    measure: Measure
    value: Number | None
    counted: Counted
    fraction: float


def inputs(card: Scorecard, facts: Mapping[str, object]) -> list[Input]:
    """Every measure of the card, in its order; when nothing at all is known, all are left out."""
    found = [_input(measure, card.bands, facts) for measure in card.measures]
    if any(one.counted == "known" for one in found):
        return found
    return [Input(one.measure, one.value, "left_out", 0.0) for one in found]


def _input(measure: Measure, bands: Bands, facts: Mapping[str, object]) -> Input:
    value = numeric(facts.get(measure.fact))
    if value is not None and (measure.needs is None or matches(measure.needs, facts)):
        return Input(measure, value, "known", measure.fraction(value))
    if measure.when_null == "leave_out":
        return Input(measure, value, "left_out", 0.0)
    return Input(measure, value, measure.when_null, assumed(measure.when_null, bands))


def assumed(counted: Counted, bands: Bands) -> float:
    """How far from poor to good an unknown fact counts: the middle of the average band, or 0."""
    return bands.middle / 100 if counted == "average" else 0.0


def coverage(given: Sequence[Input]) -> float:
    """The share (0..1) of the weight whose facts are known."""
    known = math.fsum(one.measure.weight for one in given if one.counted == "known")
    return known / math.fsum(one.measure.weight for one in given)


def total_units(given: Sequence[Input]) -> int | None:
    """The score alone, in units of a 1,024th, as `share_out` has it."""
    counted = [one for one in given if one.counted != "left_out"]
    weight = math.fsum(one.measure.weight for one in counted)
    if not weight:
        return None
    return round(math.fsum(one.measure.weight * one.fraction for one in counted) * (WHOLE / weight))


def share_out(given: Sequence[Input]) -> tuple[int | None, list[int], list[int]]:
    """The score, and per measure points won and lost, in units of a 1,024th; no score when all are left out.

    What is left out has no weight, and the others share the whole in proportion to theirs.
    """
    weights = [0.0 if one.counted == "left_out" else one.measure.weight for one in given]
    whole = total_units(given)
    if whole is None:
        return None, [0] * len(weights), [0] * len(weights)
    scale = WHOLE / math.fsum(weights)
    won = [share * one.fraction for share, one in zip(weights, given, strict=True)]
    lost = [(share - some) * scale for share, some in zip(weights, won, strict=True)]
    return whole, apportion([some * scale for some in won], whole), apportion(lost, WHOLE - whole)
