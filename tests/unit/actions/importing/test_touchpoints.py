"""Do touchpoints come in once each, also those that nobody numbered, at the account of whom they were with?"""

from datetime import UTC, datetime

import pytest

from tenure.records.models import Touchpoint
from tests.unit.actions.import_for_tests import counts, errors, everything, stale


@pytest.fixture(autouse=True)
def _known(importer):
    importer.text("accounts", "id\na\nb\n")
    importer.text("contacts", "user id,email,account\nu1,ann@a.example,a\nu2,two@b.example,b\n")
    stale(importer.workspace)


def rows(*names: str) -> list[tuple]:
    return list(Touchpoint.objects.order_by("pk").values_list(*names))


def test_touchpoints_come_in_with_whom_they_were(importer, workspace):
    text = (
        "activity id,account,contact,email,date,type,duration minutes,service,notes,owner\n"
        "t1,a,u1,,2026-01-05 10:00,Phone call,15,Push,Asked for help,Jana\n"
        "t2,,,two@b.example,2026-01-06,visit,,,,\n"
        "t3,b,,,2026-01-07,carrier pigeon,,,,\n"
    )
    assert counts(importer.text("touchpoints", text)) == (3, 0, 0, 0)
    assert rows("key", "account__key", "contact__key", "channel", "minutes", "service", "summary", "by") == [
        ("t1", "a", "u1", "call", 15, "Push", "Asked for help", "Jana"),
        ("t2", "b", "u2", "meeting", None, "", "", ""),
        ("t3", "b", None, "other", None, "", "", ""),
    ]
    assert Touchpoint.objects.get(key="t1").at == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert stale(workspace) == {"a", "b"}


def test_without_a_key_the_same_file_again_changes_nothing(importer, workspace):
    text = "account,date,type,notes\na,2026-01-05,call,First\na,2026-01-05,email,Mail\nb,2026-01-05,call,\n"
    importer.text("touchpoints", text)
    before = everything(workspace)
    assert counts(importer.text("touchpoints", text)) == (0, 0, 3, 0)
    assert everything(workspace) == before


def test_two_calls_on_one_day_are_two(importer, workspace):
    text = "account,date,type,notes\na,2026-01-05,call,First\na,2026-01-05,call,Second\na,2026-01-05,call,Second\n"
    assert counts(importer.text("touchpoints", text)) == (3, 0, 0, 0)
    assert counts(importer.text("touchpoints", text)) == (0, 0, 3, 0)
    corrected = importer.text("touchpoints", text.replace("First", "Corrected"))
    assert counts(corrected) == (0, 1, 2, 0)
    assert rows("summary") == [("Corrected",), ("Second",), ("Second",)]


def test_two_calls_on_one_day_are_two_also_when_the_import_stops_between_them(importer, tmp_path):
    path = tmp_path / "calls.csv"
    filler = "".join(f"b,2026-01-05 {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},call\n" for n in range(5_000))
    path.write_text(f"account,date,type\na,2026-01-05,call\n{filler}a,2026-01-05,call\n")

    def kill(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importer.file("touchpoints", path, progress=kill)
    assert counts(importer.file("touchpoints", path)) == (5_002, 0, 0, 0)
    assert Touchpoint.objects.filter(account__key="a").count() == 2


def test_a_contact_nobody_knows_is_reported_and_the_touchpoint_goes_in(importer):
    of = importer.text("touchpoints", "account,contact,date\na,u9,2026-01-05\n,u9,2026-01-05\n")
    assert counts(of) == (1, 0, 0, 1)
    assert errors(of) == [(1, "contact", "there is no contact “u9”"), (2, "contact", "there is no contact “u9”")]
    assert rows("account__key", "contact") == [("a", None)]


def test_a_blank_cell_says_nothing(importer):
    importer.text("touchpoints", "id,account,contact,date,type,minutes\nt1,a,u1,2026-01-05,call,5\n")
    of = importer.text("touchpoints", "id,account,contact,date,type,minutes\nt1,a,,2026-01-05,,\n")
    assert counts(of) == (0, 0, 1, 0)
    assert rows("channel", "minutes", "contact__key") == [("call", 5, "u1")]


def test_what_was_changed_since_stays_and_the_rest_goes(importer):
    of = importer.text("touchpoints", "id,account,date\nt1,a,2026-01-05\nt2,a,2026-01-05\n")
    Touchpoint.objects.filter(key="t1").update(summary="By hand")
    done = importer.undo(of)
    assert [(kept.record, kept.reason) for kept in done.reasons] == [("touchpoint t1", "summary was changed since")]
    assert rows("key") == [("t1",)]


def test_a_contact_with_touchpoints_is_not_taken_back(importer):
    of = importer.text("contacts", "user id,account\nu7,a\n")
    importer.text("touchpoints", "id,contact,date\nt1,u7,2026-01-05\n")
    assert [(kept.record, kept.reason) for kept in importer.undo(of).reasons] == [
        ("contact u7", "it still has touchpoints")
    ]
