"""How did the bands go, week by week? A stacked picture with its point as a title, and the table behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tenure.answers.portfolio import BANDS
from tenure.console.bands import Band, band_of
from tenure.console.stacks import Stack, stack


@dataclass(frozen=True, slots=True)
class BandWeeks:
    """The picture, and the same in figures, the latest first."""

    title: str
    stack: Stack
    bands: Sequence[Band]
    rows: Sequence[tuple[str, Sequence[str]]]


def band_weeks(
    title: str, weeks: Sequence[Mapping[str, int]], labels: Sequence[str], written: Callable[[int], str]
) -> BandWeeks:
    """How much of each band there was at the end of each week, of those bands that there were."""
    there = [band for band in BANDS if any(week[band] for week in weeks)]
    rows = [(label, [written(week[band]) for band in there]) for label, week in zip(labels, weeks, strict=True)]
    words = {band: f"{band_of(band).word} {written(weeks[-1][band])}" for band in there}
    return BandWeeks(
        title,
        stack([[week[band] for band in there] for week in weeks], there, words, labels, written),
        [band_of(band) for band in there],
        rows[::-1],
    )
