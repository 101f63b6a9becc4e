"""What are the bands called, in which order do they need attention, and what does each mean?"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Band:
    """``slug`` as stored; ``rank`` 0 needs attention first."""

    slug: str
    word: str
    rank: int
    meaning: str


BANDS = MappingProxyType(
    {
        band.slug: band
        for band in (
            Band("poor", "Poor", 0, "Needs somebody now."),
            Band("average", "Average", 1, "Worth a look."),
            Band("good", "Good", 2, "Doing well."),
            Band("none", "No data", 3, "Nothing that the scorecard reads is known yet."),
            Band("former", "Former", 4, "Has left, so it has no score."),
        )
    }
)
CURRENT = tuple(slug for slug in BANDS if slug != "former")
SETTABLE = ("good", "average", "poor")


def band_of(slug: str | None) -> Band:
    """The band, or “no data” for an account that was never scored."""
    return BANDS.get(slug or "none", BANDS["none"])
