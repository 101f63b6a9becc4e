"""Where do the pieces of a picture stand? Columns stacked by band, and a measure's values beside its bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tenure.calc.measure import Measure
from tenure.calc.spread import BINS, Spread

HEIGHT: Final = 100.0
STACK: Final = ("poor", "average", "good", "none")  # from the ground upwards


@dataclass(frozen=True, slots=True)
class Piece:
    """One rectangle of a column; all in per cent of the picture."""

    band: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    """``start`` and ``end`` are what it stands for, ``parts`` how much of each band, ``sum`` all of it."""

    x: str
    width: str
    start: int
    end: int
    pieces: tuple[Piece, ...]
    parts: Mapping[str, int]
    sum: int


def columns(bins: Sequence[Mapping[str, int]], step: int, most: int | None = None) -> list[Column]:
    """A column for each bin; the highest, or ``most`` where two pictures share a scale, fills the height."""
    top = most or max((sum(one.values()) for one in bins), default=0) or 1
    width = 100 / len(bins) if bins else 100.0
    return [
        Column(
            x=f"{at * width + width * 0.06:.2f}",
            width=f"{width * 0.88:.2f}",
            start=at * step,
            end=(at + 1) * step,
            pieces=_stacked(one, top),
            parts=one,
            sum=sum(one.values()),
        )
        for at, one in enumerate(bins)
    ]


def tallest(*pictures: Sequence[Mapping[str, int]]) -> int:
    """The scale that several pictures share."""
    return max((sum(one.values()) for picture in pictures for one in picture), default=0)


def _stacked(parts: Mapping[str, int], top: int) -> tuple[Piece, ...]:
    pieces, level = [], HEIGHT
    for band in STACK:
        if count := parts.get(band, 0):
            height = count / top * HEIGHT
            level -= height
            pieces.append(Piece(band, f"{level:.2f}", f"{height:.2f}"))
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a measure's values, coloured by the side of the bounds on which it lies."""

    x: str
    width: str
    y: str
    height: str
    band: str


@dataclass(frozen=True, slots=True)
class SpreadPicture:
    """The bars, and where the bounds stand between them; all in per cent."""

    bars: tuple[Bar, ...]
    poor: str
    good: str
    middle: str
    is_higher_better: bool


def spread_picture(measure: Measure, spread: Spread) -> SpreadPicture:
    """How the values lie beside the bounds."""
    width, top = 100 / BINS, max(spread.bins, default=0) or 1
    bars = []
    for at, count in enumerate(spread.bins):
        if count:
            height = max(4.0, count / top * HEIGHT)
            middle = spread.low + (at + 0.5) / BINS * (spread.high - spread.low)
            bars.append(
                Bar(
                    f"{at * width + 0.3:.2f}",
                    f"{width - 0.6:.2f}",
                    f"{HEIGHT - height:.2f}",
                    f"{height:.2f}",
                    _side(measure, middle),
                )
            )
    poor, good = (_at(bound, spread) for bound in (measure.poor, measure.good))
    return SpreadPicture(tuple(bars), _cent(poor), _cent(good), _cent((poor + good) / 2), measure.good > measure.poor)


def _side(measure: Measure, value: float) -> str:
    reached = measure.fraction(value)
    return "good" if reached >= 1 else "poor" if reached <= 0 else "average"


def _at(value: float, spread: Spread) -> float:
    return (value - spread.low) / (spread.high - spread.low) * 100


def _cent(value: float) -> str:
    return f"{value:.2f}"
