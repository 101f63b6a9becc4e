"""A backup is taken beside a running server and brought back elsewhere: is everything there, and does it go on?"""

import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from tests.crash.load import Load
from tests.installation import Installation, wait_for


@pytest.fixture
def make(tmp_path):
    made: list[Installation] = []

    def installation(name: str, **environment: str) -> Installation:
        made.append(Installation(tmp_path / name, **environment))
        return made[-1]

    yield installation
    for one in made:
        one.kill()


def spooled(installation: Installation) -> int:
    with closing(sqlite3.connect(installation.home.spool)) as spool:
        return spool.execute("SELECT count(*) FROM spool").fetchone()[0]


def test_a_backup_under_load_is_whole_and_its_restore_goes_on(make, tmp_path):
    here, there, file = make("here"), make("there"), tmp_path / "backup.tar"
    key = here.prepare()
    load = Load(key, seed=7)
    load.ports = [here.serve()]
    load.start()
    load.wait_for(500)
    before = set(load.acknowledged)
    assert here.json("backup", str(file))["workspaces"] == ["acme"]
    load.wait_for(100)
    load.stop()

    there.tenure("restore", str(file))
    again = Load(key, seed=8, prefix="later")
    again.ports = [there.serve()]
    again.start()
    again.wait_for(100)
    again.stop()
    wait_for(lambda: spooled(there) == 0, "everything is sealed")
    ids = Counter(there.events()["message_id"].to_pylist())
    assert before <= ids.keys(), "acknowledged before the backup, and not in it"
    assert again.acknowledged <= ids.keys(), "acknowledged after the restore, and not in the log"
    assert set(ids.values()) == {1}
    assert there.json("workspace", "list") == here.json("workspace", "list")


def test_a_restore_refuses_data_that_is_there_unless_forced_and_keeps_it_then(make, tmp_path):
    here, there, file = make("here"), make("there"), tmp_path / "backup.tar"
    here.prepare("acme")
    here.tenure("backup", str(file))
    there.prepare("other")
    there.tenure("restore", str(file), expect=1)
    assert [one["workspace"] for one in there.json("workspace", "list")] == ["other"]
    kept = there.json("restore", "--force", str(file))["replaced"]
    assert [one["workspace"] for one in there.json("workspace", "list")] == ["acme"]
    with closing(sqlite3.connect(f"{kept}/tenure.sqlite3")) as old:
        assert old.execute("SELECT slug FROM records_workspace").fetchall() == [("other",)]


def test_a_restore_refuses_to_work_under_a_running_server(make, tmp_path):
    here, file = make("here"), tmp_path / "backup.tar"
    here.prepare()
    here.serve()
    here.tenure("backup", str(file))
    here.tenure("restore", "--force", str(file), expect=1)


def test_a_backup_does_not_overwrite_a_file(make, tmp_path):
    here, file = make("here"), tmp_path / "backup.tar"
    file.write_text("precious")
    here.prepare()
    here.tenure("backup", str(file), expect=1)
    assert file.read_text() == "precious"


def test_a_damaged_backup_is_refused_and_changes_nothing(make, tmp_path):
    here, there, file = make("here"), make("there"), tmp_path / "backup.tar"
    here.prepare()
    here.tenure("backup", str(file))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    there.prepare("other")
    there.tenure("restore", "--force", str(file), expect=1)
    assert [one["workspace"] for one in there.json("workspace", "list")] == ["other"]
    assert [entry.name for entry in there.data.iterdir() if entry.name.startswith((".restore", "replaced"))] == []


def test_a_backup_can_be_read_by_its_owner_only(make, tmp_path):
    here, there, file = make("here"), make("there"), tmp_path / "backup.tar"
    here.prepare()
    here.tenure("backup", str(file))
    there.tenure("restore", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    assert (there.data / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (there.data / "secret_key").read_text() == (here.data / "secret_key").read_text()


def test_a_backup_of_postgresql_comes_back_into_another_one(make, tmp_path, postgres):
    here = make("here", DATABASE_URL=postgres.migrated_database())
    there = make("there", DATABASE_URL=postgres.new_database())
    file = tmp_path / "backup.tar"
    load = Load(here.prepare(), seed=9)
    load.ports = [here.serve()]
    load.start()
    load.wait_for(200)
    before = set(load.acknowledged)
    here.tenure("backup", str(file))
    load.stop()
    make("sqlite").tenure("restore", str(file), expect=1)
    there.tenure("restore", str(file))
    there.serve()
    wait_for(lambda: before <= set(there.events()["message_id"].to_pylist()), "everything is sealed")
    assert set(Counter(there.events()["message_id"].to_pylist()).values()) == {1}
    there.stop()
    there.tenure("restore", str(file), expect=1)
    kept = there.json("restore", "--force", str(file))["replaced"]
    assert (there.data.parent / kept / "database.dump").stat().st_size > 0
