"""How far is a table known to be on the disk? Advances the durable mark that repair starts from."""

from tenure.eventlog.spool import Spool
from tenure.eventlog.table import Table


def settle(spool: Spool, workspace: str, table: Table) -> None:
    """Flush the commits since the mark that others may have made without doing so, and advance the mark."""
    if spool.mark(workspace, table.path.name) < table.version:
        table.flush()
        spool.set_mark(workspace, table.path.name, table.version)
