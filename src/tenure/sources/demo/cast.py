"""Which accounts play the stories? By their number, what is laid down for each; all else about them is luck."""

from collections.abc import Mapping
from typing import Any, Final

from tenure.sources.demo.account import Twist

SYSTEM_IN_TROUBLE: Final = "v7.2"

_CONTENT: Final = 0.86  # so satisfied that nothing else disturbs the story
# Users and downloads fell, somebody is a little late, nobody called for a while: 58 of 100 by the usual scorecard.
_AT_58: Final = Twist(
    happy=0.7, punctual=True, published=60, certificate=200, touched=95, sentiment=2, overdue=39, stays=True, steady=True,
    fallen=(0.7, 0.6),
)  # fmt: skip
_LARGE: Final[dict[str, Any]] = {"mrr": 890, "plan": "Large", "size": 400.0, "push_gap": 7, "office": 0.8}


def _content(**more: Any) -> Twist:
    """A satisfied account that stays and that somebody talked to of late, with something special."""
    return Twist(happy=_CONTENT, stays=True, touched=24, **more)


CAST: Final[Mapping[int, Mapping[str, Any]]] = {
    # 5: silence before leaving. Number 16 sends on Tuesdays, as numbers of 5 and 1 do.
    16: {"name": "Bakkerij Smit", "size": 140.0, "office": 0.5, "started": 1210, "push_gap": 7, "owner": "Mara de Wit"}
    | {"twist": _content(punctual=True, silent=14, published=60, certificate=150), "mrr": 129, "plan": "Plus"},
    4: {"started": 1500, "push_gap": 30, "twist": _content(punctual=True)},
    # 6: the certificate. 7: half a year, and republished yesterday.
    10: {"started": 900, "twist": _content(certificate=29)},
    3: {"started": 1100, "mrr": 199, "plan": "Plus", "twist": _content(published=181)},
    5: {"started": 1000, "twist": _content(published=1)},
    # 8: stagnation, not before week six, and not in a season's lull.
    2: {"started": 1300, "size": 400.0, "growth": 4.0, "twist": _content(downloads="stalled", steady=True)},
    13: {"started": 1250, "size": 360.0, "growth": 4.0, "twist": _content(downloads="pausing", steady=True)},
    8: {"name": "Hotel De Kade", "started": 1400, "size": 260.0, "growth": 1.05}
    | {"twist": _content(downloads="lull", steady=True)},
    # 9: one report, forty affected, two who cannot be written to.
    7: {"started": 800, "system": SYSTEM_IN_TROUBLE, "twist": _content(reports=True)},
    23: {"started": 700, "system": SYSTEM_IN_TROUBLE, "twist": _content(bounces=True)},
    39: {"started": 760, "system": SYSTEM_IN_TROUBLE, "twist": _content(bounces=True)},
    # 10: the minimum, and the same without one.
    24: _LARGE | {"name": "Hotel Zeezicht", "started": 1600, "minimum": 60, "twist": _AT_58},
    40: _LARGE | {"started": 1580, "mrr": 199, "plan": "Plus", "minimum": None, "twist": _AT_58},
    # 12: whitespace. All hair salons book, but this one.
    1: {"started": 1320, "twist": _content()},
    17: {"started": 940, "twist": _content()},
    49: {"started": 1180, "twist": _content()},
    33: {"started": 1050, "options": ("Loyalty card",), "twist": _content()},
    # 13: the first 90 days.
    12: {"started": 20, "twist": _content(milestones=1)},
    15: {"started": 90, "twist": _content(milestones=3)},
    # Who leaves without a word, and who complains and stays.
    9: {"started": 1450, "voice": 0.0, "habit": 1.0, "twist": Twist(happy=0.8, punctual=True, left=40)},
    6: {"started": 1700, "habit": 0.9, "twist": Twist(happy=0.3, stays=True, complains=True, touched=12)},
}
