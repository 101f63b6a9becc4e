"""Does undo take an import back, and nothing that came since?"""

import pytest

from tenure import clock
from tenure.actions.account_fields import set_field
from tenure.actions.accounts import record_history
from tenure.actions.importing.undo import UndoRefused, undo_import
from tenure.records.models import Account, AuditEntry, Contact, HealthOverride, Import, ImportRow, StaleAccount
from tests.unit.actions.import_for_tests import account, contracts, counts, everything, held

ACCOUNTS = "id,name,owner,size\na,Acme,Ada,1\nb,Beta,Ada,2\nc,Gamma,,3\n"


def reasons(undone) -> list[tuple[str, str]]:
    return [(kept.record, kept.reason) for kept in undone.reasons]


def test_created_accounts_go_with_all_that_was_said_of_them(importer, workspace):
    before = everything(workspace)
    of = importer.text("accounts", ACCOUNTS)
    undone = importer.undo(of)
    assert (undone.deleted, undone.restored, undone.kept) == (3, 0, 0)
    assert everything(workspace) == before
    assert not ImportRow.objects.exists()
    assert not StaleAccount.objects.exists()
    of.refresh_from_db()
    assert of.state == Import.State.UNDONE
    assert of.undone_at is not None


def test_updates_are_as_before(importer, workspace):
    importer.text("accounts", ACCOUNTS)
    before = everything(workspace)
    of = importer.text("accounts", "id,name,owner,size,new,parent\na,Acme 2,Bob,9,x,b\nb,,,,,\nd,Delta,,,,\n")
    assert counts(of) == (1, 1, 1, 0)
    StaleAccount.objects.all().delete()
    undone = importer.undo(of)
    assert (undone.deleted, undone.restored, undone.kept) == (1, 2, 0)
    assert everything(workspace) == before
    assert StaleAccount.objects.get().account.key == "a"


def test_what_was_changed_since_stays_and_is_said(importer, workspace):
    importer.text("accounts", "id,name\na,Old\n")
    of = importer.text("accounts", ACCOUNTS)
    record_history(account=account(workspace, "b"), name="owner", value="Eve", by="member 1")
    Account.objects.filter(workspace=workspace, key="a").update(name="By hand")
    set_field(
        workspace=workspace, accounts=[account(workspace, "c").pk], field="minimum_score", value=50, by="member 1"
    )
    undone = importer.undo(of)
    assert sorted(reasons(undone)) == [
        ("account a", "name was changed since"),
        ("account b", "owner was changed since"),
        ("account c", "minimum score was changed since"),
    ]
    assert held(workspace, "b")["owner"] == "Eve"
    assert held(workspace, "a")["owner"] == "Ada"
    assert workspace.accounts.count() == 3


def test_an_account_that_others_depend_on_stays_and_is_said(importer, workspace):
    of = importer.text("accounts", "id\na\nb\nc\nd\ne\nf\n")
    importer.text("contacts", "user id,account\nu1,a\n")
    importer.text("contracts", "account,start,mrr\nb,2026-01-01,10\n")
    importer.text("events", "user_id,event,time\nc,push,2026-01-01\n")
    HealthOverride.objects.create(
        workspace=workspace, account=account(workspace, "d"), band="good", reason="r", by="m", since=clock.now()
    )
    Account.objects.create(workspace=workspace, key="child", parent=account(workspace, "e"), created_at=clock.now())
    undone = importer.undo(of)
    assert sorted(reasons(undone)) == [
        ("account a", "it still has contacts"),
        ("account b", "it still has contracts"),
        ("account c", "events name it"),
        ("account d", "it still has health overrides"),
        ("account e", "it still has accounts"),
    ]
    assert undone.deleted == 1
    assert workspace.contacts.get().account.key == "a"
    assert len(contracts(workspace)) == 1


