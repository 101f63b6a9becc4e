"""How does a cluster answer? With Spark SQL over the same Arrow tables and the same Parquet files of the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import ibis
import pyarrow as pa
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from tenure.eventlog.engines.compiled import compiled
from tenure.eventlog.engines.engine import Files, StaleFiles, Tables, conform


class SparkEngine:
    """The caller's cluster, in a session of its own: other work on it keeps its time zone and its views.

    One question at a time; the cluster shares each among its workers. Workers must see the files under the same paths.
    """

    def __init__(self, session: SparkSession) -> None:
        ibis.pyspark  # noqa: B018 loads the dialect
        self._session = session.newSession()
        self._session.conf.set("spark.sql.session.timeZone", "UTC")
        self._session.conf.set("spark.sql.execution.arrow.pyspark.enabled", "true")
        self._compiled = compiled("pyspark")
        self._lock = Lock()

    def run(self, name: str, expr: ibis.Table, tables: Tables) -> pa.Table:
        """See ``Engine.run``."""
        sql = self._compiled.sql(name, expr)
        with self._lock, self._views(tables):
            try:
                return conform(self._session.sql(sql).toArrow(), expr)
            except PySparkException as error:
                if missing := _missing(tables):
                    raise StaleFiles(f"{missing} is gone: maintenance has replaced it") from error
                raise

    @contextmanager
    def _views(self, tables: Tables) -> Iterator[None]:
        offered: list[str] = []
        try:
            for name, table in tables.items():
                self._frame(table).createOrReplaceTempView(name)
                offered.append(name)
            yield
        finally:
            for name in offered:
                self._session.catalog.dropTempView(name)

    def _frame(self, table: pa.Table | Files) -> DataFrame:
        if isinstance(table, pa.Table):
            return self._session.createDataFrame(table)
        schema = from_arrow_schema(table.schema)
        if not table.paths:
            return self._session.createDataFrame([], schema)
        # Looked up file by file, or Spark would take folder names (month=2026-03) for columns.
        files = self._session.read.schema(schema).option("recursiveFileLookup", "true")
        try:
            return files.parquet(*table.paths)
        except AnalysisException as error:
            if missing := _missing({"": table}):
                raise StaleFiles(f"{missing} is gone: maintenance has replaced it") from error
            raise


def _missing(tables: Tables) -> str | None:
    paths = (path for table in tables.values() if isinstance(table, Files) for path in table.paths)
    return next((path for path in paths if not Path(path).exists()), None)
