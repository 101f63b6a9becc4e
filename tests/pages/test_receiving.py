"""A file on its way from a browser: whole or not at all, once, under its token, and not larger than may be."""

import hashlib
import json

import pytest
from django.urls import reverse

from tenure.actions.importing.uploads import begin_upload, upload_path
from tenure.console.importing import receiving
from tenure.eventlog.home import Home
from tenure.records.models import Upload
from tests.pages.bringing import put

TEXT = b"Account ID;Name\nK1;Smit\n"


@pytest.fixture
def announced(acme, own_data):
    """An upload that waits for its file, and where that will lie."""
    upload = begin_upload(workspace=acme, file_name="klanten.csv", size=len(TEXT), by="member 1")
    return upload, upload_path(Home(own_data), upload)


def files(own_data) -> list[str]:
    return [file.name for file in (own_data / "uploads").rglob("*") if file.is_file()]


def test_a_page_announces_a_file_and_it_comes_under_its_token(visit, own_data):
    answer = visit("manager").post(reverse("announce", args=["acme"]), {"name": "klanten.csv", "size": len(TEXT)})
    said = answer.json()
    assert answer.status_code == 201
    assert put(said["to"], TEXT[:5], TEXT[5:])[0] == 201
    upload = Upload.objects.get()
    assert said["then"] == f"/w/acme/imports/new/{upload.token}"
    assert (upload.size, upload.digest) == (len(TEXT), hashlib.sha256(TEXT).hexdigest())
    assert upload_path(Home(own_data), upload).read_bytes() == TEXT
    assert len(upload.token) >= 32


def test_a_second_file_under_the_same_token_is_refused(announced):
    upload, path = announced
    assert put(f"/uploads/{upload.token}", TEXT)[0] == 201
    status, body = put(f"/uploads/{upload.token}", b"other")
    assert status == 404
    assert b"it came already" in body
    assert path.read_bytes() == TEXT


@pytest.mark.parametrize("token", ["", "x", "x" * 5_000, "../../secret_key", "%00"])
def test_without_a_token_nothing_is_kept(db, own_data, token):
    assert put(f"/uploads/{token}", TEXT)[0] == 404
    assert files(own_data) == []


def test_a_refusal_is_said_in_the_language_of_the_page(db, own_data):
    _, body = put("/uploads/x", TEXT, language="de")
    assert "Hier wird keine Datei erwartet" in json.loads(body)["error"]
    _, body = put("/uploads/x", TEXT, language="fr")
    assert "No file is expected here" in json.loads(body)["error"]


def test_other_methods_are_refused(announced):
    upload, path = announced
    for method in ("GET", "POST", "DELETE"):
        assert put(f"/uploads/{upload.token}", TEXT, method=method)[0] == 405
    assert not path.exists()


def test_a_file_that_is_too_large_is_refused_before_and_while_it_comes(visit, announced, own_data, settings):
    settings.TENURE_UPLOAD_MB = 1
    answer = visit("manager").post(reverse("announce", args=["acme"]), {"name": "a.csv", "size": 1_000_001})
    assert answer.status_code == 422
    assert "larger than 1 MB" in answer.json()["error"]
    upload, _ = announced
    status, body = put(f"/uploads/{upload.token}", *[b"x" * 300_000] * 4)
    assert (status, b"larger than 1 MB" in body) == (413, True)
    assert files(own_data) == []


@pytest.mark.parametrize("size", ["", "-1", "many", "9" * 30])
def test_a_size_that_is_none_is_refused(visit, size, own_data):
    answer = visit("manager").post(reverse("announce", args=["acme"]), {"name": "a.csv", "size": size})
    assert answer.status_code == 422
    assert not Upload.objects.exists()


def test_what_breaks_off_leaves_nothing_and_may_come_again(announced, own_data):
    upload, path = announced
    assert put(f"/uploads/{upload.token}", TEXT, leaves=True) == (0, b"")
    assert files(own_data) == []
    assert put(f"/uploads/{upload.token}", TEXT)[0] == 201
    assert path.read_bytes() == TEXT


def test_an_empty_file_is_refused_with_what_to_do(announced, own_data):
    upload, _ = announced
    status, body = put(f"/uploads/{upload.token}")
    assert (status, b"its first row must name the columns" in body) == (422, True)
    assert files(own_data) == []


def test_a_full_disk_is_told(announced, own_data, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(receiving, "_write", full)
    upload, _ = announced
    status, body = put(f"/uploads/{upload.token}", TEXT)
    assert (status, b"disk is full" in body) == (507, True)
    assert files(own_data) == []
