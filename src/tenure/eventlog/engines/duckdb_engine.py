"""How does one process answer? With an in-memory DuckDB that reads Arrow tables and the log's Parquet files."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa

from tenure.eventlog.engines.compiled import compiled
from tenure.eventlog.engines.engine import Files, StaleFiles, Tables, conform
from tenure.eventlog.engines.spills import own_folder
from tenure.eventlog.log_errors import DamagedLog
from tenure.eventlog.parquet import is_whole


class DuckDBEngine:
    """One database per process, one cursor per thread; nothing is ever stored in it or downloaded for it.

    ``memory_limit`` is DuckDB's own notation ("4GB"); beyond it, work spills to a folder of this process in ``temp_dir``.
    """

    def __init__(self, memory_limit: str, temp_dir: Path, threads: int | None = None) -> None:
        temp_dir.mkdir(parents=True, exist_ok=True)
        self._database = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": memory_limit,
                "temp_directory": str(own_folder(temp_dir)),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "preserve_insertion_order": "false",
                "python_enable_replacements": "false",  # a table nobody passed is an error, not a Python variable
                "enable_external_file_cache": "false",  # or erased and compacted files would be kept in memory
                **({} if threads is None else {"threads": str(threads)}),
            },
        )
        self._database.execute("SET TimeZone = 'UTC'")
        self._database.execute(
            "SET GLOBAL parquet_metadata_cache = true"
        )  # a file of the log never changes under its name
        self._compiled = compiled("duckdb")
        self._local = threading.local()

    def run(self, name: str, expr: ibis.Table, tables: Tables) -> pa.Table:
        """See ``Engine.run``."""
        sql = self._compiled.sql(name, expr)
        cursor = self._cursor()
        try:
            with _tables_of(cursor, tables):
                return conform(cursor.execute(sql).to_arrow_table(), expr)  # sql() would plan it twice
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            if missing := _missing(tables.values()):
                raise StaleFiles(f"{missing} is gone: maintenance has replaced it") from error
            if torn := next((path for path in _paths(tables.values()) if not is_whole(Path(path))), None):
                raise DamagedLog(f"{torn} is not a whole Parquet file any more: bring it back from a backup") from error
            raise

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._database.cursor()
        return cursor


@contextmanager
def _tables_of(cursor: duckdb.DuckDBPyConnection, tables: Tables) -> Iterator[None]:
    """Offer the tables to this cursor, and let go of them afterwards: they may be large."""
    offered: list[str] = []
    try:
        for name, table in tables.items():
            if isinstance(table, Files) and table.paths:
                cursor.execute(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {_select(table)}')
            else:
                cursor.register(name, table.schema.empty_table() if isinstance(table, Files) else table)
            offered.append(name)
        yield
    finally:
        for name in offered:
            cursor.execute(f'DROP VIEW IF EXISTS "{name}"')
            cursor.unregister(name)


def _select(files: Files) -> str:
    paths = ", ".join("'" + path.replace("'", "''") + "'" for path in files.paths)
    columns = ", ".join(f'"{name}"' for name in files.schema.names)
    return f"SELECT {columns} FROM read_parquet([{paths}], hive_partitioning = false)"  # noqa: S608 quoted; our own names


def _missing(tables: Iterable[pa.Table | Files]) -> str | None:
    return next((path for path in _paths(tables) if not Path(path).exists()), None)


def _paths(tables: Iterable[pa.Table | Files]) -> Iterator[str]:
    return (path for table in tables if isinstance(table, Files) for path in table.paths)
