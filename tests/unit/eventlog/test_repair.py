"""Torn ends of every sort, found at start: mended, and nothing is lost."""

import json
import logging
from pathlib import Path

import pytest

from tenure.eventlog.commits import commit_path, versions
from tenure.eventlog.days import NOTE
from tenure.eventlog.lost import ACCEPTED
from tenure.eventlog.maintenance import maintain
from tenure.eventlog.open_spool import open_spool
from tenure.eventlog.repair import DamagedLog, repair
from tenure.eventlog.seal import commit, finish, next_batch
from tenure.eventlog.tables import events_table
from tests.unit.eventlog.test_seal import OLDEST, Place, track


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def log_of(place: Place) -> Path:
    return place.home.events("acme") / "_delta_log"


def commit_unmarked(place: Place, *ids: str) -> int:
    """A commit of which nobody knows whether it is on the disk: its rows still wait in the spool."""
    place.accept(*(track(one) for one in ids))
    batch = next_batch(place.home, place.spool, "acme", OLDEST)
    mark = place.spool.mark("acme", "events")
    version = commit(place.home, place.spool, batch)
    place.spool.set_mark("acme", "events", mark, force=True)
    return version


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def zeros(path: Path) -> None:
    path.write_bytes(b"\x00" * path.stat().st_size)


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("tear", [half, empty, zeros])
def test_a_torn_commit_is_removed_and_its_rows_are_sealed_again(place, tear, caplog):
    place.accept(track("a"))
    place.seal()
    version = commit_unmarked(place, "b")
    tear(commit_path(log_of(place), version))

    with caplog.at_level(logging.WARNING):
        (said,) = repair(place.home, place.spool, "acme")

    assert f"from version {version} on" in said
    assert said in caplog.text
    assert place.ids() == ["a"]
    assert place.spool.mark("acme", "events") == version - 1
    place.seal()
    assert place.ids() == ["a", "b"]


@pytest.mark.parametrize("tear", [half, empty, zeros, gone])
def test_a_torn_data_file_takes_its_commit_and_the_later_ones_with_it(place, tear):
    place.accept(track("a"))
    place.seal()
    version = commit_unmarked(place, "b")
    (torn,) = {file.path for file in events_table(place.home, "acme").active()} - files_of(place, version - 1)
    maintenance = events_table(place.home, "acme").write({}, note={"tenure": "maintenance"})
    tear(Path(torn))

    repair(place.home, place.spool, "acme")

    assert versions(log_of(place))[-1] == version - 1 < maintenance
    assert not Path(torn).exists()
    place.seal()
    assert place.ids() == ["a", "b"]


def files_of(place: Place, upto: int) -> set[str]:
    lines = (
        line for version in range(upto + 1) for line in commit_path(log_of(place), version).read_text().splitlines()
    )
    adds = [json.loads(line).get("add") for line in lines]
    return {str(place.home.events("acme") / add["path"]) for add in adds if add}


def test_a_torn_first_commit_lets_the_table_be_made_anew(place):
    place.accept(track("a"))
    events_table(place.home, "acme")
    empty(commit_path(log_of(place), 0))

    repair(place.home, place.spool, "acme")
    place.seal()
    assert place.ids() == ["a"]


def test_a_commit_that_is_missing_between_others_cuts_the_log_there(place):
    place.accept(track("a"))
    place.seal()
    version = commit_unmarked(place, "b")
    events_table(place.home, "acme").write({}, note=NOTE)
    commit_path(log_of(place), version).unlink()

    repair(place.home, place.spool, "acme")
    place.seal()
    assert place.ids() == ["a", "b"]


@pytest.mark.parametrize("tear", [half, empty, zeros])
def test_a_torn_checkpoint_is_removed_with_the_pointer_to_it(place, tear):
    for one in "abc":
        place.accept(track(one))
        place.seal()
    events_table(place.home, "acme").checkpoint()
    (checkpoint,) = log_of(place).glob("*.checkpoint.parquet")
    tear(checkpoint)

    said = repair(place.home, place.spool, "acme")

    assert len(said) == 2
    assert not (log_of(place) / "_last_checkpoint").exists()
    assert Place(place.home.root).ids() == ["a", "b", "c"]


@pytest.mark.parametrize("tear", [half, empty, zeros])
def test_a_torn_pointer_to_the_checkpoint_is_removed(place, tear):
    place.accept(track("a"))
    place.seal()
    events_table(place.home, "acme").checkpoint()
    tear(log_of(place) / "_last_checkpoint")

    assert len(repair(place.home, place.spool, "acme")) == 1
    assert place.ids() == ["a"]


def test_a_torn_checkpoint_without_the_commits_before_it_asks_for_a_backup(place):
    for one in "abc":
        place.accept(track(one))
        place.seal()
    events_table(place.home, "acme").checkpoint()
    for version in (0, 1, 2):
        commit_path(log_of(place), version).unlink()
    half(next(log_of(place).glob("*.checkpoint.parquet")))

    with pytest.raises(DamagedLog, match="restore a backup"):
        repair(place.home, place.spool, "acme")


