"""One table of the log: exactly once, durable, and in step with other writers."""

import multiprocessing
import os
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from tenure.eventlog import table as table_module
from tenure.eventlog.commits import Unflushed, commit_path, read_commit
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.table import Conflict, LogUnavailable, Table

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def rows(*ids: str) -> pa.Table:
    found = [
        {"message_id": one, "type": "track", "user_id": f"user of {one}", "time": NOON, "received_at": NOON}
        for one in ids
    ]
    return pa.Table.from_pylist(found, schema=EVENTS)


def ids(table: Table) -> list[str]:
    return sorted(
        one for file in table.files() for one in pq.read_table(file, partitioning=None)["message_id"].to_pylist()
    )


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "events"


def open_table(path: Path) -> Table:
    return Table.open(path, EVENTS, "event_date")


def test_what_is_written_is_read_by_every_engine(path):
    table = open_table(path)
    assert table.write({"2026-03-01": rows("a", "b"), "2026-03-02": rows("c"), "2026-03-03": rows()}) == 1

    assert ids(open_table(path)) == ids(table) == ["a", "b", "c"]
    delta = DeltaTable(str(path))
    assert delta.to_pyarrow_table().num_rows == 3
    assert duckdb.sql(f"SELECT count(*) FROM read_parquet({table.files()})").fetchall() == [(3,)]
    assert [(file.partition, file.rows) for file in table.active()] == [("2026-03-01", 2), ("2026-03-02", 1)]
    assert table.active()[0].size == Path(table.files()[0]).stat().st_size
    assert table.files(["2026-03-02"]) == [table.files()[1]]


def test_an_application_version_is_committed_once(path):
    first, second = open_table(path), open_table(path)
    assert first.write({"2026-03-01": rows("a")}, app=("spool:x", 5)) == 1
    assert second.write({"2026-03-01": rows("a")}, app=("spool:x", 5)) is None
    assert second.write({"2026-03-01": rows("a")}, app=("spool:x", 4)) is None
    assert second.write({"2026-03-01": rows("b")}, app=("spool:y", 1)) == 2
    assert second.write({"2026-03-01": rows("c")}, app=("spool:x", 6)) == 3

    first.reload()
    assert (first.app_version("spool:x"), first.app_version("spool:y"), first.app_version("spool:z")) == (6, 1, None)
    assert ids(first) == ["a", "b", "c"]
    assert len(list(path.glob("*/*.parquet"))) == 3, "what was not committed leaves no file behind"


def beside(table: Table, monkeypatch, other) -> None:
    """Let somebody else act between our decision and our commit, once."""
    write, acted = table_module.write_commit, []

    def act_first(*args):
        if not acted:
            acted.append(True)
            other()
        return write(*args)

    monkeypatch.setattr(table_module, "write_commit", act_first)


def test_two_who_commit_the_same_application_version_at_once_write_it_once(path, monkeypatch):
    ours, theirs = open_table(path), open_table(path)
    beside(ours, monkeypatch, lambda: theirs.write({"2026-03-01": rows("a")}, app=("spool:x", 5)))

    assert ours.write({"2026-03-01": rows("a")}, app=("spool:x", 5)) is None
    assert ids(ours) == ["a"]
    assert len(list(path.glob("*/*.parquet"))) == 1


def test_who_was_overtaken_by_a_lower_version_must_decide_again(path, monkeypatch):
    ours, theirs = open_table(path), open_table(path)
    beside(ours, monkeypatch, lambda: theirs.write({"2026-03-01": rows("a")}, app=("spool:x", 4)))

    with pytest.raises(Conflict, match="committed version 4"):
        ours.write({"2026-03-01": rows("a", "b")}, app=("spool:x", 5))
    assert ids(open_table(path)) == ["a"]


def test_writers_of_different_things_do_not_disturb_each_other(path, monkeypatch):
    ours, theirs = open_table(path), open_table(path)
    ours.write({"2026-03-01": rows("a")})
    merged = ours.files()
    beside(ours, monkeypatch, lambda: theirs.write({"2026-03-01": rows("b")}, app=("spool:x", 1)))

    assert ours.write({"2026-03-01": rows("a")}, replace=merged, data_change=False) == 3
    assert ids(ours) == ["a", "b"]


def test_a_file_that_was_replaced_meanwhile_is_not_replaced_again(path, monkeypatch):
    ours, theirs = open_table(path), open_table(path)
    ours.write({"2026-03-01": rows("a")})
    merged = ours.files()
    beside(ours, monkeypatch, lambda: theirs.write({"2026-03-01": rows("a")}, replace=merged, data_change=False))

    with pytest.raises(Conflict, match="no longer part"):
        ours.write({"2026-03-01": rows("a")}, replace=merged, data_change=False)
    assert ids(open_table(path)) == ["a"]


def test_replacing_files_leaves_them_to_vacuum_and_says_whether_data_changed(path):
    table = open_table(path)
    table.write({"2026-03-01": rows("a")})
    table.write({"2026-03-01": rows("b")})
    old = table.files()
    version = table.write(
        {"2026-03-01": rows("a", "b")}, replace=old, data_change=False, note={"tenure": "maintenance"}
    )

    actions = read_commit(table.log, version)
    assert [action.data_change for line in actions for action in (line.add, line.remove) if action] == [False] * 3
    assert actions[0].commit_info["tenure"] == "maintenance"
    assert ids(table) == ["a", "b"]
    assert all(Path(file).exists() for file in old)
    table.delta.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
    assert not any(Path(file).exists() for file in old)
    table.reload()
    assert ids(table) == ["a", "b"]


