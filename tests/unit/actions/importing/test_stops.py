"""Can an import that stopped anywhere be continued or taken back?"""

import socket

import pytest
from django.db import IntegrityError, OperationalError

import tenure.actions.importing.batches as module
from tenure import clock
from tenure.actions.importing import files as imports
from tenure.actions.importing.progress import ImportRefused
from tenure.actions.leases import LENGTH
from tenure.records.models import AccountHistory, Import, Lease
from tenure.sources.settings import Settings
from tests.unit.actions.import_for_tests import account, counts

ROWS = 12_000
TEXT = "id,name,owner\n" + "".join(f"a{n},Name {n},Ada\n" for n in range(ROWS)) + ",bad,\n"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text(TEXT)
    return path


def stopped(importer, path, after: int):
    """An import that was killed once that many rows were in."""

    def kill(done, total):
        if done >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importer.file("accounts", path, progress=kill)
    return Import.objects.get()


def test_the_same_file_goes_on_where_it_stopped(importer, workspace, path):
    of = stopped(importer, path, 5_000)
    assert (of.state, of.rows_done, workspace.accounts.count()) == ("running", 5_000, 5_000)
    again = importer.file("accounts", path)
    assert again.pk == of.pk
    assert counts(again) == (ROWS, 0, 0, 1)
    assert again.state == Import.State.DONE
    assert AccountHistory.objects.count() == ROWS


def test_what_stopped_can_be_taken_back(importer, workspace, path):
    undone = importer.undo(stopped(importer, path, 5_000))
    assert (undone.deleted, undone.kept) == (5_000, 0)
    assert not workspace.accounts.exists()
    assert counts(importer.file("accounts", path)) == (ROWS, 0, 0, 1)


def test_a_batch_that_fails_half_way_leaves_nothing_of_itself(importer, workspace, path, monkeypatch):
    real = module.write_accounts
    calls = []

    def breaks(of, reading, rows):
        calls.append(1)
        outcome = real(of, reading, rows)
        if len(calls) == 2:
            raise RuntimeError("the power went")
        return outcome

    monkeypatch.setitem(module.WRITERS, "accounts", breaks)
    with pytest.raises(RuntimeError):
        importer.file("accounts", path)
    assert workspace.accounts.count() == 5_000
    assert Import.objects.get().rows_done == 5_000
    assert counts(importer.file("accounts", path)) == (ROWS, 0, 0, 1)


def test_another_way_to_read_the_file_does_not_continue_it(importer, path):
    of = stopped(importer, path, 5_000)
    with pytest.raises(ImportRefused, match=f"tenure undo {of.pk}"):
        importer.file("accounts", path, settings=Settings(mapping={"name": ""}))


def test_another_file_is_another_import(importer, path):
    of = stopped(importer, path, 5_000)
    path.write_text(TEXT + "more,More,\n")
    assert importer.file("accounts", path).pk != of.pk


def test_repeats_are_completed_across_the_stop(importer, workspace, tmp_path):
    path = tmp_path / "twice.csv"
    filler = "".join(f"x{n},X,\n" for n in range(6_000))
    path.write_text(f"id,name,owner\na,Early,Ada\n{filler}a,Late,\n")
    stopped(importer, path, 5_000)
    assert counts(importer.file("accounts", path)) == (6_001, 0, 1, 0)
    assert account(workspace, "a").name == "Late"
    assert AccountHistory.objects.get(account__key="a").value == "Ada"


def test_whoever_brings_the_same_file_meanwhile_is_told_so_and_the_first_goes_on(importer, workspace, path):
    told: list[str] = []

    def second(done, total):
        with pytest.raises(ImportRefused) as refusal:
            importer.file("accounts", path)
        told.append(str(refusal.value))

    of = importer.file("accounts", path, progress=second)
    sentence = "This very file is being imported already, as import {0}. Wait until that is done, or take it back: tenure undo {0}."
    assert set(told) == {sentence.format(of.pk)}
    assert counts(of) == (ROWS, 0, 0, 1)
    assert Import.objects.get().rows_total == ROWS + 1
    assert not Lease.objects.exists()


def test_another_process_that_lives_keeps_its_import(importer, path):
    of = stopped(importer, path, 5_000)
    Lease.objects.create(name=f"import:{of.pk}", holder="elsewhere:1:1", until=clock.now() + LENGTH)
    with pytest.raises(ImportRefused, match="imported already"):
        importer.file("accounts", path)


def test_the_import_of_a_process_that_died_goes_on_at_once(importer, path):
    of = stopped(importer, path, 5_000)
    dead = f"{socket.gethostname()}:{2**22 + 1}:1"
    Lease.objects.create(name=f"import:{of.pk}", holder=dead, until=clock.now() + LENGTH)
    assert counts(importer.file("accounts", path)) == (ROWS, 0, 0, 1)


def test_one_that_was_quiet_for_so_long_that_another_went_on_gives_way(importer, path):
    def taken_over(done, total):
        Lease.objects.update(holder="elsewhere:1:1")

    with pytest.raises(ImportRefused, match="another process goes on"):
        importer.file("accounts", path, progress=taken_over)


def test_no_row_is_written_by_two_that_both_believe_it_is_theirs(importer, path):
    def ahead(done, total):
        Import.objects.update(rows_done=10_000)

    with pytest.raises(ImportRefused, match="by another process"):
        importer.file("accounts", path, progress=ahead)


def test_what_somebody_finished_in_the_last_moment_is_done(importer, workspace, path, monkeypatch):
    begin = imports._begin

    def overtaken(*args):
        of = begin(*args)
        if not done:
            done.append(1)
            done.append(importer.file("accounts", path))
        return of

    done: list[object] = []
    monkeypatch.setattr(imports, "_begin", overtaken)
    of = importer.file("accounts", path)
    assert of.pk == done[1].pk
    assert counts(of) == (ROWS, 0, 0, 1)
    assert Import.objects.count() == 1


def test_a_database_that_stays_busy_is_said_in_a_sentence(importer, path, monkeypatch):
    def busy(*_):
        raise OperationalError("database is locked")

    monkeypatch.setitem(module.WRITERS, "accounts", busy)
    with pytest.raises(ImportRefused, match="busy with other work"):
        importer.file("accounts", path)


def test_an_import_taken_back_while_it_runs_stops(importer, workspace, path):
    def taken_back(done, total):
        if done == 5_000:
            importer.undo(Import.objects.get())

    with pytest.raises(ImportRefused, match="taken back"):
        importer.file("accounts", path, progress=taken_back)
    assert not workspace.accounts.exists()


@pytest.mark.django_db(transaction=True)
def test_an_account_that_a_call_makes_meanwhile_is_found(importer, workspace, path, monkeypatch):
    """Between looking for a key and writing it somebody else may write it: the batch looks again."""
    real, done = module.write_accounts, []

    def races(of, reading, rows):
        if not done:
            done.append(1)
            workspace.accounts.create(key="a3", name="Called", created_at=of.started_at)
            raise IntegrityError
        return real(of, reading, rows)

    monkeypatch.setitem(module.WRITERS, "accounts", races)
    assert counts(importer.file("accounts", path)) == (ROWS, 0, 0, 1)


def test_progress_is_told_in_rows(importer, path):
    seen: list[tuple[int, int]] = []
    importer.file("accounts", path, progress=lambda *far: seen.append(far))
    assert seen == [(5_000, ROWS + 1), (10_000, ROWS + 1), (ROWS + 1, ROWS + 1)]
