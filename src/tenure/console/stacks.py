"""Where do the parts of stacked columns lie? Across in percent and upwards in pixels, so that no letter is stretched."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

HEIGHT: Final = 168.0
GAP: Final = 0.28  # of a column's width
LINE: Final = 17.0  # pixels that a label needs
TOP: Final = 8.0


@dataclass(frozen=True, slots=True)
class Part:
    """One band in one week; ``x`` and ``width`` in percent, ``y`` and ``height`` in pixels from the top."""

    band: str
    x: str
    width: str
    y: str
    height: str
    words: str


@dataclass(frozen=True, slots=True)
class Label:
    """What stands beside the last column, at the height of its band."""

    band: str
    y: str
    words: str


@dataclass(frozen=True, slots=True)
class Stack:
    """The whole picture, and in words for those who do not see it."""

    parts: Sequence[Part]
    labels: Sequence[Label]
    height: int
    first: str
    last: str


def stack(
    weeks: Sequence[Sequence[int]],
    bands: Sequence[str],
    words: Mapping[str, str],
    labels: Sequence[str],
    written: Callable[[int], str],
) -> Stack:
    """Columns from zero, the first band at the foot; the tallest fills the height."""
    tallest = max((sum(week) for week in weeks), default=0) or 1
    pitch = 100 / len(weeks)
    parts: list[Part] = []
    middles: list[float] = []
    for at, week in enumerate(weeks):
        foot, middles = HEIGHT, []
        for band, value in zip(bands, week, strict=True):
            size = value / tallest * (HEIGHT - TOP)
            middles.append(foot - size / 2)
            if value:
                said = f"{labels[at]}: {written(value)}"
                x, width = at * pitch + pitch * GAP / 2, pitch * (1 - GAP)
                parts.append(
                    Part(band, f"{x:.2f}%", f"{width:.2f}%", f"{foot - size:.1f}", f"{max(size - 1, 0.8):.1f}", said)
                )
            foot -= size
    placed = apart(middles)
    beside = [Label(band, f"{y + 4:.1f}", words[band]) for band, y in zip(bands, placed, strict=True)]
    beside = [label for label, value in zip(beside, weeks[-1], strict=True) if value]
    return Stack(parts, beside, round(HEIGHT), labels[0], labels[-1])


def apart(middles: Sequence[float]) -> list[float]:
    """Heights for labels, from the foot upwards, moved so that none covers another and all stay in the picture."""
    placed: list[float] = []
    for y in middles:
        below = placed[-1] - LINE if placed else HEIGHT - LINE / 2
        placed.append(min(y, below))
    highest = LINE / 2
    for at in reversed(range(len(placed))):
        above = placed[at + 1] + LINE if at + 1 < len(placed) else highest
        placed[at] = max(placed[at], above)
    return placed
