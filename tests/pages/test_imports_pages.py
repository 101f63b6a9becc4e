"""The history of imports, one import while it runs and after, and feeds: what stands there, and who may act."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tenure.actions.feeds import create_feed
from tenure.records.models import AuditEntry, Feed, FeedReading, Import, Upload
from tests.pages.bringing import bring

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ERROR = {"row": 9, "column": "Klant sinds", "value": "31-02-2024", "reason": "is no day of the calendar"}


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(visit):
    return visit("manager")


@pytest.fixture
def brought(acme):
    def make(**fields) -> Import:
        usual = {"kind": "accounts", "file_name": "klanten.xlsx", "state": "done", "by": "command", "started_at": NOW}
        return Import.objects.create(workspace=acme, **usual | fields)

    return make


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def history(client, **query) -> str:
    return text(client.get(reverse("imports", args=["acme"]), query))


def shown(client, of: Import) -> str:
    return text(client.get(reverse("import", args=["acme", of.pk])))


def test_an_empty_history_teaches(manager, visit):
    page = history(manager)
    assert "Nothing was brought in yet" in page
    assert "Bring data in" in page
    other = history(visit("viewer"))
    assert "Managers, admins and owners bring data in." in other
    assert "Bring data in" not in other


def test_the_history_says_of_each_who_brought_it_and_how_it_stands(manager, brought, acme):
    member = acme.members.get(role="manager")
    brought(by=f"member {member.pk}", created=61, unchanged=1)
    brought(by="feed 4", updated=3, failed=2, file_name="prijzen.csv", kind="contracts")
    brought(created=5, errors=[ERROR], file_name="datums.csv")
    brought(state="running", file_name="events.parquet", kind="events")
    brought(state="undone", undone_at=NOW, file_name="weg.csv")
    brought(state="undone", file_name="bijna.csv")
    brought(trouble="The file is damaged.", file_name="kapot.csv")
    page = history(manager)
    assert "klanten.xlsx Accounts, by Manager 61 new, 0 changed All went in 61 0 1 0 today" in page
    assert "prijzen.csv Contracts, by a feed (4) 0 new, 3 changed, 2 stayed out Some stayed out 0 3 0 2 today" in page
    assert "datums.csv Accounts, by the command line 5 new, 0 changed In, but for some cells 5 0 0 0 today" in page
    stand = [("events.parquet", "Importing"), ("weg.csv", "Taken back"), ("bijna.csv", "Being taken back")]
    for name, word in [*stand, ("kapot.csv", "Stopped")]:
        assert re.search(rf"{name} \w+, by the command line 0 new, 0 changed {word}", page), name


def test_long_histories_have_pages_and_cost_no_more_questions(manager, brought, django_assert_max_num_queries):
    for number in range(60):
        brought(file_name=f"file-{number}.csv")
    with django_assert_max_num_queries(7):
        first = history(manager)
    second = history(manager, page=2)
    assert ("file-59.csv" in first, "file-9.csv" in first, "file-9.csv" in second) == (True, False, True)
    assert "Older" in first
    assert "Newer" in second
    assert "file-59.csv" in history(manager, page="x")


def test_files_that_wait_are_offered_to_those_who_may_import_them(manager, visit, acme, own_data):
    bring(acme, "later.csv", b"id\n1\n")
    assert "Not imported yet later.csv" in history(manager)
    assert "later.csv" not in history(visit("agent"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "waiting"}, "It waits for the worker, which begins within a second."),
        ({"state": "running", "rows_done": 2_000, "rows_total": 48_000}, "2,000 of 48,000 rows are in."),
        ({"created": 61, "unchanged": 1}, "All 62 rows went in."),
        ({"created": 62, "errors": [ERROR]}, "All 62 rows went in. 1 cell could not be read."),
        ({"created": 60, "failed": 2, "errors": [ERROR]}, "62 rows were read; 2 stayed out."),
        ({"trouble": "The file is damaged."}, "It stopped. The file is damaged."),
        ({"state": "undone", "undone_by": "command"}, "It is being taken back for the command line."),
    ],
)
def test_one_import_says_how_it_stands(manager, brought, fields, sentence):
    assert sentence in shown(manager, brought(**fields))


@pytest.mark.parametrize(("state", "asks"), [("waiting", True), ("running", True), ("done", False), ("undone", True)])
def test_a_page_asks_again_only_while_something_moves(manager, brought, state, asks):
    of = brought(state=state)
    page = manager.get(reverse("import", args=["acme", of.pk]), headers={"HX-Target": "import"}).content.decode()
    assert ('hx-trigger="every 1s"' in page) == asks
    assert "<html" not in page


def test_what_could_not_be_read_is_listed_and_had_as_a_file(manager, brought):
    of = brought(failed=1, errors=[ERROR] * 60)
    page = shown(manager, of)
    assert page.count("31-02-2024") == 50
    assert "50 of 60" in page
    answer = manager.get(reverse("import-problems", args=["acme", of.pk]))
    assert answer.getvalue().decode().count("31-02-2024") == 60


def test_bad_cells_are_mended_in_place_while_the_file_is_here(manager, visit, brought, acme, own_data):
    of = brought(created=62, errors=[ERROR])
    upload = bring(acme, "klanten.xlsx", b"id\n1\n")
    assert "Mend in place" not in shown(manager, of)
    Upload.objects.filter(pk=upload.pk).update(result=of)
    assert "Mend in place" in shown(manager, of)
    assert "Mend in place" not in shown(visit("agent"), of)


def test_an_import_is_taken_back_by_whoever_may(manager, visit, brought):
    of = brought(created=61)
    assert "Take it back whole" in shown(manager, of)
    assert "Take it back" not in shown(visit("viewer"), of)
    answer = manager.post(reverse("undo", args=["acme", of.pk]))
    assert answer.url == f"/w/acme/imports/{of.pk}"
    assert "It is being taken back for Manager." in shown(manager, of)
    assert "It was taken back already, or is being taken back." in text(
        manager.post(reverse("undo", args=["acme", of.pk]), follow=True)
    )


def test_what_was_taken_back_and_what_was_not_is_said(manager, brought, acme):
    kept = [{"row": 2, "record": "account b", "reason": "owner was changed since"}]
    of = brought(state="undone", undone_at=NOW - timedelta(days=3), undone_by="command", kept=kept)
    after = {"deleted": 60, "restored": 2, "events": 0, "kept": 1}
    AuditEntry.objects.create(
        workspace=acme, at=NOW, by="command", verb="undo", noun="import", record=of.pk, after=after
    )
    page = shown(manager, of)
    assert (
        "Taken back by the command line 3 days ago , but for 1 record. 60 records were removed, 2 stand as before."
        in page
    )
    assert "2 account b owner was changed since" in page
    assert "Take the rest back" in page
    assert "Bring it again" in page


def test_one_import_costs_a_bounded_number_of_questions(manager, brought, django_assert_max_num_queries):
    of = brought(errors=[ERROR] * 500)
    with django_assert_max_num_queries(8):
        shown(manager, of)


@pytest.fixture
def feed(acme) -> Feed:
    return create_feed(workspace=acme, kind="accounts", url="https://example.com/klanten.csv", name="Sheet", by="test")


def feeds(client, **query) -> str:
    return text(client.get(reverse("feeds", args=["acme"]), query))


def test_without_feeds_the_page_teaches(manager):
    assert "Nothing is read every day yet" in feeds(manager)


def test_each_feed_says_what_its_last_reading_came_to(manager, visit, acme, feed, brought):
    assert "Not read yet; it is due now." in feeds(manager)
    for ok, outcome in ((True, "62 rows: 62 created."), (False, "Not read: the server answered 500.")):
        FeedReading.objects.create(workspace=acme, feed=feed, at=NOW, ok=ok, outcome=outcome, result=brought())
    page = feeds(manager)
    assert "Sheet Accounts https://example.com/klanten.csv Not read: the server answered 500. Next 10 Mar 2026" in page
    assert page.count("62 rows: 62 created.") == 1, "in the log"
    assert "Read now" in page
    assert "Read now" not in feeds(visit("agent"))


def test_the_log_of_one_feed_leaves_the_others_out(manager, acme, feed):
    other = create_feed(workspace=acme, kind="accounts", url="https://example.com/b.csv", by="test")
    for of, outcome in ((feed, "of the sheet"), (other, "of the other")):
        FeedReading.objects.create(workspace=acme, feed=of, at=NOW, ok=True, outcome=outcome)
    log = feeds(manager, feed=feed.pk).partition("Readings of Sheet")[2]
    assert ("of the sheet" in log, "of the other" in log) == (True, False)


def test_a_feed_is_read_now_and_stopped(manager, feed):
    Feed.objects.update(next_at=NOW + timedelta(days=1))
    assert "within half a minute" in text(manager.post(reverse("read-feed", args=["acme", feed.pk]), follow=True))
    feed.refresh_from_db()
    assert feed.next_at == NOW
    manager.post(reverse("drop-feed", args=["acme", feed.pk]))
    feed.refresh_from_db()
    assert feed.stopped_at == NOW
    assert "1 stopped" in feeds(manager)


def test_feeds_cost_no_more_questions_the_more_there_are(manager, acme, django_assert_max_num_queries):
    for number in range(20):
        made = create_feed(workspace=acme, kind="accounts", url=f"https://example.com/{number}.csv", by="test")
        FeedReading.objects.create(workspace=acme, feed=made, at=NOW, ok=True, outcome="Well.")
    with django_assert_max_num_queries(7):
        feeds(manager)


@pytest.mark.parametrize(("role", "offered"), [("manager", True), ("agent", False), ("viewer", False)])
def test_an_empty_workspace_offers_to_bring_a_file_to_those_who_may(visit, acme, role, offered):
    page = visit(role).get(reverse("accounts", args=["acme"])).content.decode()
    assert ('href="/w/acme/imports/new"' in page) == offered
    assert 'href="/w/acme/settings/keys"' in page
