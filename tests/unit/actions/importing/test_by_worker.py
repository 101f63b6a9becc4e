"""What somebody asks for on a page, the worker does: an import, once, as it was mended, and taken back."""

import hashlib

import pytest

from tenure.actions.account_fields import set_field
from tenure.actions.importing import by_worker as import_uploads
from tenure.actions.importing import files
from tenure.actions.importing.by_worker import ask_undo, import_upload, start_import, to_import, to_undo, undo_asked
from tenure.actions.importing.claim import UnderWay
from tenure.actions.importing.uploads import (
    UploadRefused,
    begin_upload,
    finish_upload,
    mend,
    read_otherwise,
    upload_path,
)
from tenure.records.models import Account, AuditEntry, Import, Upload
from tenure.rounds import imports as imports_round
from tenure.rounds.imports import ImportsRound, sweep
from tenure.sources.settings import Settings
from tests.unit.actions.import_for_tests import counts, held

TEXT = "Account ID;Name;Size\na;Ann;1\nb;Bob;many\nc;Cy;3\n"


@pytest.fixture
def bring(workspace, importer):
    def brought(text: str = TEXT, kind: str = "accounts", **settings) -> Upload:
        upload = begin_upload(workspace=workspace, file_name="a.csv", size=1, by="member 1")
        path = upload_path(importer.home, upload)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        finish_upload(upload=upload, size=len(text), digest=hashlib.sha256(text.encode()).hexdigest())
        if kind:
            read_otherwise(upload=upload, kind=kind, settings=Settings(**settings), by="member 1")
        return upload

    return brought


@pytest.fixture
def places(workspace, importer):
    return {"workspace": workspace, "home": importer.home, "spool": importer.spool}


@pytest.fixture
def work(workspace, importer, monkeypatch):
    """The imports round does what waits."""
    monkeypatch.setattr(imports_round, "home", lambda: importer.home)
    monkeypatch.setattr(imports_round, "spool", lambda: importer.spool)
    one = ImportsRound()
    return lambda: one.run(workspace)


def test_an_import_waits_and_is_then_done_as_the_file_was_read_and_mended(workspace, bring, work):
    upload = bring(mapping={"minimum_score": "Size"})
    mend(upload=upload, cells={(2, "Size"): "2"}, by="member 1")
    of = start_import(upload=upload, by="member 7")
    assert (of.state, Account.objects.count()) == ("waiting", 0)
    work()
    assert counts(of) == (3, 0, 0, 0)
    assert (of.state, of.by, of.rows_done, of.rows_total, of.errors) == ("done", "member 7", 3, 3, [])
    assert dict(Account.objects.values_list("key", "minimum_score")) == {"a": 1, "b": 2, "c": 3}
    verbs = list(AuditEntry.objects.filter(noun="import", record=of.pk).order_by("pk").values_list("verb", "by"))
    assert verbs == [("start", "member 7"), ("import", "member 7"), ("finish", "member 7")]


def test_starting_twice_starts_once(bring, work):
    upload = bring()
    first, second = start_import(upload=upload, by="member 1"), start_import(upload=upload, by="member 2")
    assert first.pk == second.pk
    work()
    work()
    assert Import.objects.count() == 1


def test_mending_after_an_import_and_importing_again_changes_what_was_mended_and_no_more(bring, work, workspace):
    upload = bring(mapping={"minimum_score": "Size"})
    first = start_import(upload=upload, by="member 1")
    work()
    assert counts(first) == (3, 0, 0, 0)
    assert [error["column"] for error in first.errors] == ["Size"]
    mend(upload=upload, cells={(2, "Size"): "2"}, by="member 1")
    second = start_import(upload=upload, by="member 1")
    work()
    assert counts(second) == (0, 1, 2, 0)
    assert second.digest != first.digest, "a mended file is another file"


def test_a_file_that_is_gone_or_of_no_kind_is_not_started(bring, importer, workspace, monkeypatch):
    with pytest.raises(UploadRefused, match="bring it again"):
        start_import(upload=bring(kind=""), by="member 1")
    monkeypatch.setattr(imports_round, "home", lambda: importer.home)
    upload = bring(TEXT + "d;D;4\n")
    start_import(upload=upload, by="member 1")
    Import.objects.update(state="done")
    sweep(workspace)
    with pytest.raises(UploadRefused, match="bring it again"):
        start_import(upload=upload, by="member 1")


def test_a_file_that_went_away_before_its_turn_ends_the_import_with_a_sentence(bring, work, importer):
    upload = bring()
    of = start_import(upload=upload, by="member 1")
    upload_path(importer.home, upload).unlink()
    work()
    of.refresh_from_db()
    assert (of.state, of.trouble) == ("done", "The file was removed before it was imported: bring it again.")
    assert to_import(of.workspace) == []


def test_a_file_that_is_no_table_ends_the_import_with_its_sentence(bring, work):
    of = start_import(upload=bring("Colour;Size\nred;1\n", mapping={"key": "", "name": ""}), by="member 1")
    work()
    of.refresh_from_db()
    assert of.state == "done"
    assert "No column was recognised as key" in of.trouble


