"""Where does a value stand between poor and good? A ruler to draw."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenure.calc.health import Reason


@dataclass(frozen=True, slots=True)
class Ruler:
    """``at`` in per cent from poor (0) to good (100)."""

    at: str
    poor: str
    good: str
    alternative: str


def ruler(reason: Reason) -> Ruler | None:
    """The ruler of a measure whose value is known; None for others."""
    if reason.counted != "known" or reason.value is None:
        return None
    share = reason.points + reason.lost
    part = reason.points / share if share else 0.0
    poor, good = f"{reason.poor:g}", f"{reason.good:g}"
    said = {"value": f"{reason.value:.4g}", "part": round(part * 100), "poor": poor, "good": good}
    alternative = _("%(value)s lies %(part)s per cent of the way from poor (%(poor)s) to good (%(good)s)") % said
    return Ruler(f"{part * 100:.1f}%", poor, good, alternative)
