"""Is the owner of an account found as a member, whoever says it and in whichever order things come?"""

from datetime import UTC, datetime

import pytest
import time_machine

from tenure.actions.accounts import record_history
from tenure.actions.identities import apply_calls
from tenure.actions.one_record import change_one
from tenure.actions.owners import assign_owner
from tenure.actions.records import upsert
from tenure.actions.undo import undo
from tenure.actions.workspaces import add_member
from tenure.eventlog.calls import IdentityCall
from tenure.records.models import Account, AccountHistory, AuditEntry, StaleAccount

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ada(workspace):
    return add_member(workspace=workspace, email="ada@example.com", name="Ada Jansen", role="agent", by="test")


def owner(account):
    account.refresh_from_db()
    return account.owner


def said(account):
    return list(
        AccountHistory.objects.filter(account=account, name="owner").order_by("since").values_list("value", flat=True)
    )


def test_assigning_says_who_in_text_and_as_a_member(account, ada):
    entry = assign_owner(accounts=[account], member=ada, by="member 7")
    assert (owner(account), said(account)) == (ada, ["Ada Jansen"])
    assert (entry.by, entry.record, entry.before) == ("member 7", account.pk, {"owner": None})
    assert StaleAccount.objects.filter(account=account).exists()


def test_what_was_so_already_is_no_change(account, ada):
    assign_owner(accounts=[account], member=ada, by="test")
    before = AuditEntry.objects.count()
    assert assign_owner(accounts=[account], member=ada, by="test") is None
    assert AuditEntry.objects.count() == before


def test_nobody_may_own_it_again_and_both_can_be_undone(account, ada):
    assign_owner(accounts=[account], member=ada, by="test")
    entry = assign_owner(accounts=[account], member=None, by="test")
    assert (owner(account), said(account)) == (None, ["Ada Jansen", None])
    assert undo(workspace=account.workspace, entries=[entry.pk], by="test").count == 1
    assert (owner(account), said(account)) == (ada, ["Ada Jansen"])


def test_a_member_of_another_workspace_owns_nothing_here(account, other_workspace):
    other = add_member(workspace=other_workspace, email="x@example.com", name="X", role="agent", by="test")
    with pytest.raises(ValueError, match="another workspace"):
        assign_owner(accounts=[account], member=other, by="test")


def test_of_two_members_with_one_name_the_one_that_was_meant_owns_it(workspace, account, ada):
    other = add_member(workspace=workspace, email="b@example.com", name="Ada Jansen", role="agent", by="test")
    assign_owner(accounts=[account], member=ada, by="test")
    assert owner(account) == ada
    assign_owner(accounts=[account], member=other, by="test")
    assert owner(account) == other
    assert AuditEntry.objects.filter(verb="assign", after={"owner_id": other.pk}).count() == 1


@pytest.mark.parametrize("text", ["Ada Jansen", "ada jansen ", "ADA@example.com"])
def test_a_row_that_names_a_member_or_the_e_mail_links_the_account(workspace, account, ada, text):
    upsert(
        workspace=workspace,
        kind="accounts",
        rows=[{"key": "smit", "owner": text}, {"key": "new", "owner": text}],
        by="import 1",
    )
    assert owner(account) == ada
    assert Account.objects.get(key="new").owner == ada


def test_a_name_that_two_members_have_links_nobody(workspace, account, ada):
    add_member(workspace=workspace, email="b@example.com", name="ada jansen", role="agent", by="test")
    upsert(workspace=workspace, kind="accounts", rows=[{"key": "smit", "owner": "Ada Jansen"}], by="import 1")
    assert owner(account) is None


def test_an_owner_who_is_no_member_takes_the_account_from_the_one_who_was(workspace, account, ada):
    assign_owner(accounts=[account], member=ada, by="test")
    record_history(account=account, name="owner", value="Somebody else", by="test")
    assert owner(account) is None


def test_forgetting_the_owner_forgets_the_member(workspace, account, ada):
    assign_owner(accounts=[account], member=ada, by="test")
    change_one(workspace=workspace, kind="accounts", number=account.pk, rows=[], cleared=["owner"], by="api key 1")
    assert owner(account) is None


def test_who_joins_later_finds_the_accounts_that_name_them(workspace, account):
    upsert(
        workspace=workspace,
        kind="accounts",
        rows=[{"key": "smit", "owner": "ada jansen"}, {"key": "k2", "owner": "bo@example.com"}],
        by="import 1",
    )
    ada = add_member(workspace=workspace, email="ada@example.com", name="Ada Jansen", role="agent", by="test")
    assert owner(account) == ada
    assert Account.objects.get(key="k2").owner is None


def test_who_joins_does_not_find_accounts_that_named_them_once(workspace, account, frozen):
    record_history(account=account, name="owner", value="Ada Jansen", by="test")
    frozen.shift(60)
    record_history(account=account, name="owner", value="Bo", by="test")
    add_member(workspace=workspace, email="ada@example.com", name="Ada Jansen", role="agent", by="test")
    assert owner(account) is None


def test_a_group_call_that_names_the_owner_links_it_unless_a_person_said_otherwise(workspace, account, ada):
    bo = add_member(workspace=workspace, email="bo@example.com", name="Bo", role="agent", by="test")
    call = IdentityCall(
        kind="group", time=NOW, message_id="1", user_id="u", anonymous_id=None, group_id="smit", previous_id=None,
        traits={"owner": "ada@example.com"},
    )  # fmt: skip
    apply_calls(workspace=workspace, calls=[call])
    assert owner(account) == ada
    assign_owner(accounts=[account], member=bo, by="test")
    assert owner(account) == bo


def test_an_import_that_is_taken_back_gives_the_account_back(workspace, account, ada, importer, frozen):
    bo = add_member(workspace=workspace, email="bo@example.com", name="Bo", role="agent", by="test")
    assign_owner(accounts=[account], member=ada, by="test")
    frozen.shift(60)
    done = importer.text("accounts", "key,owner\nsmit,Bo\n")
    assert owner(account) == bo
    importer.undo(done)
    assert owner(account) == ada
