"""Notes about an account: edited by their writer or a manager, said to be so, and removed with a way back."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.actions.notes import LONGEST
from tenure.records.models import AuditEntry, Note
from tests.factories import make_account

PAGE = "/w/acme/accounts/bakery"
HTMX = {"HX-Request": "true"}
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen(own_data):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def account(acme):
    return make_account(acme, "bakery", "Bakkerij Smit")


def text(response) -> str:
    return html.unescape(" ".join(response.content.decode().split()))


@pytest.fixture
def seller(visit):
    return visit("sales")


@pytest.fixture
def note(seller, account):
    seller.post(f"{PAGE}/notes", {"text": " They asked\nfor a call "})
    return Note.objects.get()


def test_a_note_is_edited_by_its_writer_and_says_so(visit, seller, note, frozen):
    assert (note.text, note.by, note.edited_at) == ("They asked\nfor a call", note.writer.name, None)
    frozen.shift(timedelta(minutes=5))
    assert "edited" not in text(seller.get(f"{PAGE}/timeline"))
    answer = seller.post(f"{PAGE}/notes/{note.pk}", {"text": "They asked for a visit"}, headers=HTMX)
    assert "The note is edited." in text(answer)
    note.refresh_from_db()
    assert (note.text, note.at, note.edited_at) == ("They asked for a visit", NOW, NOW + timedelta(minutes=5))
    page = text(visit("viewer").get(f"{PAGE}/timeline"))
    assert f"Note by {note.by}, edited" in page
    entry = AuditEntry.objects.get(noun="note", verb="change")
    assert (entry.before["text"], entry.after["text"]) == ("They asked\nfor a call", "They asked for a visit")


@pytest.mark.parametrize(
    ("role", "may"), [("sales", True), ("manager", True), ("owner", True), ("agent", False), ("viewer", False)]
)
def test_its_writer_and_managers_are_offered_to_edit_and_others_are_refused(visit, seller, note, role, may):
    client = seller if role == "sales" else visit(role)
    assert ("Remove the note" in text(client.get(f"{PAGE}/timeline"))) is may
    answers = [
        client.post(f"{PAGE}/notes/{note.pk}", {"text": "Other"}, headers=HTMX),
        client.post(f"{PAGE}/notes/{note.pk}/removed", headers=HTMX),
    ]
    if role == "agent":
        assert all("Only its writer and managers edit a note" in text(answer) for answer in answers)
    assert Note.objects.filter(text=note.text).exists() is not may


@pytest.mark.parametrize(
    ("said", "why"),
    [("  ", "an empty note is none"), ("x" * (LONGEST + 1), "at most 10000"), ("a\0b", "at most 10000")],
    ids=["empty", "long", "zero"],
)
def test_a_text_that_is_no_note_is_told_and_changes_nothing(seller, note, said, why):
    for address in (f"{PAGE}/notes", f"{PAGE}/notes/{note.pk}"):
        answer = seller.post(address, {"text": said}, headers=HTMX)
        assert why in text(answer)
        assert "tenure:notes" not in answer.headers["HX-Trigger-After-Settle"], "what was written stays in its form"
    assert Note.objects.get().text == note.text


def test_a_note_that_says_so_already_is_not_edited(seller, note):
    assert "says so already" in text(seller.post(f"{PAGE}/notes/{note.pk}", {"text": note.text}, headers=HTMX))
    assert Note.objects.get().edited_at is None


def test_a_removed_note_comes_back_under_its_number_unless_its_key_was_given_away(seller, acme, account, note):
    gone = seller.post(f"{PAGE}/notes/{note.pk}/removed", headers=HTMX)
    assert not Note.objects.exists()
    assert AuditEntry.objects.get(noun="note", verb="remove").before["text"] == note.text
    (entry,) = re.findall(r'name="entry" value="(\d+)"', gone.content.decode())
    other = Note.objects.create(workspace=acme, account=account, key=note.key, at=NOW, text="Other", created_at=NOW)
    assert "nothing was taken back" in text(seller.post("/w/acme/undone", {"entry": entry}, headers=HTMX))
    other.delete()
    seller.post("/w/acme/undone", {"entry": entry}, headers=HTMX)
    assert Note.objects.values().get() == {name: getattr(note, name) for name in Note.objects.values().get()}


def test_a_note_of_another_account_is_not_found(visit, acme, note):
    make_account(acme, "studio", "Studio Vonk")
    owner = visit("owner")
    for address in ("", "/removed"):
        assert owner.post(f"/w/acme/accounts/studio/notes/{note.pk}{address}").status_code == 404


def test_the_timeline_asks_as_often_however_many_notes_there_are(visit, acme, account):
    client = visit("manager")
    asked = []
    for count in (2, 30):
        for number in range(count):
            key = f"{count}-{number}"
            Note.objects.create(workspace=acme, account=account, key=key, at=NOW, text="Hello", created_at=NOW)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{PAGE}/timeline")
        asked.append(len(queries))
    assert asked[0] == asked[1]
