"""Brings the database to the state this version needs; safe when several processes start at once."""

import fcntl

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate_if_needed() -> bool:
    """Apply migrations that are missing; returns whether there were any."""
    if not _missing():
        return False
    settings.TENURE_DATA.mkdir(parents=True, exist_ok=True)
    with (settings.TENURE_DATA / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _missing():
            call_command("migrate", verbosity=0, interactive=False)
    return True


def _missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