def test_what_is_whole_is_left_alone_and_marked(place):
    place.accept(track("a"))
    place.seal()
    version = commit_unmarked(place, "b")

    assert repair(place.home, place.spool, "acme") == []
    assert place.spool.mark("acme", "events") == version
    place.seal()
    assert place.ids() == ["a", "b"]


def test_files_that_a_later_commit_removed_and_vacuum_deleted_are_no_fault(place):
    place.accept(track("a"))
    place.seal()
    table = events_table(place.home, "acme")
    table.write({}, replace=table.files(), note=NOTE)
    table.delta.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
    place.spool.set_mark("acme", "events", -1, force=True)

    assert repair(place.home, place.spool, "acme") == []


def test_commits_that_were_cleaned_up_behind_a_checkpoint_are_no_fault(place):
    for one in "abcd":
        place.accept(track(one))
        place.seal()
    table = events_table(place.home, "acme")
    table.checkpoint()
    for version in range(table.version):
        commit_path(table.log, version).unlink()
    place.spool.set_mark("acme", "events", 1, force=True)

    assert repair(place.home, place.spool, "acme") == []
    assert Place(place.home.root).ids() == ["a", "b", "c", "d"]


def test_a_torn_end_of_the_days_is_mended_too(place):
    place.accept(track("a"))
    place.seal()
    maintain(place.home, place.spool, "acme", None)
    days = place.home.days("acme") / "_delta_log"
    last = versions(days)[-1]
    place.spool.set_mark("acme", "days", last, force=True)
    commit_path(days, last + 1).write_bytes(b'{"add":{"pa')

    assert len(repair(place.home, place.spool, "acme")) == 1
    assert versions(days)[-1] == last


def test_a_workspace_without_a_log_needs_no_repair(place):
    assert repair(place.home, place.spool, "acme") == []


def test_rows_of_a_damaged_spool_that_were_in_the_log_already_are_not_sealed_again(place):
    for number in range(60):
        place.accept(
            track(None, properties={"pad": "x" * 3000}), track(f"{number:03d}", properties={"pad": "y" * 3000})
        )
    batch = next_batch(place.home, place.spool, "acme", OLDEST)
    commit(place.home, place.spool, batch)
    place.accept(track("later"))
    place.spool.close()
    with place.home.spool.open("r+b") as file:
        file.truncate(place.home.spool.stat().st_size - 5000)

    open_spool(place.home).close()
    again = Place(place.home.root)
    assert again.spool.id != place.spool.id, "else nothing was salvaged"
    repair(again.home, again.spool, "acme")
    while again.spool.depth():
        left = next_batch(again.home, again.spool, "acme", OLDEST)
        commit(again.home, again.spool, left)
        finish(again.spool, left)
    ids = again.ids()
    assert len(ids) == len(set(ids))
    assert len([one for one in ids if one != "later"]) == 120


@pytest.mark.parametrize("tear", [half, empty, zeros, gone])
def test_a_commit_that_was_on_the_disk_and_is_damaged_later_is_never_built_upon(place, tear):
    for one in "ab":
        place.accept(track(one))
        place.seal()
    bad = commit_path(log_of(place), 2)
    kept = bad.read_bytes()
    tear(bad)
    place.accept(track("c"))

    with pytest.raises(DamagedLog, match=r"version 2 .*Bring the file back or restore a backup"):
        repair(place.home, place.spool, "acme")
    assert place.spool.depth() == 1
    bad.write_bytes(kept)
    assert repair(place.home, place.spool, "acme") == []
    place.seal()
    assert place.ids() == ["a", "b", "c"]


@pytest.mark.parametrize("tear", [half, empty, zeros, gone])
def test_without_a_backup_somebody_may_say_to_go_on_without_a_damaged_commit(place, tear):
    for one in "ab":
        place.accept(track(one))
        place.seal()
    tear(commit_path(log_of(place), 2))
    place.accept(track("c"))
    (place.home.log("acme") / ACCEPTED).touch()

    repair(place.home, place.spool, "acme")

    again = Place(place.home.root)
    assert again.spool.mark("acme", "events") == 1
    again.seal()
    assert again.ids() == ["a", "c"]
    assert not (place.home.log("acme") / ACCEPTED).exists(), "it was said once, for once"


def test_a_damaged_commit_that_a_checkpoint_holds_is_no_loss(place):
    for one in "ab":
        place.accept(track(one))
        place.seal()
    events_table(place.home, "acme").checkpoint()
    empty(commit_path(log_of(place), 2))

    assert repair(place.home, place.spool, "acme") == []
    assert Place(place.home.root).ids() == ["a", "b"]
