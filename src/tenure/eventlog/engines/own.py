"""Which engine do the answers of this process come from? One, because each takes up to the memory limit."""

from functools import cache

from django.conf import settings

from tenure.eventlog.engines.duckdb_engine import DuckDBEngine


@cache
def engine() -> DuckDBEngine:
    """This process's own engine: at most ``TENURE_MEMORY_LIMIT`` of memory, beyond it the disk."""
    return DuckDBEngine(settings.TENURE_MEMORY_LIMIT, settings.TENURE_DATA / "tmp" / "log")
