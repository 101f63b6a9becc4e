"""Which back-tests were kept, and how do versions compare? Those over the same stretch and days beside each other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tenure.calc.backtest.result import Result, ResultError, parse
from tenure.records.backtest import Backtest
from tenure.records.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """One that was kept, and by whom."""

    number: int
    at: datetime
    by: str
    result: Result


def kept(workspace: Workspace, kind: str, name: str) -> list[Kept]:
    """All of a signal or a scorecard, the latest first; what no version can read any more is passed over."""
    rows = Backtest.objects.filter(workspace=workspace, kind=kind, name=name, result__isnull=False)
    found = []
    for row in rows.order_by("-created_at", "-pk"):
        try:
            found.append(Kept(row.pk, row.created_at, row.by, parse(row.result)))
        except ResultError:
            continue
    return found


def comparable(some: Sequence[Kept]) -> list[list[Kept]]:
    """Those that may be compared, together: tried on the same days for leaving as soon; within each the latest first."""
    alike: dict[tuple[str, str, int], list[Kept]] = defaultdict(list)
    for one in some:
        alike[one.result.start, one.result.end, one.result.within].append(one)
    return list(alike.values())