def test_three_imports_taken_back_in_reverse_leave_nothing(importer, workspace):
    done = [
        importer.text("accounts", ACCOUNTS),
        importer.text("contacts", "user id,email,account,champion\nu1,a@x.example,a,yes\nu2,,b,no\n"),
        importer.text(
            "contracts", "account,product,start,end,mrr,options\na,p,2026-01-01,2026-02-01,1,x\na,p,2026-02-01,,1,x;y\n"
        ),
        importer.text("events", "user_id,event,time\nu1,push,2026-01-01\n"),
    ]
    for of in reversed(done):
        assert importer.undo(of).kept == 0
    assert not workspace.accounts.exists()
    assert not Contact.objects.exists()


def test_a_later_import_of_the_same_account_is_a_change_since(importer, workspace):
    first = importer.text("accounts", ACCOUNTS)
    importer.text("accounts", "id,size\nb,77\n")
    undone = importer.undo(first)
    (why,) = reasons(undone)
    assert why[0] == "account b"
    assert why[1].startswith("size was changed since by import ")
    assert held(workspace, "b") == {"owner": "Ada", "trait.size": 77}


def test_a_contact_changed_since_stays(importer, workspace):
    of = importer.text("contacts", "user id,phone\nu1,1\nu2,2\n")
    Contact.objects.filter(key="u1").update(phone="9")
    undone = importer.undo(of)
    assert reasons(undone) == [("contact u1", "phone was changed since")]
    assert workspace.contacts.get().key == "u1"


def test_what_somebody_deleted_since_is_no_obstacle(importer, workspace):
    of = importer.text("accounts", ACCOUNTS)
    account(workspace, "a").delete()
    undone = importer.undo(of)
    assert (undone.deleted, undone.kept) == (2, 0)


def test_nothing_is_taken_back_twice_nor_from_another_workspace(importer, workspace, other_workspace):
    of = importer.text("accounts", ACCOUNTS)
    with pytest.raises(UndoRefused, match="no import"):
        undo_import(import_id=of.pk, workspace=other_workspace, home=importer.home, spool=importer.spool, by="test")
    importer.undo(of)
    with pytest.raises(UndoRefused, match="taken back already"):
        importer.undo(of)
    with pytest.raises(UndoRefused, match="no import 4711"):
        undo_import(import_id=4711, home=importer.home, spool=importer.spool, by="test")


def test_an_undo_that_stops_goes_on(importer, workspace, monkeypatch):
    of = importer.text("accounts", "id,name\n" + "".join(f"a{n},N\n" for n in range(2_500)))

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undo_import(import_id=of.pk, home=importer.home, spool=importer.spool, by="test", progress=stop)
    assert workspace.accounts.count() == 1_500
    assert importer.undo(of).deleted == 1_500
    assert not workspace.accounts.exists()


def test_a_long_undo_says_how_far_it_is(importer):
    of = importer.text("accounts", "id,name\n" + "".join(f"a{n},N\n" for n in range(1_500)))
    seen: list[tuple[int, int]] = []
    undo_import(
        import_id=of.pk, home=importer.home, spool=importer.spool, by="t", progress=lambda *far: seen.append(far)
    )
    assert seen == [(1_000, 1_500), (1_500, 1_500)]


def test_who_took_it_back_is_in_the_audit(importer, workspace):
    of = importer.text("accounts", ACCOUNTS)
    importer.undo(of)
    entry = AuditEntry.objects.get(workspace=workspace, verb="undo")
    assert (entry.noun, entry.record, entry.after["deleted"]) == ("import", of.pk, 3)


def test_what_a_later_import_changed_can_be_taken_back_once_that_was(importer, workspace):
    first = importer.text("accounts", "id,name\nq,One\n")
    second = importer.text("accounts", "id,name\nq,Two\n")
    undone = importer.undo(first)
    assert reasons(undone) == [("account q", f"name was changed since by import {second.pk}: take that back first")]
    importer.undo(second)
    assert importer.undo(first).deleted == 1
    assert workspace.accounts.count() == 0
    with pytest.raises(UndoRefused, match="taken back already"):
        importer.undo(first)
