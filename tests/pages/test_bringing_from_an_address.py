"""A file behind an address: fetched, looked at like any other, and read again every day if that is wanted."""

import re

import pytest
from django.urls import reverse

from tenure.console.importing import new
from tenure.records.models import Feed, Import, Upload
from tests.unit.actions.test_feeds import sheet  # noqa: F401 - a published spreadsheet


@pytest.fixture
def manager(visit):
    return visit("manager")


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def fetch(client, url):
    return client.post(reverse("fetch-address", args=["acme"]), {"url": url})


def test_what_is_behind_an_address_is_looked_at_like_a_file(manager, sheet):  # noqa: F811 - the fixture
    answer = fetch(manager, sheet.url)
    upload = Upload.objects.get()
    assert answer.url == f"/w/acme/imports/new/{upload.token}"
    assert (upload.file_name, upload.url) == ("clients.csv", sheet.url)
    page = text(manager.get(answer.url))
    assert "1 row of accounts" in page
    assert "Read the address again every day" in page


def test_once_is_an_import(manager, sheet):  # noqa: F811 - the fixture
    page = fetch(manager, sheet.url).url
    answer = manager.post(f"{page}/start", {"kind": "accounts"})
    assert answer.url == f"/w/acme/imports/{Import.objects.get().pk}"
    assert not Feed.objects.exists()


def test_every_day_is_a_feed_that_reads_as_was_chosen(manager, sheet):  # noqa: F811 - the fixture
    page = fetch(manager, sheet.url).url
    manager.post(f"{page}/reading", {"kind": "accounts", "was": "accounts", "column-0": "key", "column-1": "+ignored"})
    answer = manager.post(f"{page}/start", {"kind": "accounts", "daily": "1"})
    feed = Feed.objects.get()
    assert answer.url == f"/w/acme/feeds?feed={feed.pk}"
    assert (feed.kind, feed.url, feed.settings["ignored"]) == ("accounts", sheet.url, ["Name"])
    assert {name: header for name, header in feed.settings["mapping"].items() if header} == {"key": "Account ID"}
    assert not Upload.objects.exists()
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "is not an address"),
        ("ftp://example.com/x.csv", "begins with https:// or http://"),
        ("http://127.0.0.1:9/x.csv", "could not be fetched"),
        ("http://10.0.0.1/x.csv", "could not be fetched"),
        ("http://user:secret@example.com/x.csv", "holds a name and password"),
    ],
)
def test_an_address_that_cannot_be_asked_says_why_and_keeps_nothing(manager, own_data, url, sentence):
    answer = fetch(manager, url)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Upload.objects.exists()
    assert not list(own_data.rglob("uploads/*/*"))


def test_an_answer_without_a_file_is_said(manager, sheet):  # noqa: F811 - the fixture
    sheet.text = ""
    assert "the answer is empty" in text(fetch(manager, sheet.url))
    sheet.status = 404
    assert "the server answered 404" in text(fetch(manager, sheet.url))
    assert not Upload.objects.exists()


def test_the_address_of_a_google_sheet_becomes_that_of_its_file(manager, own_data, monkeypatch):
    asked = []
    monkeypatch.setattr(
        new, "download", lambda url, into, limits: (asked.append(url), into.write_bytes(b"Account ID\nK1\n"))
    )
    fetch(manager, "https://docs.google.com/spreadsheets/d/abc-123/edit#gid=7")
    assert asked == ["https://docs.google.com/spreadsheets/d/abc-123/export?format=csv&gid=7"]
