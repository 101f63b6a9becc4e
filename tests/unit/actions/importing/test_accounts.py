"""Do accounts come in by key, with dated scalars and traits, once, and nothing else with them?"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure.actions.accounts import record_history
from tenure.actions.importing.progress import MOST_ERRORS
from tenure.records.models import Account, AccountHistory, AuditEntry, ImportRow, StaleAccount
from tests.unit.actions.import_for_tests import account, counts, everything, held

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def test_accounts_come_in_with_name_scalars_and_typed_traits(importer, workspace):
    of = importer.text(
        "accounts", "Account ID,Name,Channel,Owner,Employees,__class__\na,Acme,web,Ada,120,evil\nb,Beta,,,,\n"
    )
    assert counts(of) == (2, 0, 0, 0)
    assert account(workspace, "a").name == "Acme"
    assert held(workspace, "a") == {
        "source": "web",
        "owner": "Ada",
        "trait.Employees": 120,
        "trait.__class__": "evil",
    }
    assert held(workspace, "b") == {}
    assert set(AccountHistory.objects.values_list("since", flat=True)) == {BEGINNING}
    assert set(StaleAccount.objects.values_list("account__key", flat=True)) == {"a", "b"}


def test_the_same_file_again_changes_nothing(importer, workspace):
    text = "id,name,stage,size,parent\na,Acme,adopting,1.5,b\nb,Beta,,true,\n"
    importer.text("accounts", text)
    before = everything(workspace)
    StaleAccount.objects.all().delete()
    again = importer.text("accounts", text)
    assert counts(again) == (0, 0, 2, 0)
    assert everything(workspace) == before
    assert not ImportRow.objects.filter(of=again).exists()
    assert not StaleAccount.objects.exists()


def test_a_changed_cell_updates_its_account_and_holds_from_the_import_on(importer, workspace):
    with time_machine.travel(NOW, tick=False):
        importer.text("accounts", "id,name,owner\na,Acme,Ada\nb,Beta,Ada\n")
    later = NOW + timedelta(days=30)
    with time_machine.travel(later, tick=False):
        of = importer.text("accounts", "id,name,owner\na,Acme,Bob\nb,Better,Ada\n")
    assert counts(of) == (0, 2, 0, 0)
    assert account(workspace, "b").name == "Better"
    rows = AccountHistory.objects.filter(account__key="a", name="owner").order_by("since")
    assert list(rows.values_list("value", "since")) == [("Ada", BEGINNING), ("Bob", later)]


def test_a_blank_cell_changes_nothing(importer, workspace):
    importer.text("accounts", "id,name,owner,size\na,Acme,Ada,5\n")
    of = importer.text("accounts", "id,name,owner,size\na,,,\n")
    assert counts(of) == (0, 0, 1, 0)
    assert account(workspace, "a").name == "Acme"
    assert held(workspace, "a") == {"owner": "Ada", "trait.size": 5}


def test_a_sentiment_is_a_rating_of_the_day_of_the_import(importer, workspace):
    with time_machine.travel(NOW, tick=False):
        importer.text("accounts", "id,sentiment\na,4\n")
    assert AccountHistory.objects.get(name="sentiment").since == NOW


def test_bad_rows_are_reported_and_good_ones_go_in(importer, workspace):
    text = f"id,name,sentiment\na,Acme,9\n{'x' * 10_000},Long,1\n,None,1\n../../etc,Dots,2\nb,Beta,3\n"
    of = importer.text("accounts", text)
    assert counts(of) == (3, 0, 0, 2)
    assert [(error["row"], error["column"]) for error in of.errors] == [(1, "sentiment"), (2, "id"), (3, "id")]
    assert set(workspace.accounts.values_list("key", flat=True)) == {"a", "../../etc", "b"}


def test_only_the_first_thousand_errors_are_kept_and_all_are_counted(importer):
    of = importer.text("accounts", "id,name\n" + ",nameless\n" * 6_000)
    assert counts(of) == (0, 0, 0, 6_000)
    assert len(of.errors) == MOST_ERRORS


def test_of_several_rows_about_one_account_the_last_counts_and_is_completed_by_the_others(importer, workspace):
    text = "id,name,owner,size\na,Old,Ada,\nb,Beta,,1\na,New,,7\na,New,,7\n"
    of = importer.text("accounts", text)
    assert counts(of) == (2, 0, 2, 0)
    assert account(workspace, "a").name == "New"
    assert held(workspace, "a") == {"owner": "Ada", "trait.size": 7}
    assert [error["row"] for error in of.errors] == [1]
    assert "row 4 is about the same account" in of.errors[0]["reason"]
    assert counts(importer.text("accounts", text)) == (0, 0, 4, 0)


def test_a_bad_last_row_does_not_take_the_good_one_before_it_along(importer, workspace):
    of = importer.text("accounts", "id,name\na,Acme\nb,Beta\na,Acme, Inc.\n")
    assert counts(of) == (2, 0, 0, 1)
    assert account(workspace, "a").name == "Acme"


def test_repeats_that_lie_batches_apart_are_told(importer, workspace):
    filler = "".join(f"x{n},X\n" for n in range(6_000))
    text = f"id,name\na,First\n{filler}a,Last\n"
    assert counts(importer.text("accounts", text)) == (6_001, 0, 1, 0)
    assert account(workspace, "a").name == "Last"
    assert counts(importer.text("accounts", text)) == (0, 0, 6_002, 0)


def test_a_parent_may_stand_below_its_children(importer, workspace):
    filler = "".join(f"x{n},X,\n" for n in range(5_000))
    text = f"id,name,parent\nchild,Child,top\nlone,Lone,nowhere\nself,Self,self\n{filler}top,Top,\n"
    of = importer.text("accounts", text)
    assert counts(of) == (5_004, 0, 0, 0)
    assert account(workspace, "child").parent == account(workspace, "top")
    assert [(error["row"], error["column"]) for error in of.errors] == [(2, "parent"), (3, "parent")]
    moved = importer.text("accounts", "id,parent\nchild,lone\ntop,\n")
    assert counts(moved) == (0, 1, 1, 0)
    assert account(workspace, "child").parent == account(workspace, "lone")


def test_what_a_call_said_after_the_import_began_does_not_hide_the_file(importer, workspace):
    importer.text("accounts", "id,owner\na,Ada\n")
    soon = datetime.now(UTC) + timedelta(minutes=5)
    with time_machine.travel(soon + timedelta(minutes=1), tick=False):
        record_history(account=account(workspace, "a"), name="owner", value="Bob", by="test", at=soon)
    importer.text("accounts", "id,owner\na,Eve\n")
    assert held(workspace, "a")["owner"] == "Eve"


def test_another_workspace_sees_nothing_of_it(importer, workspace, other_workspace):
    Account.objects.create(workspace=other_workspace, key="a", name="Theirs", created_at=NOW)
    importer.text("accounts", "id,name\na,Ours\n")
    assert Account.objects.get(workspace=other_workspace).name == "Theirs"
    assert not AccountHistory.objects.filter(workspace=other_workspace).exists()


def test_who_imported_what_is_in_the_audit(importer, workspace):
    of = importer.text("accounts", "id\na\n")
    entries = AuditEntry.objects.filter(workspace=workspace, noun="import", record=of.pk).order_by("pk")
    assert [(entry.verb, entry.by) for entry in entries] == [("import", "test"), ("finish", "test")]
    assert entries[1].after == {"created": 1, "updated": 0, "unchanged": 0, "failed": 0}


@pytest.mark.parametrize("text", ["id,name\n", "id,name\n\n\n"])
def test_a_file_of_headers_only_is_no_error(importer, text):
    assert counts(importer.text("accounts", text)) == (0, 0, 0, 0)


def test_on_postgres_the_same_comes_of_it(on_postgres, importer_into):
    importer = importer_into(on_postgres)
    text = "id,name,owner,size,vip,parent\na,Ácme “Ω”,Ada,1.5,yes,b\nb,Beta,,2,no,\n"
    assert counts(importer.text("accounts", text)) == (2, 0, 0, 0)
    assert held(on_postgres, "a") == {"owner": "Ada", "trait.size": 1.5, "trait.vip": True}
    assert account(on_postgres, "a").parent.key == "b"
    assert counts(importer.text("accounts", text)) == (0, 0, 2, 0)
    changed = importer.text("accounts", text.replace("Beta", "Better").replace("Ada", "Bob"))
    assert counts(changed) == (0, 2, 0, 0)
    assert held(on_postgres, "a")["owner"] == "Bob"
    assert importer.undo(changed).restored == 2
    assert held(on_postgres, "a")["owner"] == "Ada"
    assert account(on_postgres, "b").name == "Beta"
