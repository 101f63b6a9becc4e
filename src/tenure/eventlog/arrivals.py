"""Which events came in lately? The newest of the log, without what they carry."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ibis
import pyarrow as pa

from tenure.eventlog.changes import is_news
from tenure.eventlog.commits import read_commit
from tenure.eventlog.engines.engine import Files, StaleFiles
from tenure.eventlog.engines.own import engine
from tenure.eventlog.home import Home
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.table import Table
from tenure.eventlog.tables import events_table

TOLD = (
    "message_id", "type", "event", "user_id", "anonymous_id", "group_id", "time", "received_at", "flag", "import_id",
)  # fmt: skip
_READ = pa.schema([EVENTS.field(name) for name in TOLD])
_COMMITS = 2_000  # further back than that, the newest are looked for in the files themselves


@dataclass(frozen=True, slots=True)
class Arrivals:
    """``rows`` (columns TOLD), the latest received first, up to ``version``; ``count`` may be more than they are."""

    version: int
    rows: pa.Table
    count: int


def arrivals(home: Home, workspace: str, most: int, after: int | None = None) -> Arrivals:
    """What came after a version of the log; where none is given or it lies too far back, the newest there are."""
    try:
        return _arrivals(home, workspace, most, after)
    except StaleFiles:  # maintenance replaced a file between our look and our reading
        return _arrivals(home, workspace, most, after)


def _arrivals(home: Home, workspace: str, most: int, after: int | None) -> Arrivals:
    table = events_table(home, workspace)
    files = None if after is None else _appended(table, after)
    if files is None:
        files = _newest(table, most)
    paths = tuple(files)
    if not paths:
        return Arrivals(table.version, _READ.empty_table(), 0)
    rows = engine().run(f"arrivals {most}", _last(most), {"events": Files(paths, _READ)})
    return Arrivals(table.version, rows, sum(files.values()))


def _appended(table: Table, after: int) -> dict[str, int] | None:
    """Files that came with events since, and how many events each holds; None when the log does not tell any more."""
    if not table.version - _COMMITS <= after <= table.version:
        return None
    active = {file.name: file for file in table.active()}
    found: dict[str, int] = {}
    for version in range(after + 1, table.version + 1):
        try:
            actions = read_commit(table.log, version)
        except FileNotFoundError:
            return None
        if not is_news(actions):
            continue
        for action in actions:
            if action.add is None:
                continue
            if action.add.path not in active:  # merged with others since
                return None
            file = active[action.add.path]
            found[file.path] = file.rows
    return found


def _newest(table: Table, most: int) -> dict[str, int]:
    """Files of the last days that hold as many events as are asked for."""
    found: dict[str, int] = {}
    day = ""
    for file in reversed(table.active()):
        if sum(found.values()) >= most and file.partition != day:
            break
        day = file.partition
        found[file.path] = file.rows
    return found


@lru_cache(maxsize=4)
def _last(most: int) -> ibis.Table:
    events: Any = ibis.table(ibis.Schema.from_pyarrow(_READ), "events")
    return events.order_by(events.received_at.desc(), events.time.desc(), events.message_id).limit(most)