def test_what_cannot_be_done_now_is_said_and_done_later(bring, work, monkeypatch, places):
    of = start_import(upload=bring(), by="member 1")
    real = import_uploads.import_file

    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(import_uploads, "import_file", full)
    work()
    of.refresh_from_db()
    assert (of.state, "No space left" in of.trouble) == ("waiting", True)
    monkeypatch.setattr(import_uploads, "import_file", real)
    work()
    of.refresh_from_db()
    assert of.state == "waiting", "not tried every moment"
    assert import_upload(import_id=of.pk, **places)
    of.refresh_from_db()
    assert (of.state, of.trouble, of.created) == ("done", "", 3)


def test_whoever_finds_somebody_else_at_work_says_nothing_of_it(bring, monkeypatch, places):
    of = start_import(upload=bring(), by="member 1")

    def busy(**_):
        raise UnderWay("being imported already")

    monkeypatch.setattr(import_uploads, "import_file", busy)
    assert not import_upload(import_id=of.pk, **places)
    of.refresh_from_db()
    assert of.trouble == ""


def test_an_import_that_a_killed_worker_left_goes_on(bring, work, monkeypatch, places, workspace):
    monkeypatch.setattr(files, "BATCH_ROWS", 1)
    of = start_import(upload=bring(), by="member 1")
    real, rows = files.advance, []

    def killed(*args, **kwargs):
        rows.append(1)
        if len(rows) == 3:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(files, "advance", killed)
    with pytest.raises(KeyboardInterrupt):
        import_upload(import_id=of.pk, **places)
    of.refresh_from_db()
    assert (of.state, of.rows_done) == ("running", 2)
    assert to_import(workspace) == [of.pk]
    work()
    assert counts(of) == (3, 0, 0, 0)
    assert of.state == "done"


def test_undo_is_asked_for_and_then_done_by_name(bring, work, workspace):
    of = start_import(upload=bring(), by="member 1")
    work()
    set_field(
        workspace=workspace, accounts=[Account.objects.get(key="b").pk], field="minimum_score", value=50, by="member 3"
    )
    assert ask_undo(workspace=workspace, import_id=of.pk, by="member 2")
    of.refresh_from_db()
    assert (of.state, of.undone_at, of.undone_by) == ("undone", None, "member 2")
    assert not ask_undo(workspace=workspace, import_id=of.pk, by="member 9"), "it is being taken back"
    work()
    of.refresh_from_db()
    assert of.undone_at is not None
    assert of.kept == [{"row": 2, "record": "account b", "reason": "minimum score was changed since"}]
    assert [account.key for account in Account.objects.all()] == ["b"]
    assert AuditEntry.objects.get(verb="undo", noun="import", record=of.pk).by == "member 2"


def test_what_was_kept_is_taken_back_once_that_was(bring, work, workspace):
    of = start_import(upload=bring(), by="member 1")
    work()
    account = Account.objects.get(key="b")
    set_field(workspace=workspace, accounts=[account.pk], field="minimum_score", value=50, by="member 3")
    ask_undo(workspace=workspace, import_id=of.pk, by="member 2")
    work()
    set_field(workspace=workspace, accounts=[account.pk], field="minimum_score", value=None, by="member 3")
    assert ask_undo(workspace=workspace, import_id=of.pk, by="member 4")
    work()
    of.refresh_from_db()
    assert (of.kept, of.undone_by, Account.objects.count()) == ([], "member 4", 0)
    assert not ask_undo(workspace=workspace, import_id=of.pk, by="member 2"), "nothing is left to take back"


def test_one_that_did_not_begin_is_dropped_at_once(bring, work, workspace):
    of = start_import(upload=bring(), by="member 1")
    assert ask_undo(workspace=workspace, import_id=of.pk, by="member 2")
    of.refresh_from_db()
    assert of.undone_at is not None
    assert (to_import(workspace), to_undo(workspace)) == ([], [])
    work()
    assert not Account.objects.exists()


def test_nobody_takes_back_what_is_anothers(bring, other_workspace):
    of = start_import(upload=bring(), by="member 1")
    assert not ask_undo(workspace=other_workspace, import_id=of.pk, by="member 2")
    of.refresh_from_db()
    assert of.state == "waiting"


def test_an_undo_that_the_command_line_began_is_left_to_it(bring, work, workspace):
    of = start_import(upload=bring(), by="member 1")
    work()
    Import.objects.filter(pk=of.pk).update(state="undone")
    work()
    assert Account.objects.count() == 3


def test_an_undo_that_cannot_be_done_now_is_said(bring, work, workspace, monkeypatch, places):
    of = start_import(upload=bring(), by="member 1")
    work()
    ask_undo(workspace=workspace, import_id=of.pk, by="member 2")

    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(import_uploads, "undo_import", full)
    assert not undo_asked(import_id=of.pk, **places)
    of.refresh_from_db()
    assert "No space left" in of.trouble


def test_events_are_imported_and_taken_back_like_records(bring, work, workspace):
    upload = bring("User;Event;Time\nada;Opened;2026-01-01T10:00:00Z\nada;Closed;soon\n", "events")
    of = start_import(upload=upload, by="member 1")
    work()
    assert counts(of) == (1, 0, 0, 1)
    ask_undo(workspace=workspace, import_id=of.pk, by="member 1")
    work()
    assert AuditEntry.objects.get(verb="undo", record=of.pk).after["events"] == 1


def test_traits_that_were_left_out_are_not_stored(bring, work, workspace):
    of = start_import(upload=bring(ignored=["Size"]), by="member 1")
    work()
    assert counts(of) == (3, 0, 0, 0)
    assert "trait.Size" not in held(workspace, "a")
