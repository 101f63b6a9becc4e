"""What did a watch find? Whether it holds, since when, and the figures that a sentence needs."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tenure.calc.watch.series import Flags, Floats, Ints
from tenure.rules.leaves import WatchKind


@dataclass(frozen=True, slots=True)
class Verdict:
    """``holds`` is None when it cannot be judged: fewer than ``needed`` gaps or weeks were ``seen``, or too little happens.

    ``now``, ``usual`` and ``limit`` are, of a watch that is

    - stopped: the days of silence, the usual gap, the longest silence that is calm;
    - falling: the best of the last four weeks, the usual week before, the best week that is told;
    - stagnating: the best of the last six weeks, where the account's own growth would have brought them, the most that is told;
    - spike: the last complete day, that weekday as usual, the most that is calm.

    ``since`` is the first day of that silence, of the weeks that are told, or the day itself. ``knows_season``: whether the
    same weeks of a year ago were there to compare with, of the two watches that ask for them.
    """

    kind: WatchKind
    holds: bool | None
    since: int | None
    now: float
    usual: float
    limit: float
    seen: int
    needed: int
    knows_season: bool = True

    def as_json(self) -> dict[str, Any]:
        """The form that `from_json` reads; what is no number is null."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return {name: None if value != value else value for name, value in plain.items()}  # noqa: PLR0124 - nan is not itself

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Verdict":
        """The verdict that `as_json` wrote."""
        known: dict[str, Any] = {name: data.get(name) for name in cls.__slots__}
        for name in ("now", "usual", "limit"):
            known[name] = math.nan if known[name] is None else known[name]
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts of one watch on many accounts, a column for each figure; iterating gives them one by one."""

    kind: WatchKind
    judged: Flags
    holds: Flags
    since: Ints
    now: Floats
    usual: Floats
    limit: Floats
    seen: Ints
    needed: int
    knows_season: Flags

    def __iter__(self) -> Iterator[Verdict]:
        columns = (self.judged, self.holds, self.since, self.now, self.usual, self.limit, self.seen, self.knows_season)
        for judged, holds, since, now, usual, limit, seen, season in zip(
            *(one.tolist() for one in columns), strict=True
        ):
            yield Verdict(
                self.kind,
                holds if judged else None,
                since if judged else None,
                now,
                usual,
                limit,
                seen,
                self.needed,
                season,
            )
