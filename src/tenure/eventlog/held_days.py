"""What happened on some days, kept in memory while events still come: partial counts, and the keys of ids seen.

About eight bytes an event for the ids, and a row for each actor, group, event and day. Two different ids of one 64-bit
key would count as one until the day is closed: with five million events a day, once in some hundred thousand days.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tenure.eventlog.aggregate import DAY, count_parts, keyed, keys_of, wanted_days, winners
from tenure.eventlog.engines.engine import Engine, Files
from tenure.eventlog.id_set import IdSet
from tenure.eventlog.partials import Partials, add_up, count_rows, of_days, of_some
from tenure.eventlog.schema import DAYS, TIME

AHEAD = pa.schema([DAYS.field(name) for name in ("actor", "group_id", "first")])
FilesOf = Callable[[Iterable[int]], Files]  # days -> the files that hold all events of these days, as folded so far


class HeldDays:
    """Counts of whole days. ``fold`` every file of events once; ``hold`` and ``release`` days between folds."""

    def __init__(self, engine: Engine, files: FilesOf) -> None:
        self._engine = engine
        self._files = files
        self._partials = Partials()
        self._ahead = DAYS.empty_table()  # counts at times that lie ahead of the clock, a row for each time
        self._ids: dict[int, IdSet] = {}  # of every held day and its neighbours
        self._newest = 0  # no row folded was received after this (microseconds since the epoch)
        self.days: set[int] = set()
        self.latest = 0  # everything held happened at or before this, but for what lies ahead

    def fold(self, files: Files, now: int) -> None:
        """Take in files of events that were appended to the log; ``now`` in microseconds since the epoch."""
        rows = keyed(self._engine, files)
        rows = of_days(rows, self._ids)
        days = rows["day"].to_numpy()
        for day in set(np.unique(days).tolist()) - self.days:
            if not len(self._ids[day]):  # the day has begun: nothing was there before
                self.hold([day], now)
        fresh, lost = self._judge(rows, days)
        for day in np.unique(days).tolist():
            self._ids[day].add(rows["key"].to_numpy()[days == day])
        self._count(fresh, now)
        self._newest = max(self._newest, _newest(rows))
        if lost:
            self._partials.keep(self.days - lost)
            self._ahead = of_days(self._ahead, self.days - lost)
            self._load(lost, now)

    def hold(self, days: Collection[int], now: int) -> None:
        """Begin to hold days, with all that their files say."""
        new = set(days) - self.days
        for day in sorted(_near(new) - self._ids.keys()):
            found = keys_of(self._engine, self._files([day]))
            self._ids[day] = IdSet()
            self._ids[day].add(found["key"].to_numpy())
            self._newest = max(self._newest, _newest(found))
        self.days |= new
        self._load({day for day in new if len(self._ids[day])}, now)

    def release(self, days: Collection[int]) -> None:
        """Forget days."""
        if not days:
            return
        self.days -= set(days)
        self._partials.keep(self.days)
        self._ahead = of_days(self._ahead, self.days)
        near = _near(self.days)
        self._ids = {day: ids for day, ids in self._ids.items() if day in near}

    def settle(self, now: int) -> None:
        """Count what was ahead of the clock and no longer is."""
        if self._ahead.num_rows:
            ahead, self._ahead = self._ahead, DAYS.empty_table()
            self._add(ahead, now)

    def ahead(self) -> pa.Table:
        """(actor, group_id, first): when what lies ahead of the clock begins."""
        return self._ahead.group_by(["actor", "group_id"]).aggregate([("first", "min")]).rename_columns(AHEAD.names)

    def rows(self, before: int, actors: pa.Array | None, groups: pa.Array | None) -> pa.Table:
        """Rows of DAYS strictly before a time after ``latest``, of some actors or groups when given."""
        ahead = of_some(self._ahead.filter(pc.less(self._ahead["first"], _time(before))), actors, groups)
        return add_up([*self._partials.some(actors, groups), ahead])

    def _load(self, days: Collection[int], now: int) -> None:
        if days:
            self._add(count_parts(self._engine, self._files(_near(days)), wanted_days(_limits(days, now))), now)

    def _judge(self, rows: pa.Table, days: NDArray[np.int32]) -> tuple[pa.Table, set[int]]:
        """Rows that count, and held days that must be counted anew because a new row was received before an old one."""
        keys = rows["key"].to_numpy()
        hit = np.zeros(len(keys), dtype=np.bool_)
        for day in np.unique(days).tolist():
            which = np.flatnonzero(days == day)
            for near in (day - 1, day, day + 1):
                if near in self._ids:
                    hit[which] |= self._ids[near].contains(keys[which])
        _, place, times = np.unique(keys, return_inverse=True, return_counts=True)
        suspect = hit | (times[place] > 1)
        rows = rows.append_column("hit", pa.array(hit))
        if not suspect.any():
            return rows, set()
        suspects = rows.filter(pa.array(suspect))
        best = winners(self._engine, suspects)
        # A row that was received after all we knew loses against the one it repeats. Else it may take its place.
        early = suspects.filter(pc.and_(suspects["hit"], pc.less_equal(suspects["received_at"], _time(self._newest))))
        lost = self._overturned(early) if early.num_rows else set()
        return pa.concat_tables([rows.filter(pa.array(~suspect)), best.filter(pc.invert(best["hit"]))]), lost

    def _overturned(self, early: pa.Table) -> set[int]:
        """Held days on which one of these rows may count in place of a row counted before: as a rule none.

        Processes that receive at the same time may seal in another order, by milliseconds; then the log is asked.
        """
        found = keyed(self._engine, self._files(_near(early["day"].unique().to_pylist())))
        found = found.filter(pc.is_in(found["message_id"], value_set=early["message_id"].combine_chunks().unique()))
        rivals: dict[str, list[tuple[int, tuple[Any, ...]]]] = {}
        for name, day, *order in zip(*(found[column].to_pylist() for column in _ORDER), strict=True):
            rivals.setdefault(name, []).append((day, tuple(order)))
        lost: set[int] = set()
        for name, day, *order in zip(*(early[column].to_pylist() for column in _ORDER), strict=True):
            others = [rank for other, rank in rivals[name] if abs(other - day) <= 1]
            if sum(rank >= tuple(order) for rank in others) > 1:  # itself, and one that it may beat
                lost |= _near([day]) & self.days
        return lost

    def _count(self, rows: pa.Table, now: int) -> None:
        held = of_days(rows, self.days)
        if held.num_rows:
            self._add(count_rows(held, _limits(self.days, now)), now)

    def _add(self, parts: pa.Table, now: int) -> None:
        happened = pc.less(parts["first"], _time(now))
        past = parts.filter(happened)
        if past.num_rows:
            self._partials.add(past)
            self.latest = max(self.latest, pc.max(past["last"]).cast(pa.int64()).as_py())
        if past.num_rows < parts.num_rows:
            self._ahead = pa.concat_tables([self._ahead, parts.filter(pc.invert(happened))])


_ORDER = ("message_id", "day", "received_at", "time")


def _near(days: Iterable[int]) -> set[int]:
    return {other for day in days for other in (day - 1, day, day + 1)}


def _limits(days: Collection[int], now: int) -> dict[int, int]:
    return {day: min(now, (day + 1) * DAY) for day in days}


def _newest(rows: pa.Table) -> int:
    return pc.max(rows["received_at"]).cast(pa.int64()).as_py() or 0


def _time(microseconds: int) -> pa.Scalar:
    return pa.scalar(microseconds, TIME)
