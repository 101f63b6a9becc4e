"""Do records and log of a backup belong together?"""

import sqlite3
from datetime import UTC, datetime

import pytest

from tenure.answers import backup
from tenure.eventlog.home import Home
from tenure.records.models import Import

WHEN = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def copies(workspace, tmp_path, monkeypatch):
    """How often records were copied, with something else happening after each time."""
    meanwhile: list = []
    made: list[int] = []

    def copied(_home, _staging) -> None:
        made.append(Import.objects.count())
        if meanwhile:
            meanwhile.pop(0)()

    monkeypatch.setattr(backup, "_copy_databases", copied)
    return made, meanwhile


def begin_import(workspace, kind: str) -> None:
    Import.objects.create(workspace=workspace, kind=kind, file_name="f", digest="d", by="me", started_at=WHEN)


def test_an_import_of_events_that_begins_meanwhile_makes_it_copy_again(copies, workspace, tmp_path):
    made, meanwhile = copies
    meanwhile.append(lambda: begin_import(workspace, "events"))
    (tmp_path / "staging").mkdir()
    backup._copy(Home(tmp_path), tmp_path / "staging")
    assert made == [0, 1]


def test_an_import_of_accounts_does_not(copies, workspace, tmp_path):
    made, meanwhile = copies
    (tmp_path / "staging").mkdir()
    meanwhile.append(lambda: begin_import(workspace, "accounts"))
    backup._copy(Home(tmp_path), tmp_path / "staging")
    assert made == [0]


def test_imports_that_never_stop_beginning_are_named(copies, workspace, tmp_path):
    _, meanwhile = copies
    (tmp_path / "staging").mkdir()
    meanwhile += [lambda: begin_import(workspace, "events")] * backup.ATTEMPTS
    with pytest.raises(backup.BackupError, match="Imports of events kept beginning"):
        backup._copy(Home(tmp_path), tmp_path / "staging")


def test_a_database_in_use_is_copied_as_of_its_last_commit(tmp_path):
    here = sqlite3.connect(tmp_path / "here.sqlite3", isolation_level=None)
    here.execute("PRAGMA journal_mode = WAL")
    here.execute("CREATE TABLE t (x)")
    here.execute("INSERT INTO t VALUES (1)")
    here.execute("BEGIN IMMEDIATE")
    here.execute("INSERT INTO t VALUES (2)")
    backup._copy_sqlite(tmp_path / "here.sqlite3", tmp_path / "there.sqlite3")
    here.execute("COMMIT")
    assert sqlite3.connect(tmp_path / "there.sqlite3").execute("SELECT x FROM t").fetchall() == [(1,)]
