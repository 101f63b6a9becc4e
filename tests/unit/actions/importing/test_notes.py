"""Do notes come in once each, with or without a number of their own?"""

import pytest

from tenure.records.models import Note
from tests.unit.actions.import_for_tests import counts, errors, everything, stale


@pytest.fixture(autouse=True)
def _known(importer):
    importer.text("accounts", "id\na\nb\n")
    stale(importer.workspace)


def test_notes_come_in_with_their_author(importer, workspace):
    text = "note id,account,date,note,author\nn1,a,2026-01-05,Wants a new logo,Jana\n,b,2026-01-06,Moved house,\n"
    assert counts(importer.text("notes", text)) == (2, 0, 0, 0)
    assert list(Note.objects.order_by("pk").values_list("account__key", "text", "by")) == [
        ("a", "Wants a new logo", "Jana"),
        ("b", "Moved house", ""),
    ]
    assert Note.objects.first().key == "n1"


def test_without_a_key_the_same_note_is_the_same_and_another_text_another(importer, workspace):
    text = "account,date,note\na,2026-01-05,One\na,2026-01-05,Two\na,2026-01-05,One\n"
    assert counts(importer.text("notes", text)) == (2, 0, 1, 0)
    before = everything(workspace)
    assert counts(importer.text("notes", text)) == (0, 0, 3, 0)
    assert everything(workspace) == before


def test_a_note_with_a_key_is_put_right_and_back(importer):
    importer.text("notes", "note id,account,date,note,author\nn1,a,2026-01-05,One,Jana\n")
    of = importer.text("notes", "note id,account,date,note,author\nn1,a,2026-01-05,Better,\n")
    assert counts(of) == (0, 1, 0, 0)
    assert (Note.objects.get().text, Note.objects.get().by) == ("Better", "Jana")
    importer.undo(of)
    assert Note.objects.get().text == "One"


def test_a_row_without_text_or_account_stays_out(importer):
    of = importer.text("notes", "account,date,note\na,2026-01-05,\nnobody,2026-01-05,Hello\n")
    assert counts(of) == (0, 0, 0, 2)
    assert errors(of) == [
        (1, "note", "is needed, but the cell is blank"),
        (2, "account", "there is no account “nobody”"),
    ]
