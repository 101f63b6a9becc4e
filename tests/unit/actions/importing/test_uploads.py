"""Files that wait to be imported: told by their content, mended by hand, and gone when they are no longer needed."""

import hashlib
from datetime import timedelta

import pytest
import time_machine

from tenure import clock
from tenure.actions.importing import uploads
from tenure.actions.importing.uploads import (
    UploadRefused,
    begin_upload,
    discard_upload,
    finish_upload,
    forget_uploads,
    mend,
    read_otherwise,
    settings_of,
    sweep_uploads,
    upload_path,
)
from tenure.eventlog.home import Home
from tenure.records.models import AuditEntry, Import, Upload
from tenure.sources.settings import Settings

TEXT = b"Account ID;Name\na;Ann\n"


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def bring(workspace, home):
    def brought(text: bytes = TEXT, name: str = "a.csv", of=workspace) -> Upload:
        upload = begin_upload(workspace=of, file_name=name, size=len(text), by="member 1")
        path = upload_path(home, upload)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        assert finish_upload(upload=upload, size=len(text), digest=hashlib.sha256(text).hexdigest())
        return upload

    return brought


def imported(upload: Upload, **fields) -> Import:
    of = Import.objects.create(
        **{"workspace": upload.workspace, "kind": "accounts", "state": "done", "started_at": clock.now()} | fields
    )
    Upload.objects.filter(pk=upload.pk).update(result=of)
    return of


def test_the_very_same_file_is_read_and_mended_as_before(bring, other_workspace):
    first = bring()
    read_otherwise(upload=first, kind="contacts", settings=Settings(mapping={"user_id": "Account ID"}), by="member 1")
    mend(upload=first, cells={(1, "Name"): "Anna"}, by="member 1")
    again, other, elsewhere = bring(name="copy.csv"), bring(TEXT + b"b;Bob\n"), bring(of=other_workspace)
    assert (again.kind, settings_of(again).mapping) == ("contacts", {"user_id": "Account ID"})
    assert settings_of(again).corrections == {1: {"Name": "Anna"}}
    assert (other.kind, other.corrections, elsewhere.kind, elsewhere.corrections) == ("", {}, "", {})


def test_a_file_comes_once(bring):
    upload = bring()
    assert not finish_upload(upload=upload, size=1, digest="other")
    upload.refresh_from_db()
    assert upload.size == len(TEXT)


@pytest.mark.parametrize(
    ("said", "kept"),
    [("../../etc/passwd", "passwd"), (r"C:\files\klanten.xlsx", "klanten.xlsx"), ("", "file"), ("a\0b.csv", "ab.csv")],
)
def test_a_name_never_leads_elsewhere(workspace, home, said, kept):
    upload = begin_upload(workspace=workspace, file_name=said, size=1, by="member 1")
    assert upload.file_name == kept
    assert upload_path(home, upload).resolve().parent == (home.root / "uploads" / "acme").resolve()


def test_mended_cells_add_up_and_nobody_reads_them_in_the_audit(bring):
    upload = bring()
    mend(upload=upload, cells={(1, "Name"): "A secret"}, by="member 1")
    mend(upload=upload, cells={(1, "Name"): "Anna", (2, "Name"): ""}, by="member 2")
    assert settings_of(upload).corrections == {1: {"Name": "Anna"}, 2: {"Name": ""}}
    told = AuditEntry.objects.filter(noun="upload", verb="mend").order_by("pk")
    assert [(entry.by, entry.after) for entry in told] == [("member 1", {"cells": 1}), ("member 2", {"cells": 2})]


def test_too_much_to_mend_by_hand_is_refused(bring, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_MENDED", 2)
    upload = bring()
    mend(upload=upload, cells={(1, "Name"): "x", (2, "Name"): "y"}, by="member 1")
    with pytest.raises(UploadRefused, match="put the file itself right"):
        mend(upload=upload, cells={(3, "Name"): "z"}, by="member 1")
    with pytest.raises(UploadRefused, match="10,000 characters"):
        mend(upload=upload, cells={(1, "Name"): "x" * 10_001}, by="member 1")
    upload.refresh_from_db()
    assert settings_of(upload).corrections == {1: {"Name": "x"}, 2: {"Name": "y"}}


def test_a_kind_that_is_none_is_refused(bring):
    with pytest.raises(UploadRefused, match="There is no kind “things”: choose one of accounts"):
        read_otherwise(upload=bring(), kind="things", settings=Settings(), by="member 1")


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_nothing_is_changed_while_it_is_imported(bring, home, state):
    upload = bring()
    imported(upload, state=state)
    with pytest.raises(UploadRefused, match="being imported"):
        mend(upload=upload, cells={(1, "Name"): "x"}, by="member 1")
    with pytest.raises(UploadRefused, match="being imported"):
        discard_upload(upload=upload, home=home, by="member 1")
    assert upload_path(home, upload).exists()


def test_a_discarded_file_is_gone(bring, home):
    upload = bring()
    discard_upload(upload=upload, home=home, by="member 1")
    assert not Upload.objects.exists()
    assert not upload_path(home, upload).exists()


def test_what_went_in_whole_is_removed_and_what_has_cells_to_mend_stays(workspace, bring, home):
    whole, bad, waits, running = bring(), bring(b"1"), bring(b"2"), bring(b"3")
    imported(whole, created=1)
    imported(bad, created=1, errors=[{"row": 1}])
    imported(running, state="running")
    assert sweep_uploads(workspace=workspace, home=home) == 1
    left = {one.pk: upload_path(home, one).exists() for one in (whole, bad, waits, running)}
    assert left == {whole.pk: False, bad.pk: True, waits.pk: True, running.pk: True}
    whole.refresh_from_db()
    assert whole.removed_at is not None
    with pytest.raises(UploadRefused, match="bring it again"):
        mend(upload=whole, cells={(1, "Name"): "x"}, by="member 1")


def test_after_a_week_files_go_and_a_week_later_what_was_said_of_them(workspace, bring, home):
    start = clock.now()
    with time_machine.travel(start, tick=False) as travel:
        upload = bring()
        travel.move_to(start + timedelta(days=6))
        assert sweep_uploads(workspace=workspace, home=home) == 0
        travel.move_to(start + timedelta(days=8))
        assert sweep_uploads(workspace=workspace, home=home) == 1
        assert not upload_path(home, upload).exists()
        assert not Upload.objects.exists()


def test_files_that_no_row_names_go_and_those_of_others_stay(workspace, other_workspace, bring, home):
    kept, theirs = bring(), bring(of=other_workspace)
    stray = upload_path(home, kept).with_name("stray.csv")
    stray.write_text("x")
    half = upload_path(home, kept).with_name(f"{kept.token}.1234.part")
    half.write_text("it is on its way")
    assert sweep_uploads(workspace=workspace, home=home) == 1
    exist = [one.exists() for one in (stray, half, upload_path(home, kept), upload_path(home, theirs))]
    assert exist == [False, True, True, True]


def test_an_erase_takes_every_file_of_the_workspace_and_ends_what_was_under_way(
    workspace, other_workspace, bring, home
):
    upload, running, theirs = bring(), bring(b"2"), bring(of=other_workspace)
    of = imported(running, state="running")
    forget_uploads(workspace=workspace, home=home)
    assert [upload_path(home, one).exists() for one in (upload, running, theirs)] == [False, False, True]
    assert list(Upload.objects.all()) == [theirs]
    of.refresh_from_db()
    assert (of.state, "was erased" in of.trouble) == ("done", True)
