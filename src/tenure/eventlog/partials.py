"""What do many small counts add up to? Rows of DAYS that grow batch by batch and are asked about some actors."""

from collections.abc import Collection, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from tenure.eventlog.schema import DAYS, TIME, USAGE_TYPES

KEYS = ["actor", "group_id", "event", "day"]


def count_rows(rows: pa.Table, limits: Mapping[int, int]) -> pa.Table:
    """Rows of DAYS for the days of ``limits``, from events that count, with ``actor`` and ``day``.

    Events at or after the limit of their day (microseconds since the epoch) get a row for each time, to be added up
    later. It is `aggregate.usage_of` without an engine, which would take longer to plan than a batch takes to count; a
    property test holds the two together.
    """
    used = of_days(rows.filter(pc.is_in(rows["type"], value_set=pa.array(USAGE_TYPES))), limits)
    days = pa.array(list(limits), pa.int32())
    limit = pa.array(list(limits.values()), TIME).take(pc.index_in(used["day"], value_set=days).combine_chunks())
    apart = pc.if_else(pc.less(used["time"], limit), pa.scalar(None, TIME), used["time"])
    named = used.set_column(used.column_names.index("event"), "event", pc.coalesce(used["event"], used["type"]))
    groups = pa.TableGroupBy(named.append_column("apart", apart), [*KEYS, "apart"])
    found = groups.aggregate([([], "count_all"), ("time", "min"), ("time", "max"), ("value", "sum")])
    names = [*KEYS, "count_all", "time_min", "time_max", "value_sum"]
    return found.select(names).rename_columns(DAYS.names).cast(DAYS)


def add_up(parts: Collection[pa.Table]) -> pa.Table:
    """One row for each actor, group, event and day that the parts name."""
    rows = pa.concat_tables([DAYS.empty_table(), *parts])
    found = pa.TableGroupBy(rows, KEYS).aggregate(
        [("count", "sum"), ("first", "min"), ("last", "max"), ("value", "sum")]
    )
    names = [*KEYS, "count_sum", "first_min", "last_max", "value_sum"]
    return found.select(names).rename_columns(DAYS.names).cast(DAYS)


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

    __slots__ = ("_runs",)

    def __init__(self) -> None:
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
        self._runs.append(add_up(joined) if len(joined) > 1 else rows)

    def keep(self, days: Collection[int]) -> None:
        """Forget all other days."""
        self._runs = [kept for run in self._runs if (kept := of_days(run, days)).num_rows]

    def some(self, actors: pa.Array | None, groups: pa.Array | None) -> list[pa.Table]:
        """Rows of some actors or groups, still to be added up."""
        return [of_some(run, actors, groups) for run in self._runs]
