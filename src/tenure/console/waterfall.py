"""Where does a score lose its points, and what moved it? Bars whose figures add up to what stands beneath them."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor

from tenure.calc.band import Bands
from tenure.calc.health import Health, Reason
from tenure.calc.moved import Factor
from tenure.calc.points import apportion
from tenure.calc.ready_words import said

SMALL_CHANGE = 100  # tenths of a point: smaller changes get a bar that looks small
ROOM = 46.0  # per cent of the width on each side of the middle that the longest bar of a change may take


@dataclass(frozen=True, slots=True)
class Bar:
    """One measure's bar: ``start`` and ``width`` in per cent of the scale, ``points`` as people read them."""

    sentence: str
    measure: str
    fact: str
    start: str
    width: str
    step: str  # where the next bar begins
    points: str
    share: str
    kind: str  # lost, won


def zones(bands: Bands) -> dict[str, str]:
    """Where the bands lie on the scale, in per cent, for its ground."""
    return {
        "average": f"{bands.average:g}",
        "average_width": f"{bands.good - bands.average:g}",
        "good": f"{bands.good:g}",
        "good_width": f"{100 - bands.good:g}",
    }


def reasons(health: Health) -> list[Bar]:
    """The measures that count, worst first: each bar begins where the one above ended, the first at 100."""
    counted = [one for one in health.reasons if one.counted != "left_out"]
    total = floor((health.score or 0) * 10)
    lost = apportion([one.lost * 10 for one in counted], 1000 - total)
    bars = []
    level = 1000
    for one, tenths in zip(counted, lost, strict=True):
        level -= tenths
        share = _plain(round((one.points + one.lost) * 10))
        points = f"−{_plain(tenths)}" if tenths else "0"
        bars.append(
            Bar(
                _sentence(one),
                one.measure,
                one.fact,
                _cent(level / 10),
                _cent(tenths / 10),
                _cent(level / 10),
                points,
                share,
                "lost",
            )
        )
    return bars


def left_out(health: Health) -> list[Reason]:
    """The measures that nothing is known for, so that the others weigh more."""
    return [one for one in health.reasons if one.counted == "left_out"]


def changes(before: Health, after: Health, factors: Iterable[Factor]) -> list[Bar]:
    """The factors from the middle outwards: to the left what it lost, to the right what it won."""
    listed = list(factors)
    if before.score is None or after.score is None:
        return []
    difference = floor(after.score * 10) - floor(before.score * 10)
    tenths = apportion([one.points * 10 for one in listed], difference)
    most = max(SMALL_CHANGE, *(abs(one) for one in tenths), 0)
    return [_change(factor, some, abs(some) / most * ROOM) for factor, some in zip(listed, tenths, strict=True)]


def difference(before: Health, after: Health) -> str:
    """The sum beneath the factors, signed."""
    return signed(floor((after.score or 0) * 10) - floor((before.score or 0) * 10))


def signed(tenths: int) -> str:
    """``+3.5``, ``−12`` or ``0``."""
    return f"{'−' if tenths < 0 else '+'}{_plain(abs(tenths))}" if tenths else "0"


def _change(factor: Factor, tenths: int, width: float) -> Bar:
    start = 50 - width if tenths < 0 else 50.0
    kind = "lost" if tenths < 0 else "won"
    return Bar(
        factor.sentence, said(factor.measure), factor.fact, _cent(start), _cent(width), "50%", signed(tenths), "", kind
    )


def _sentence(reason: Reason) -> str:
    return reason.sentence or reason.measure


def _cent(value: float) -> str:
    return f"{value:.2f}%"


def _plain(tenths: int) -> str:
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths / 10:.1f}"
