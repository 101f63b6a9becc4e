"""What may a rule ask beside the value of a fact? How it changed, what was done, and how that compares with the past.

Each is answered from one flat mapping, as comparisons are: under ``key``, or for a change under the fact's name now and
under `earlier` for its value then. ``at`` of `tenure.rules.today` made every date of them absolute before.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from tenure.rules.comparison import Comparison, Op, Scalar, scalar_as_json

Way = Literal["rises", "falls", "changes"]
WatchKind = Literal["stopped", "falling", "stagnating", "spike"]
Source = Literal["event", "metric", "usage"]

WAYS: Final = ("rises", "falls", "changes")
WATCHES: Final = ("stopped", "falling", "stagnating", "spike")
SOURCES: Final = ("event", "metric", "usage")


def earlier(fact: str, days: int) -> str:
    """The name under which a mapping holds a fact as it was so many days before; no fact has such a name."""
    return f"@{days}:{fact}"


@dataclass(frozen=True, slots=True)
class Changed:
    """``fact`` is by at least ``by`` higher (lower, either) than it was ``days`` days before.

    ``by`` is a share of what it was where ``as_share``, else a number or an amount of money; None: at all. Both values
    must be known. From zero, any rise is as large a share as one asks for.
    """

    fact: str
    way: Way
    days: int
    by: Scalar | None = None
    as_share: bool = False

    @property
    def earlier(self) -> str:
        """Where the mapping holds the value before."""
        return earlier(self.fact, self.days)

    def as_json(self) -> dict[str, object]:
        """The form that ``rules.parse.parse`` reads."""
        plain: dict[str, object] = {"changed": self.fact, "way": self.way, "days": self.days}
        if self.by is not None:
            plain |= {"by": scalar_as_json(self.by)}
        return plain | ({"as": "share"} if self.as_share else {})


@dataclass(frozen=True, slots=True)
class Did:
    """The event came ``op`` ``times`` times in a window: the last ``days`` days, or from the day ``since`` on.

    ``where`` are comparisons of its properties (``plan``, or ``cart.total`` within another), all of which hold. What
    never came was done 0 times.
    """

    event: str
    op: Op
    times: int
    days: int | None = None
    since: date | None = None
    where: tuple[Comparison, ...] = ()

    @property
    def key(self) -> str:
        """Where the mapping holds how often it came."""
        return "did:" + _compact({**self._window(), "did": self.event})

    def as_json(self) -> dict[str, object]:
        """The form that ``rules.parse.parse`` reads."""
        return {"did": self.event, "op": self.op.value, "times": self.times, **self._window()}

    def _window(self) -> dict[str, object]:
        plain: dict[str, object] = {"days": self.days} if self.days is not None else {}
        if self.since is not None:
            plain["since"] = {"date": self.since.isoformat()}
        return plain | ({"where": [properties_as_json(one) for one in self.where]} if self.where else {})


@dataclass(frozen=True, slots=True)
class Followed:
    """After ``first`` came ``then``, at most ``within`` days later, and ``first`` in the last ``days`` days."""

    first: str
    then: str
    within: int
    days: int

    @property
    def key(self) -> str:
        """Where the mapping holds whether it did."""
        return "followed:" + _compact(self.as_json())

    def as_json(self) -> dict[str, object]:
        """The form that ``rules.parse.parse`` reads."""
        return {"did": self.first, "then": self.then, "within": self.within, "days": self.days}


@dataclass(frozen=True, slots=True)
class Watch:
    """An event, a metric or all usage of an account, beside the account's own past; see `tenure.calc.watch`."""

    kind: WatchKind
    source: Source
    of: str = ""  # the name of the event or metric

    @property
    def key(self) -> str:
        """Where the mapping holds the verdict: an object that has ``holds``, or whether it holds."""
        return "watch:" + _compact(self.as_json())

    def as_json(self) -> dict[str, object]:
        """The form that ``rules.parse.parse`` reads."""
        return {"watch": self.kind, "source": self.source} | ({"of": self.of} if self.of else {})


def properties_as_json(one: Comparison) -> dict[str, object]:
    """A comparison of a property as the form that ``rules.parse.parse`` reads within ``where``."""
    plain: dict[str, Any] = one.as_json()
    return {"property": plain.pop("fact"), **plain}


def _compact(plain: dict[str, Any]) -> str:
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
