"""Where does a value stand between poor and good? A ruler to draw."""

from dataclasses import dataclass

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
    said = f"{reason.value:.4g} lies {round(part * 100)} per cent of the way from poor ({reason.poor:g}) to good ({reason.good:g})"
    return Ruler(f"{part * 100:.1f}%", f"{reason.poor:g}", f"{reason.good:g}", said)