def test_no_identifier_is_named_in_the_log_or_in_a_footer(path):
    table = open_table(path)
    table.write({"2026-03-01": rows("a-very-secret-id")})
    table.checkpoint()

    assert not any(b"secret" in file.read_bytes() for file in table.log.iterdir())
    footer = pq.ParquetFile(table.files()[0]).metadata.row_group(0)
    measured = {
        footer.column(place).path_in_schema for place in range(footer.num_columns) if footer.column(place).is_stats_set
    }
    assert "time" in measured
    assert not measured & {"message_id", "user_id", "anonymous_id", "group_id", "previous_id", "payload", "context"}


def test_everything_a_commit_names_is_flushed_before_the_commit_can_be_seen(path, monkeypatch):
    table = open_table(path)
    steps: list[str] = []
    flush, link = os.fsync, os.link
    monkeypatch.setattr(
        os, "fsync", lambda fd: (steps.append(str(Path(f"/proc/self/fd/{fd}").readlink())), flush(fd))[1]
    )
    monkeypatch.setattr(os, "link", lambda old, new: (steps.append("commit"), link(old, new))[1])

    table.write({"2026-03-01": rows("a")})

    before, after = steps[: steps.index("commit")], steps[steps.index("commit") + 1 :]
    assert table.files()[0] in before
    assert str(path / "event_date=2026-03-01") in before
    assert any("_staged" in step for step in before)
    assert after == [str(table.log)]


def test_a_disk_that_is_full_leaves_nothing_behind(path, monkeypatch):
    table = open_table(path)

    def full(file, data, *args):
        Path(file).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(table_module, "write_parquet", full)
    with pytest.raises(LogUnavailable, match=r"No space left on device\): free some space; what came in waits"):
        table.write({"2026-03-01": rows("a")})
    assert not list(path.glob("*/*.parquet"))
    monkeypatch.undo()
    assert table.write({"2026-03-01": rows("a")}) == 1


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(path, monkeypatch):
    def read_only(*args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(table_module, "make_folder", read_only)
    with pytest.raises(LogUnavailable, match="check the disk and the folder's permissions"):
        open_table(path)
    monkeypatch.undo()

    table = open_table(path)
    monkeypatch.setattr(table_module, "write_commit", read_only)
    with pytest.raises(LogUnavailable, match="Permission denied"):
        table.write({"2026-03-01": rows("a")})
    assert not list(path.glob("*/*.parquet"))


def test_a_commit_never_stands_on_one_that_may_be_torn(path, monkeypatch):
    table = open_table(path)
    table.write({"2026-03-01": rows("a")})
    table.write({"2026-03-01": rows("a")}, replace=table.files())
    table.delta.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
    table.reload()
    theirs = commit_path(table.log, table.version)
    steps: list[str] = []
    flush, link = os.fsync, os.link
    monkeypatch.setattr(
        os, "fsync", lambda fd: (steps.append(str(Path(f"/proc/self/fd/{fd}").readlink())), flush(fd))[1]
    )
    monkeypatch.setattr(os, "link", lambda old, new: (steps.append("commit"), link(old, new))[1])

    table.write({"2026-03-01": rows("b")})
    assert table.version > 3, "else vacuum committed nothing and the test proves nothing"
    assert str(theirs) in steps[: steps.index("commit")]


def test_files_of_a_commit_that_may_be_on_the_disk_are_never_deleted(path, monkeypatch):
    table = open_table(path)
    write = table_module.write_commit

    def unsure(*args):
        write(*args)
        raise Unflushed(5, "Input/output error")

    monkeypatch.setattr(table_module, "write_commit", unsure)
    with pytest.raises(LogUnavailable, match="Input/output error"):
        table.write({"2026-03-01": rows("a")})
    assert ids(open_table(path)) == ["a"]


def test_a_value_that_is_no_folder_name_is_refused(path):
    with pytest.raises(ValueError, match="cannot be a value"):
        open_table(path).write({"../x": rows("a")})


def test_a_reader_follows_across_a_checkpoint_and_a_clean_up(path):
    writer, reader = open_table(path), open_table(path)
    for number in range(table_module.CHECKPOINT_EVERY + 5):
        writer.write({"2026-03-01": rows(f"{number:03d}")}, app=("spool:x", number + 1))
    last = table_module.CHECKPOINT_EVERY
    assert (writer.log / f"{last:020d}.checkpoint.parquet").exists()
    for version in range(last):
        commit_path(writer.log, version).unlink()

    reader.reload()
    fresh = open_table(path)
    assert reader.version == fresh.version == writer.version == last + 5
    assert ids(reader) == ids(fresh) == ids(writer)
    assert reader.app_version("spool:x") == fresh.app_version("spool:x") == last + 5


def test_a_reader_notices_that_the_table_was_cut_back_or_made_anew(path):
    writer, reader = open_table(path), open_table(path)
    for one in ("a", "b"):
        writer.write({"2026-03-01": rows(one)})
    reader.reload()
    commit_path(writer.log, 2).unlink()
    open_table(path).write({"2026-03-01": rows("c")})

    reader.reload()
    assert ids(reader) == ["a", "c"]


def _write_many(path: Path, name: str, go) -> None:
    table = open_table(path)
    go.wait()
    for number in range(15):
        table.write({"2026-03-01": rows(f"{name}-{number}")}, app=(name, number + 1))


def test_processes_that_append_at_once_lose_nothing(path):
    table = open_table(path)
    context = multiprocessing.get_context("spawn")
    go = context.Event()
    processes = [context.Process(target=_write_many, args=(path, name, go)) for name in ("x", "y")]
    for process in processes:
        process.start()
    go.set()
    for process in processes:
        process.join()

    table.reload()
    assert ids(table) == sorted(f"{name}-{number}" for name in ("x", "y") for number in range(15))
    assert table.version == 30
