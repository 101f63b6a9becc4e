"""How far is a table known to be on the disk? Advances the durable mark that repair starts from."""

from tenure.eventlog.commits import commit_path
from tenure.eventlog.durable import flush_file
from tenure.eventlog.spool import Spool
from tenure.eventlog.table import Table


def settle(spool: Spool, workspace: str, table: Table) -> None:
    """Flush the commits since the mark that others may have made without doing so, and advance the mark."""
    name, version = table.path.name, table.version
    mark = spool.mark(workspace, name)
    if mark >= version:
        return
    for unsure in range(mark + 1, version + 1):
        try:
            flush_file(commit_path(table.log, unsure))
        except FileNotFoundError:  # in a checkpoint by now, which was flushed before its commits were dropped
            continue
    flush_file(table.log)
    spool.set_mark(workspace, name, version)
