"""Which figures of the business are there, in which unit, and is more of it better? Goals are set on these."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

Unit = Literal["share", "money", "number", "months"]


@dataclass(frozen=True, slots=True)
class Figure:
    """``unit``: a share is 0 to 1, money minor units. ``is_margin``: not for everybody's eyes."""

    name: str
    unit: Unit
    more_is_better: bool = True
    is_margin: bool = False


FIGURES: Final[Mapping[str, Figure]] = MappingProxyType(
    {
        figure.name: figure
        for figure in (
            Figure("retention_rate", "share"),
            Figure("churn_rate", "share", more_is_better=False),
            Figure("nrr", "share"),
            Figure("grr", "share"),
            Figure("renewal_rate", "share"),
            Figure("mrr", "money"),
            Figure("revenue_per_account", "money"),
            Figure("average_spend", "money"),
            Figure("average_order_value", "money"),
            Figure("contract_months", "months"),
            Figure("options_per_account", "number"),
            Figure("buyers", "number"),
            Figure("repeat_rate", "share"),
            Figure("profit_per_account", "money", is_margin=True),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How a goal stands: where it began, where it is, where it should be by now on a straight way, and whether it is there."""

    began: float | None
    now: float | None
    expected: float | None
    is_reached: bool
    is_on_track: bool | None  # None: cannot be told


def progress(  # noqa: PLR0917 - a straight line through two points, asked at a third
    figure: Figure, began: float | None, target: float, now: float | None, since: date, due: date, today: date
) -> Progress:
    """On track is being at or beyond the straight line from where it began to the target on its day."""
    if now is None:
        return Progress(began, None, None, False, None)
    sign = 1 if figure.more_is_better else -1
    is_reached = sign * (now - target) >= 0
    if began is None:
        return Progress(None, now, None, is_reached, True if is_reached else None)
    whole = max((due - since).days, 1)
    part = min(max((today - since).days / whole, 0.0), 1.0)
    expected = began + (target - began) * part
    return Progress(began, now, expected, is_reached, is_reached or sign * (now - expected) >= 0)
