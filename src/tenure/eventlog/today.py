"""What happened on the days that are not closed? Kept in memory, and brought up to date from the log commit by commit."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from urllib.parse import unquote

import pyarrow as pa

from tenure import clock
from tenure.eventlog.aggregate import READ
from tenure.eventlog.changes import Changes, changes_since
from tenure.eventlog.commits import DamagedCommit, read_commit
from tenure.eventlog.engines.engine import Files, StaleFiles
from tenure.eventlog.engines.own import engine
from tenure.eventlog.held_days import AHEAD, HeldDays
from tenure.eventlog.home import Home
from tenure.eventlog.schema import DAYS, EVENTS
from tenure.eventlog.spool import Spool
from tenure.eventlog.table import Table
from tenure.eventlog.tables import date_of, day_in
from tenure.values.moment import Moment

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HELD_EVENTS = 20_000_000


class Today:
    """The open days of one workspace, for one thread. ``catch_up`` before asking; a new one knows nothing.

    When a bulk of history comes in, only the newest days up to ``held_events`` are held; `usage` reads the others.
    """

    def __init__(self, held_events: int = HELD_EVENTS) -> None:
        self._held_events = held_events
        self._table: Table | None = None
        self._held: HeldDays | None = None
        self.version = -1  # of the events table: what ``catch_up`` told of last

    @property
    def days(self) -> frozenset[int]:
        """Day keys of which all events are counted here."""
        return frozenset(self._held.days) if self._held else frozenset()

    def knows(self, moment: Moment) -> bool:
        """Whether the moment lies after everything counted; an earlier one must be read from the log."""
        return self._held is not None and _microseconds(moment.at) > self._held.latest

    def rows(self, moment: Moment, actors: pa.Array | None = None, groups: pa.Array | None = None) -> pa.Table:
        """Rows of DAYS strictly before a moment that this knows; with ``actors`` or ``groups`` only what they did."""
        if self._held is None:
            return DAYS.empty_table()
        if not self.knows(moment):
            raise ValueError(f"events after {moment.isoformat()} are counted already: read that moment from the log")
        return self._held.rows(_microseconds(moment.at), actors, groups)

    def ahead(self) -> pa.Table:
        """(actor, group_id, first): who did something at a time that lies ahead of the clock, and when first."""
        return AHEAD.empty_table() if self._held is None else self._held.ahead()

    def catch_up(self, home: Home, spool: Spool, workspace: str) -> Changes | None:
        """Count what the log has gained; answers who that concerns, None when it may be anybody.

        Open days are asked for before the log is read, as readers do (see `usage`), and what we tell of is read before
        what we count: so every event told of is counted, or its day will be found open later and read whole.
        """
        now = _microseconds(clock.now())
        opened = set(spool.open_days(workspace))
        told = changes_since(home, workspace, self.version) if self.version >= 0 else None
        try:
            version = self._count(home, workspace, opened, now)
        except (StaleFiles, DamagedCommit):  # what we held may be half counted: begin again from the log
            self._held = None
            version = self._count(home, workspace, opened, now)
        self.version = told.version if told else version
        return told

    def _count(self, home: Home, workspace: str, opened: set[int], now: int) -> int:
        held, table = self._follow(home, workspace, now)
        held.settle(now)
        held.release(held.days - opened - self._begun)
        if missing := opened - held.days:
            held.hold(missing & self._newest(table, opened), now)
        return table.version

    def _follow(self, home: Home, workspace: str, now: int) -> tuple[HeldDays, Table]:
        self._begun: set[int] = set()
        if self._table is None or self._held is None:
            return self._rebuild(home, workspace)
        table, before, known = self._table, self._table.version, set(self._held.days)
        table.reload()
        paths = _appended(table, before)
        if paths is None:
            return self._rebuild(home, workspace)
        if paths:
            self._held.fold(Files(tuple(paths), READ), now)
        # A day that begins with these events may be noted as open only a moment later: keep it until then.
        self._begun = self._held.days - known
        return self._held, table

    def _rebuild(self, home: Home, workspace: str) -> tuple[HeldDays, Table]:
        self._begun = set()
        table = self._table = Table.open(home.events(workspace), EVENTS, "event_date")

        def files(days: Iterable[int]) -> Files:
            return Files(tuple(table.files(sorted(map(date_of, days)))), READ)

        self._held = HeldDays(engine(), files)
        return self._held, table

    def _newest(self, table: Table, opened: set[int]) -> set[int]:
        """The newest open days whose events fit in memory."""
        rows = Counter[int]()
        for file in table.active():
            rows[day_in(file.partition)] += file.rows
        newest = sorted(opened, reverse=True)
        total = accumulate(rows[day] for day in newest)
        return {day for day, sofar in zip(newest, total, strict=True) if sofar <= self._held_events} | {*newest[:1]}


def _appended(table: Table, before: int) -> list[str] | None:
    """Files that came with events since that version; None when events were taken away, or commits are gone."""
    paths: list[str] = []
    for version in range(before + 1, table.version + 1):
        try:
            actions = read_commit(table.log, version)
        except FileNotFoundError:
            return None
        if any(action.remove is not None and action.remove.data_change for action in actions):
            return None
        paths += [
            str(table.path / unquote(action.add.path)) for action in actions if action.add and action.add.data_change
        ]
    return paths


def _microseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)
