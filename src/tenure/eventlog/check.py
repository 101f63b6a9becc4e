"""Can a workspace's log be read whole? Compares what its tables say with the files that are there."""

from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from tenure.eventlog.home import Home


def tables_of(home: Home, workspace: str) -> list[Path]:
    """The folders of a workspace's tables that exist, what is derived first and the events last."""
    folders = (home.facts(workspace), home.spans(workspace), home.days(workspace), home.events(workspace))
    return [folder for folder in folders if (folder / "_delta_log").is_dir()]


def active_files(table: Path) -> dict[str, int]:
    """Names (relative to the table) and bytes of the files its newest version consists of.

    Raises TableNotFoundError or DeltaError when the table's own log cannot be read.
    """
    actions = pa.table(DeltaTable(str(table)).get_add_actions(flatten=True))
    names = (unquote(path) for path in actions["path"].to_pylist())
    return dict(zip(names, actions["size_bytes"].to_pylist(), strict=True))


def _first_line(error: Exception) -> str:
    """What went wrong, without the places in another's source that follow."""
    return str(error).split("\n", 1)[0]


def log_trouble(home: Home, workspace: str) -> str | None:
    """What is wrong with a workspace's log, in a sentence with what to do; None when all of it can be read."""
    for table in tables_of(home, workspace):
        try:
            files = active_files(table)
        except (DeltaError, TableNotFoundError, OSError) as error:
            return f"the table {table} cannot be read ({_first_line(error)}); restart the worker, which repairs torn commits, or restore a backup"
        for name, size in files.items():
            try:
                found = (table / name).stat().st_size
            except OSError as error:
                return f"{table / name} cannot be read ({error.strerror}); restore it from a backup"
            if found != size:
                return f"{table / name} has {found:,} bytes instead of {size:,}; restart the worker, which repairs torn files"
    return None
