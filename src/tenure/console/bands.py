"""What are the bands called, in which order do they need attention, and what does each mean?"""

from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Band:
    """``slug`` as stored; ``rank`` 0 needs attention first."""

    slug: str
    word: str | Promise
    rank: int
    meaning: str | Promise


BANDS = MappingProxyType(
    {
        band.slug: band
        for band in (
            Band("poor", gettext_lazy("Poor"), 0, gettext_lazy("Needs somebody now.")),
            Band("average", gettext_lazy("Average"), 1, gettext_lazy("Worth a look.")),
            Band("good", gettext_lazy("Good"), 2, gettext_lazy("Doing well.")),
            Band("none", gettext_lazy("No data"), 3, gettext_lazy("Nothing that the scorecard reads is known yet.")),
            Band("former", gettext_lazy("Former"), 4, gettext_lazy("Has left, so it has no score.")),
        )
    }
)
_IN_A_SENTENCE = {
    "poor": gettext_lazy("poor"),
    "average": gettext_lazy("average"),
    "good": gettext_lazy("good"),
    "none": gettext_lazy("no data"),
    "former": gettext_lazy("former"),
}
CURRENT = tuple(slug for slug in BANDS if slug != "former")
SETTABLE = ("good", "average", "poor")


def in_a_sentence(slug: str | None) -> str:
    """The band's word within a sentence: “computed: poor”."""
    return str(_IN_A_SENTENCE[band_of(slug).slug])


def band_of(slug: str | None) -> Band:
    """The band, or “no data” for an account that was never scored."""
    return BANDS.get(slug or "none", BANDS["none"])
