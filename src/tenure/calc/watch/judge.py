"""Does a watch hold? One account or many, as of the day after the last complete day that was given."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from tenure.calc.watch.falling import falling
from tenure.calc.watch.series import Histories, Series
from tenure.calc.watch.settings import DEFAULTS, Settings
from tenure.calc.watch.spike import spike
from tenure.calc.watch.stagnating import stagnating
from tenure.calc.watch.stopped import stopped
from tenure.calc.watch.verdict import Verdict, Verdicts
from tenure.rules.leaves import WatchKind

_WATCHES: Final[Mapping[WatchKind, Callable[[Histories, Settings], Verdicts]]] = MappingProxyType(
    {"stopped": stopped, "falling": falling, "stagnating": stagnating, "spike": spike}
)


def judge(kind: WatchKind, series: Series, settings: Settings = DEFAULTS) -> Verdict:
    """What one watch says of one account."""
    since = series.first_day if series.since is None else series.since
    (found,) = judge_all(kind, Histories.of(series.first_day, [series.values], since, series.acted_today), settings)
    return found


def judge_all(kind: WatchKind, histories: Histories, settings: Settings = DEFAULTS) -> Verdicts:
    """What it says of many accounts over the same days; one row alone comes to the same."""
    with np.errstate(invalid="ignore"):  # what is not known is nan, and compares as false
        return _WATCHES[kind](histories, settings)
