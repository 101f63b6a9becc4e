"""Is a file behind an address read every day, told of what changed, and never a way into our own network?"""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine

from tenure.actions import feed_readings
from tenure.actions.feeds import as_file, create_feed, read_now, stop_feed
from tenure.answers import process
from tenure.channels.outgoing import Unreachable
from tenure.records.models import Account, AuditEntry, Feed, FeedReading, Import
from tenure.rounds.feeds import read_feeds

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Sheet:
    """A published spreadsheet."""

    def __init__(self) -> None:
        self.text, self.status, self.location = "Account ID,Name\na1,Ann\n", 200, ""
        outer = self

        class Published(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = outer.text.encode()
                self.send_response(302 if outer.location else outer.status)
                if outer.location:
                    self.send_header("Location", outer.location)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Published)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/clients.csv"


@pytest.fixture
def sheet(settings, tmp_path) -> Iterator[Sheet]:
    settings.TENURE_DATA, settings.TENURE_REACH = tmp_path / "data", ("127.0.0.1/32",)
    process.forget()
    sheet = Sheet()
    yield sheet
    sheet.server.shutdown()
    sheet.server.server_close()
    process.forget()


@pytest.fixture
def travel():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def feed(workspace, sheet, travel) -> Feed:
    return create_feed(workspace=workspace, kind="accounts", url=sheet.url, by="test")


def outcomes() -> list[tuple[bool, str]]:
    return list(FeedReading.objects.order_by("pk").values_list("ok", "outcome"))


def test_it_is_read_at_once_and_every_day_and_says_what_changed(workspace, sheet, feed, travel):
    read_feeds(workspace)
    read_feeds(workspace)  # its time has not come
    travel.move_to(NOON + timedelta(hours=23), tick=False)
    read_feeds(workspace)
    sheet.text += "a2,Bob\n"
    travel.move_to(NOON + timedelta(days=1), tick=False)
    read_feeds(workspace)
    travel.move_to(NOON + timedelta(days=2), tick=False)
    read_feeds(workspace)
    assert outcomes() == [
        (True, "1 row: 1 created, 0 updated, 0 unchanged, 0 failed."),
        (True, "2 rows: 1 created, 0 updated, 1 unchanged, 0 failed."),
        (True, "The same file as at the last reading."),
    ]
    assert list(Account.objects.order_by("key").values_list("key", flat=True)) == ["a1", "a2"]
    assert set(Import.objects.values_list("by", flat=True)) == {f"feed {feed.pk}"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": 404}, "answered 404"),
        ({"text": "Colour\nred\n"}, "No column was recognised as key"),
        ({"text": ""}, "empty"),
        ({"location": "http://169.254.169.254/latest"}, "not on the public internet"),
        ({"location": "http://localhost:1/"}, "could not be asked"),
    ],
)
def test_what_cannot_be_read_says_why_and_is_tried_again_in_an_hour(workspace, sheet, feed, travel, change, why):
    vars(sheet).update(change)
    read_feeds(workspace)
    ((ok, outcome),) = outcomes()
    assert not ok
    assert why in outcome
    vars(sheet).update(status=200, text="Account ID\na1\n", location="")
    travel.move_to(NOON + timedelta(hours=1), tick=False)
    read_feeds(workspace)
    assert outcomes()[-1][0]


def test_an_address_of_our_own_network_is_not_read(workspace, feed, settings):
    settings.TENURE_REACH = ()
    read_feeds(workspace)
    assert "not on the public internet" in outcomes()[0][1]


def test_who_claimed_a_reading_and_died_is_followed(workspace, feed, travel):
    Feed.objects.update(next_at=NOON + feed_readings.CLAIM)  # claimed, then killed
    read_feeds(workspace)
    assert outcomes() == []
    travel.move_to(NOON + feed_readings.CLAIM, tick=False)
    read_feeds(workspace)
    assert len(outcomes()) == 1


def test_a_stopped_feed_is_read_no_more_and_another_workspace_cannot_stop_it(workspace, other_workspace, feed):
    assert not stop_feed(workspace=other_workspace, feed_id=feed.pk, by="test")
    assert not read_now(workspace=other_workspace, feed_id=feed.pk, by="test")
    assert stop_feed(workspace=workspace, feed_id=feed.pk, by="test")
    assert not read_now(workspace=workspace, feed_id=feed.pk, by="test")
    read_feeds(workspace)
    assert outcomes() == []
    assert list(AuditEntry.objects.filter(noun="feed").values_list("verb", flat=True)) == ["create", "stop"]


def test_reading_now_needs_no_waiting(workspace, sheet, feed, travel):
    read_feeds(workspace)
    sheet.text += "a2,Bob\n"
    assert read_now(workspace=workspace, feed_id=feed.pk, by="test")
    read_feeds(workspace)
    assert len(outcomes()) == 2


def test_nothing_of_a_reading_stays_on_the_disk(workspace, sheet, feed):
    read_feeds(workspace)
    assert list((process.home().root / "tmp").glob("feed-*")) == []


@pytest.mark.parametrize(
    ("shown", "file"),
    [
        (
            "https://docs.google.com/spreadsheets/d/1AbC-x_9/edit#gid=42",
            "https://docs.google.com/spreadsheets/d/1AbC-x_9/export?format=csv&gid=42",
        ),
        (
            "https://docs.google.com/spreadsheets/d/1AbC/edit?usp=sharing",
            "https://docs.google.com/spreadsheets/d/1AbC/export?format=csv&gid=0",
        ),
        ("https://a.example/clients.csv", "https://a.example/clients.csv"),
    ],
)
def test_the_page_of_a_google_sheet_is_read_as_its_file(shown, file):
    assert as_file(shown) == file


def test_what_is_no_address_or_no_kind_is_refused(workspace):
    with pytest.raises(Unreachable):
        create_feed(workspace=workspace, kind="accounts", url="clients.csv", by="test")
    with pytest.raises(ValueError, match="There is no kind"):
        create_feed(workspace=workspace, kind="clients", url="https://a.example", by="test")
