"""How does every byte about somebody leave the log, its days, spans and stored facts, and the spool?"""

from collections.abc import Callable, Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tenure.eventlog.commits import versions
from tenure.eventlog.durable import flush_folders
from tenure.eventlog.gate import erasing
from tenure.eventlog.home import Home
from tenure.eventlog.imports import Rewrite, rewrite_events
from tenure.eventlog.marks import settle
from tenure.eventlog.spool import Spool
from tenure.eventlog.table import Conflict, Table
from tenure.eventlog.tables import days_table, events_table, facts_table, spans_table
from tenure.eventlog.traces import Traces

Far = Callable[[int, int], None]  # is told how many rows were gone through, and of how many
ABANDONED = 600  # seconds after which a file that no commit names is not one that is just being written
ATTEMPTS = 20


def unheard(*_: int) -> None:
    """Nobody asks how far it is."""


def erase(  # noqa: PLR0917 - one kind of id after the other
    home: Home,
    spool: Spool,
    workspace: str,
    user_ids: Collection[str],
    anonymous_ids: Collection[str],
    group_ids: Collection[str],
    texts: Collection[str] = (),
    far: Far = unheard,
) -> int:
    """Erase the events of these persons and groups, and their ids and ``texts`` from what others said; how many went.

    Events go on being accepted: sealing waits, and goes on with what remains of the spool. No commit names an id.
    Repeat it when it was stopped or failed half-way.
    """
    traces = Traces(frozenset(user_ids), frozenset(anonymous_ids), frozenset(group_ids), frozenset(texts))
    with erasing(home, workspace):
        return _spool_and_log(home, spool, workspace, traces, far)


def _spool_and_log(home: Home, spool: Spool, workspace: str, traces: Traces, far: Far) -> int:
    tables = [table(home, workspace) for table in (events_table, days_table, spans_table, facts_table)]
    total = sum(file.rows for table in tables for file in table.active())
    done = 0

    def counted(rewrite: Rewrite) -> Rewrite:
        def rewritten(rows: pa.Table) -> pa.Table:
            nonlocal done
            kept = rewrite(rows)
            done = min(done + rows.num_rows, total)  # what others write meanwhile is gone through as well
            far(done, total)
            return kept

        return rewritten

    spool.purge(workspace, traces.request)
    for aside in home.root.glob(f"{home.spool.name}.damaged-*"):
        aside.unlink()  # what could be read of a damaged spool was taken over long ago
    gone = rewrite_events(home, spool, workspace, counted(traces.events))
    _rewrite(days_table(home, workspace), counted(traces.usage))
    _rewrite(spans_table(home, workspace), counted(traces.usage))
    _rewrite(facts_table(home, workspace), counted(traces.known))
    for table in (events_table, days_table, spans_table, facts_table):
        forget(table(home, workspace))
        settle(spool, workspace, table(home, workspace))
    return gone


def forget(table: Table) -> None:
    """Delete at once every file that left the table, and every commit before the newest checkpoint."""
    table.checkpoint()
    table.delta.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)
    table.reload()
    active = set(table.files())
    table.log.touch()  # the clock of the file system, which dates the files
    limit = table.log.stat().st_mtime - ABANDONED
    for path in table.path.glob("*/*.parquet"):
        if str(path) not in active and path.stat().st_mtime < limit:
            path.unlink()
    table.checkpoint()
    newest = table.version
    for version in versions(table.log):
        if version < newest:
            (table.log / f"{version:020d}.json").unlink(missing_ok=True)
    for path in table.log.glob("*.checkpoint*.parquet"):
        if int(path.name[:20]) < newest:
            path.unlink(missing_ok=True)
    flush_folders([table.log, table.path, *map(Path, {str(Path(path).parent) for path in active})])


def _rewrite(table: Table, rewrite: Rewrite) -> None:
    for _ in range(ATTEMPTS):
        try:
            for file in table.active():
                rows = pq.read_table(file.path, schema=table.schema, partitioning=None)
                kept = rewrite(rows)
                if kept is not rows:
                    table.write({file.partition: kept}, replace=[file.path], note={"tenure": "rewrite"})
            return
        except (Conflict, FileNotFoundError):  # maintenance rewrote one of them first: begin again
            table.reload()
    raise Conflict(f"{table.path}: {ATTEMPTS} attempts to rewrite files met other writers every time")
