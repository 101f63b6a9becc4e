"""Do DuckDB and Spark answer alike, reading the same files: values, nulls, types and times?"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenure.eventlog.engines.duckdb_engine import DuckDBEngine
from tenure.eventlog.engines.engine import Engine, Files, StaleFiles
from tenure.facts import ask
from tenure.facts.schemas import FRAMES, table
from tests.agree.world import MOMENTS, frames

pytestmark = pytest.mark.xdist_group("spark")
SEED = 20_260_328


@pytest.fixture(scope="module")
def duckdb_engine(tmp_path_factory) -> DuckDBEngine:
    return DuckDBEngine("1GB", tmp_path_factory.mktemp("spill"))


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> dict[str, pa.Table | Files]:
    """Frames of which the usage lies in files by month, as in the log."""
    print(f"seed {SEED}")
    tables = frames(SEED, MOMENTS[0])
    folder = tmp_path_factory.mktemp("log")
    return tables | {name: written(folder / name, tables[name]) for name in ("closed", "spans")}


def written(folder: Path, rows: pa.Table) -> Files:
    paths = []
    for part in range(3):
        (folder / f"month=2026-0{part + 1}").mkdir(parents=True)
        path = folder / f"month=2026-0{part + 1}" / "part 0.parquet"
        pq.write_table(
            rows.slice(part * rows.num_rows // 3, (part + 1) * rows.num_rows // 3 - part * rows.num_rows // 3), path
        )
        paths.append(str(path))
    return Files(tuple(paths), rows.schema)


def answer(engine: Engine, name: str, expr: object, tables: dict[str, pa.Table | Files]) -> pa.Table:
    found = engine.run(name, expr, tables)
    return found.sort_by([(column, "ascending") for column in found.column_names[:2]])


def test_both_engines_know_the_same_facts(duckdb_engine, spark_engine, world):
    ours, theirs = (answer(engine, *ask.question(), world) for engine in (duckdb_engine, spark_engine))
    assert theirs.schema == ours.schema
    assert theirs.to_pylist() == ours.to_pylist()
    assert all(column.null_count < len(column) for column in ours.columns), "every fact is known of somebody"


def test_both_engines_know_the_same_traits(duckdb_engine, spark_engine, world):
    ours, theirs = (answer(engine, *ask.trait_question(), world) for engine in (duckdb_engine, spark_engine))
    assert theirs == ours
    assert ours.num_rows


def test_times_and_nulls_pass_through_both_engines_unchanged(duckdb_engine, spark_engine, world):
    expr = table("closed").select("last", "actor", "group_id", "value", "day")
    ours, theirs = (answer(engine, "times", expr, world) for engine in (duckdb_engine, spark_engine))
    assert theirs.schema == ours.schema
    assert theirs.to_pylist() == ours.to_pylist()
    assert ours.schema.field("last").type == pa.timestamp("us", tz="UTC")


def test_spark_too_says_when_files_are_gone_and_takes_none_for_empty(spark_engine, tmp_path):
    schema = FRAMES["open_keys"].to_pyarrow()
    expr = table("open_keys").select("day")
    assert spark_engine.run("days", expr, {"open_keys": Files((), schema)}).num_rows == 0
    with pytest.raises(StaleFiles, match=r"gone\.parquet is gone"):
        spark_engine.run("days", expr, {"open_keys": Files((str(tmp_path / "gone.parquet"),), schema)})
