"""Does DuckDB answer expressions over tables and files, from several threads, and say when files are gone?"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenure.eventlog.engines.compiled import Compiled
from tenure.eventlog.engines.duckdb_engine import DuckDBEngine
from tenure.eventlog.engines.engine import Files, StaleFiles
from tenure.eventlog.log_errors import DamagedLog

SCHEMA = pa.schema([("name", pa.string()), ("count", pa.int64()), ("at", pa.timestamp("us", tz="UTC"))])
CLICKS = ibis.table(ibis.Schema.from_pyarrow(SCHEMA), name="clicks")
TOTAL = CLICKS.group_by("name").agg(total=CLICKS["count"].sum(), last=CLICKS["at"].max())


@pytest.fixture
def engine(tmp_path) -> DuckDBEngine:
    return DuckDBEngine("500MB", tmp_path / "spill")


def clicks(*counts: int) -> pa.Table:
    return pa.table({"name": ["a"] * len(counts), "count": list(counts), "at": [0] * len(counts)}, schema=SCHEMA)


def written(folder: Path, name: str, table: pa.Table) -> str:
    pq.write_table(table, folder / name)
    return str(folder / name)


def total(engine: DuckDBEngine, table: pa.Table | Files) -> list[int]:
    return engine.run("total", TOTAL, {"clicks": table})["total"].to_pylist()


def test_a_table_and_its_files_give_the_same_answer(engine, tmp_path):
    folder = tmp_path / "month=2026-03 it's"
    folder.mkdir()
    paths = (written(folder, "1.parquet", clicks(1, 2)), written(folder, "2.parquet", clicks(4)))
    assert total(engine, clicks(1, 2, 4)) == [7]
    assert total(engine, Files(paths, SCHEMA)) == [7]


def test_no_files_at_all_are_an_empty_table(engine):
    assert total(engine, Files((), SCHEMA)) == []


def test_the_answer_has_the_types_that_the_expression_declares(engine):
    answer = engine.run("total", TOTAL, {"clicks": clicks(1)})
    assert answer.schema == pa.schema([("name", pa.string()), ("total", pa.int64()), ("last", SCHEMA.field("at").type)])


def test_a_file_that_maintenance_replaced_is_called_stale(engine, tmp_path):
    files = Files((written(tmp_path, "1.parquet", clicks(1)), written(tmp_path, "2.parquet", clicks(2))), SCHEMA)
    assert total(engine, files) == [3]
    (tmp_path / "2.parquet").unlink()
    with pytest.raises(StaleFiles, match=r"2\.parquet is gone"):
        total(engine, files)
    assert total(engine, Files(files.paths[:1], SCHEMA)) == [1], "the engine goes on"


def test_a_damaged_file_is_named_and_not_called_stale(engine, tmp_path):
    (tmp_path / "torn.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(DamagedLog, match=r"torn\.parquet is not a whole Parquet file"):
        total(engine, Files((str(tmp_path / "torn.parquet"),), SCHEMA))


def test_a_table_of_one_question_is_not_there_for_the_next(engine):
    total(engine, clicks(1))
    with pytest.raises(duckdb.CatalogException):
        engine.run("total", TOTAL, {})


def test_threads_do_not_see_each_others_tables(engine):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: total(engine, clicks(number)), range(200)))
    assert answers == [[number] for number in range(200)]


def test_nothing_is_downloaded_and_no_variable_is_read(engine):
    settings = ("autoinstall_known_extensions", "autoload_known_extensions", "python_enable_replacements")
    cursor = engine._cursor()
    found = [cursor.execute(f"SELECT current_setting('{name}')").fetchone()[0] for name in settings]
    assert found == [False, False, False]


def test_a_name_that_comes_with_another_expression_is_compiled_again():
    compiled = Compiled("duckdb")
    first = compiled.sql("x", TOTAL)
    assert compiled.sql("x", CLICKS.select("name")) != first
    assert compiled.sql("x", TOTAL) == first
