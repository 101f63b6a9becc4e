"""What did a back-test find? The whole result as it is printed, kept and read again."""

from typing import Any, Final, Literal

import msgspec

from tenure.calc.backtest.calibration import Calibration
from tenure.calc.backtest.figures import Caught
from tenure.calc.backtest.outcomes import Outcome
from tenure.calc.backtest.ranking import Auc, Difference

Plain = Literal["recent usage", "tenure"]

MOST_ALERTS: Final = 1_000  # that a result names


class ResultError(ValueError):
    """A kept result that cannot be read."""


class Window(msgspec.Struct, frozen=True):
    """What is found where leaving within so many ``days`` counts."""

    days: int
    caught: Caught
    auc: Auc


class Baseline(msgspec.Struct, frozen=True):
    """What ranking by one plain thing would have found: each day as many are flagged as were, the first of its ranking.

    ``behind``: how much larger the area of what was tried is, over the same cases.
    """

    name: Plain
    caught: Caught
    auc: Auc
    behind: Difference


class Evidence(msgspec.Struct, frozen=True):
    """How one measure of a scorecard goes with leaving: the area of ranking by it alone, its worse values first.

    ``known`` is the share of cases in which it counted.
    """

    measure: str
    fact: str
    known: float
    auc: Auc


class Alerted(msgspec.Struct, frozen=True):
    """One alert, by the key of its account; days as ISO dates. ``treated``: somebody acted on the account."""

    account: str
    first: str
    last: str
    left_on: str | None
    outcome: Outcome
    treated: bool


class Treated(msgspec.Struct, frozen=True):
    """Accounts that were acted on: how many there were, were alerted and left. What became of them proves little."""

    accounts: int = 0
    alerted: int = 0
    left: int = 0


class Week(msgspec.Struct, frozen=True):
    """The week from a day on: alerts that came, and accounts that left."""

    start: str
    fired: int
    left: int


class Result(msgspec.Struct, frozen=True):
    """``cases`` are the accounts that were looked at, ``departures`` those that left. Days are ISO dates.

    ``known``: on how many days facts were recomputed from what is known now, and as they were stored then. ``undated`` are
    facts that were first said on an unknown day, and count from the beginning.
    """

    kind: Literal["rule", "signal", "scorecard"]
    name: str
    version: int | None
    start: str
    end: str
    within: int
    known_until: str
    cases: int
    members: int
    windows: tuple[Window, ...]
    baselines: tuple[Baseline, ...]
    known: dict[str, int]
    undated: tuple[str, ...]
    treated: Treated
    weeks: tuple[Week, ...]
    alerts: tuple[Alerted, ...]
    missed: tuple[tuple[str, str], ...]  # (account, the day it left) of those that left without an alert
    calibration: Calibration | None = None
    measures: tuple[Evidence, ...] = ()

    @property
    def caught(self) -> Caught:
        """What was found within the days that were asked for."""
        return self._window.caught

    @property
    def auc(self) -> Auc:
        """The area for leaving within those days."""
        return self._window.auc

    @property
    def _window(self) -> Window:
        return next(one for one in self.windows if one.days == self.within)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, complete: ``parse(result.as_json()) == result``."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


def parse(data: object) -> Result:
    """Read what ``as_json`` wrote; unknown fields are ignored. Raises ResultError and nothing else."""
    try:
        return msgspec.convert(data, Result)
    except (msgspec.ValidationError, OverflowError, RecursionError) as error:
        raise ResultError(f"a kept back-test cannot be read: {error}") from None
