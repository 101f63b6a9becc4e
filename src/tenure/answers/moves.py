"""Whose score moved between two days, as it was stored at the time?"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tenure.answers.process import home
from tenure.eventlog.facts_days import StoredDay, scores_of, stored_days
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

WEEK, FOUR_WEEKS = 7, 28


@dataclass(frozen=True, slots=True)
class Moves:
    """``account``, ``before``, ``after`` and ``change`` of every account that had a score on both days.

    ``since`` and ``until`` are the days (day keys) that were found; None and nothing where they were not stored.
    """

    since: int | None
    until: int | None
    table: pa.Table


_NONE = Moves(
    None, None, pa.table({name: pa.array([], pa.float64()) for name in ("account", "before", "after", "change")})
)


def moves(workspace: Workspace, moment: Moment, days: int) -> Moves:
    """From so many days before the last stored day to that day."""
    last = moment.window_day - 1
    for _ in range(2):
        then, now = stored_days(home(), workspace.slug, [last - days, last])
        if then is None or now is None or then.day == now.day:
            return _NONE
        try:
            return Moves(then.day, now.day, _both(then, now))
        except FileNotFoundError:  # one of the days was stored anew meanwhile
            continue
    return _NONE


def _both(then: StoredDay, now: StoredDay) -> pa.Table:
    before = scores_of(then).rename_columns(["account", "before"])
    after = scores_of(now).rename_columns(["account", "after"])
    both = before.join(after, "account", join_type="inner")
    return both.append_column("change", pc.subtract(both["after"], both["before"]))


def fallen(workspace: Workspace, moment: Moment, least: float) -> dict[int, float]:
    """Account -> points that its score lost in four weeks, for those that lost at least so many."""
    table = moves(workspace, moment, FOUR_WEEKS).table
    lost = table.filter(pc.less_equal(table["change"], -least))
    return dict(zip(lost["account"].to_pylist(), pc.negate(lost["change"]).to_pylist(), strict=True))


def most_moved(workspace: Workspace, moment: Moment, accounts: Sequence[int] | None, count: int) -> tuple[Moves, Moves]:
    """Those (of these; None: of all) that fell most within a week, and those that rose most, the most first."""
    found = moves(workspace, moment, WEEK)
    table = found.table
    if accounts is not None:
        table = table.filter(pc.is_in(table["account"], value_set=pa.array(accounts, table["account"].type)))
    fell = table.filter(pc.less(table["change"], 0.0)).sort_by([("change", "ascending"), ("account", "ascending")])
    rose = table.filter(pc.greater(table["change"], 0.0)).sort_by([("change", "descending"), ("account", "ascending")])
    return Moves(found.since, found.until, fell[:count]), Moves(found.since, found.until, rose[:count])
