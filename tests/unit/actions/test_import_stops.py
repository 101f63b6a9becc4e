"""Can an import that stopped anywhere be continued or taken back?"""

import pytest

import tenure.actions.imports as module
from tenure.actions.import_progress import ImportRefused
from tenure.records.models import AccountHistory, Import
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

    monkeypatch.setitem(module._WRITERS, "accounts", breaks)
    with pytest.raises(RuntimeError):
        importer.file("accounts", path)
    assert workspace.accounts.count() == 5_000
    assert Import.objects.get().rows_done == 5_000
    assert counts(importer.file("accounts", path)) == (ROWS, 0, 0, 1)


def test_another_way_to_read_the_file_does_not_continue_it(importer, path):
    of = stopped(importer, path, 5_000)
    with pytest.raises(ImportRefused, match=f"tenure undo {of.pk}"):
        importer.file("accounts", path, settings=module.Settings(mapping={"name": ""}))


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


def test_a_second_process_on_the_same_file_stops_the_first_and_nothing_counts_twice(importer, workspace, path):
    taken_over = []

    def second(done, total):
        if not taken_over:
            taken_over.append(done)
            stopped(importer, path, 10_000)

    with pytest.raises(ImportRefused, match="another process"):
        importer.file("accounts", path, progress=second)
    assert (Import.objects.get().rows_done, workspace.accounts.count()) == (10_000, 10_000)
    assert counts(importer.file("accounts", path)) == (ROWS, 0, 0, 1)


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
            raise module.IntegrityError
        return real(of, reading, rows)

    monkeypatch.setitem(module._WRITERS, "accounts", races)
    assert counts(importer.file("accounts", path)) == (ROWS, 0, 0, 1)


def test_progress_is_told_in_rows(importer, path):
    seen: list[tuple[int, int]] = []
    importer.file("accounts", path, progress=lambda *far: seen.append(far))
    assert seen == [(5_000, ROWS + 1), (10_000, ROWS + 1), (ROWS + 1, ROWS + 1)]
