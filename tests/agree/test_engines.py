"""Do DuckDB and Spark answer alike, reading the same files: values, nulls, types and times?"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenure.eventlog.engines.duckdb_engine import DuckDBEngine
from tenure.eventlog.engines.engine import Engine, Files, StaleFiles
from tenure.facts import ask
from tenure.facts.custom import HOWS
from tenure.facts.custom_rows import custom_events, custom_measurements
from tenure.facts.order_gaps import ORDER_GAPS, USUAL_GAP, WITHOUT_OWN_GAP
from tenure.facts.schemas import FRAMES, table
from tests.agree.world import CUSTOMS, MOMENTS, frames

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


@pytest.mark.parametrize(
    "asked", [custom_events(True), custom_events(False), custom_measurements()], ids=lambda it: it[0]
)
def test_both_engines_know_the_same_facts_that_a_workspace_declared(duckdb_engine, spark_engine, world, asked):
    ours, theirs = (answer(engine, *asked, world) for engine in (duckdb_engine, spark_engine))
    assert theirs == ours
    assert {CUSTOMS[number].how for number in ours["number"].to_pylist()} == set(HOWS)


@pytest.mark.parametrize("asked", [ORDER_GAPS, USUAL_GAP, WITHOUT_OWN_GAP], ids=lambda it: it[0])
def test_both_engines_know_the_same_gaps_between_orders(duckdb_engine, spark_engine, world, asked):
    days = {(n % 7, day) for n in range(60) for day in (20_000 + n * n % 400, 20_000 + 31 * n % 300)}
    rows = [{"account": account, "day": day} for account, day in sorted(days)]
    gaps = [{"day": 20_000 + n, "gap": n % 9} for n in range(40)]
    tables = world | {
        "order_days": pa.Table.from_pylist(rows, schema=FRAMES["order_days"].to_pyarrow()),
        "order_gaps": pa.Table.from_pylist(gaps, schema=FRAMES["order_gaps"].to_pyarrow()),
    }
    ours, theirs = (answer(engine, *asked, tables) for engine in (duckdb_engine, spark_engine))
    assert theirs == ours


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
