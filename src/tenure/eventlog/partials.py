"""What do many small counts add up to? Rows of DAYS that grow batch by batch and are asked about some actors."""

from collections.abc import Collection
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from tenure.eventlog.aggregate import table
from tenure.eventlog.engines.engine import Engine
from tenure.eventlog.schema import DAYS

_PARTS: Final = table("parts", DAYS)
_SUM: Final = (
    _PARTS.group_by("actor", "group_id", "event", "day")
    .agg(
        count=_PARTS["count"].sum(),
        first=_PARTS["first"].min(),
        last=_PARTS["last"].max(),
        value=_PARTS.value.sum(),
    )
    .select(*DAYS.names)
)


def add_up(engine: Engine, parts: Collection[pa.Table]) -> pa.Table:
    """One row for each actor, group, event and day that the parts name."""
    filled = [part for part in parts if part.num_rows]
    if not filled:
        return DAYS.empty_table()
    return engine.run("eventlog.sum", _SUM, {"parts": pa.concat_tables(filled)}).cast(DAYS)


def of_some(rows: pa.Table, actors: pa.Array | None, groups: pa.Array | None) -> pa.Table:
    """Rows of these actors or in these groups; all rows when neither is given."""
    if actors is None and groups is None:
        return rows
    chosen = [
        pc.is_in(rows[name], value_set=wanted, skip_nulls=True)
        for name, wanted in (("actor", actors), ("group_id", groups))
        if wanted is not None
    ]
    return rows.filter(chosen[0] if len(chosen) == 1 else pc.or_(*chosen))


def of_days(rows: pa.Table, days: Collection[int]) -> pa.Table:
    """Rows of these days."""
    return rows.filter(pc.is_in(rows["day"], value_set=pa.array(sorted(days), pa.int32())))


class Partials:
    """Rows of DAYS in runs each more than twice as long as the next: a new batch seldom costs more than itself."""

    __slots__ = ("_engine", "_runs")

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._runs: list[pa.Table] = []

    def add(self, rows: pa.Table) -> None:
        """Take in rows, which may name an actor, group, event and day again."""
        if not rows.num_rows:
            return
        joined = [rows]
        size = rows.num_rows
        while self._runs and self._runs[-1].num_rows <= 2 * size:
            joined.append(self._runs.pop())
            size += joined[-1].num_rows
        self._runs.append(add_up(self._engine, joined) if len(joined) > 1 else rows)

    def keep(self, days: Collection[int]) -> None:
        """Forget all other days."""
        self._runs = [kept for run in self._runs if (kept := of_days(run, days)).num_rows]

    def some(self, actors: pa.Array | None, groups: pa.Array | None) -> list[pa.Table]:
        """Rows of some actors or groups, still to be added up."""
        return [of_some(run, actors, groups) for run in self._runs]
