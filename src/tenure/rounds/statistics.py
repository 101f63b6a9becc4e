"""Tells SQLite how its tables are filled, so that it takes the index that answers soonest; PostgreSQL sees to it itself."""

from typing import Final

from django.db import connection

from tenure.records.workspace import Workspace

_ROWS: Final = (
    1_000  # of each index that are looked at: a hundred thousand accounts take 30 ms, and lists half their time
)


def renew_statistics(_: Workspace) -> bool:
    """One look at every table; of whose workspace it is makes no difference, since tables are everybody's."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {_ROWS}")
            cursor.execute("ANALYZE")
    return False
