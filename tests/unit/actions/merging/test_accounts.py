"""Two accounts become one, with their whole history, and two again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure import clock
from tenure.actions.accounts import record_history
from tenure.actions.identities import apply_calls
from tenure.actions.merging.accounts import merge_accounts
from tenure.actions.merging.moves import DAYS, MergeError, may_take_back
from tenure.actions.merging.undo import TooLate, take_merge_back
from tenure.actions.records import upsert
from tenure.answers.duplicates import duplicates
from tenure.eventlog.calls import IdentityCall
from tenure.records.account_keys import account_at
from tenure.records.belonging import accounts_of, all_actors
from tenure.records.frames import groups
from tenure.records.models import (
    Account,
    AccountHistory,
    AccountKey,
    AuditEntry,
    Contact,
    Contract,
    Identity,
    Measurement,
    Note,
    StaleAccount,
    Task,
)  # fmt: skip
from tests.factories import make_account

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_march():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def kept(workspace):
    return make_account(workspace, "smit", "Bakkerij Smit", {"active_days_28": 3})


@pytest.fixture
def gone(workspace):
    """The same bakery again, with something of every kind."""
    account = make_account(workspace, "smit-bv", "Bakkerij Smit B.V.", {"active_days_28": 9})
    contact = Contact.objects.create(workspace=workspace, account=account, key="piet", created_at=NOW)
    Contract.objects.create(workspace=workspace, account=account, key="C1", created_at=NOW)
    Note.objects.create(workspace=workspace, account=account, key="n", at=NOW, text="Hello", created_at=NOW)
    Task.objects.create(workspace=workspace, account=account, title="Call", created_at=NOW, created_by="test")
    Identity.objects.create(workspace=workspace, kind="user", external_id="p1", person="p1", account=account)
    make_account(workspace, "branch", "Smit Zuid")
    Account.objects.filter(key="branch").update(parent=account)
    record_history(account=account, name="owner", value="Ada", by="test")
    record_history(account=account, name="trait.city", value="Gouda", by="test")
    assert contact.account_id == account.pk
    return account


def everything(account: int) -> dict[str, list[int]]:
    """The numbers of all rows that name an account, by table; what is computed of it apart."""
    found = {}
    for relation in Account._meta.related_objects:
        name = relation.related_model._meta.model_name
        if name not in ("accounthealth", "staleaccount"):
            rows = relation.related_model._default_manager.filter(**{relation.field.name: account})
            found[f"{name}.{relation.field.name}"] = sorted(rows.values_list("pk", flat=True))
    return found


def as_they_are(*accounts: int) -> list[object]:
    """The accounts, all rows that name them, and what is known of them by date."""
    rows = list(Account.objects.filter(pk__in=accounts).order_by("pk").values())
    history = AccountHistory.objects.filter(account__in=accounts).order_by("pk")
    return [
        rows,
        [everything(one) for one in accounts],
        list(history.values_list("pk", "account", "name", "value", "since")),
    ]


def test_everything_moves_and_nothing_is_lost(workspace, kept, gone):
    before = {name: len(rows) for name, rows in everything(gone.pk).items()}
    merge_accounts(kept=kept, gone=gone, by="test")
    assert not Account.objects.filter(pk=gone.pk).exists()
    after = everything(kept.pk)
    for name in (
        "contact.account",
        "contract.account",
        "note.account",
        "task.account",
        "identity.account",
        "account.parent",
    ):
        assert len(after[name]) == before[name] == 1, name
    assert StaleAccount.objects.filter(account=kept).exists()
    assert AuditEntry.objects.get(verb="merge").before["key"] == "smit-bv"


def test_a_merge_taken_back_leaves_everything_as_it_was(workspace, kept, gone):
    number = gone.pk
    record_history(account=kept, name="owner", value="Ben", by="test")
    before = as_they_are(number, kept.pk)
    merge = merge_accounts(kept=kept, gone=gone, chosen=["name", "owner"], by="test")
    kept.refresh_from_db()
    assert kept.name == "Bakkerij Smit B.V."
    take_merge_back(merge=merge, by="test")
    assert as_they_are(number, kept.pk) == before
    assert not AccountKey.objects.exists()
    with pytest.raises(TooLate):
        take_merge_back(merge=merge, by="test")


def test_what_was_said_since_a_merge_stays_when_it_is_taken_back(kept, gone, in_march):
    merge = merge_accounts(kept=kept, gone=gone, chosen=["owner"], by="test")
    in_march.move_to(NOW + timedelta(days=1), tick=False)
    record_history(account=kept, name="owner", value="Cas", by="test")
    take_merge_back(merge=merge, by="test")
    said = AccountHistory.objects.filter(account=kept, name="owner").order_by("since")
    assert said.last().value == "Cas"
    assert "Ada" not in said.values_list("value", flat=True)


def test_a_merge_is_taken_back_though_what_stood_above_has_gone(workspace, kept, gone):
    above = make_account(workspace, "above", "Above")
    gone.parent = above
    gone.save()
    merge = merge_accounts(kept=kept, gone=gone, by="test")
    above.delete()
    assert take_merge_back(merge=merge, by="test").parent_id is None


def test_chosen_fields_hold_from_now_on_and_others_stay(kept, gone):
    record_history(account=kept, name="owner", value="Ben", by="test")
    record_history(account=kept, name="trait.city", value="Delft", by="test")
    merge_accounts(kept=kept, gone=gone, chosen=["owner"], by="test")
    held = dict(AccountHistory.objects.filter(account=kept).order_by("since").values_list("name", "value"))
    assert held == {"owner": "Ada", "trait.city": "Delft"}


def test_its_key_leads_to_the_account_that_stayed(workspace, kept, gone):
    merge_accounts(kept=kept, gone=gone, by="test")
    assert account_at(workspace, "smit-bv") == kept
    assert accounts_of(workspace, [], ["smit-bv"]) == {kept.pk}
    assert all_actors(workspace)["u:smit-bv"] == ("u:smit-bv", kept.pk)
    assert {row["group_id"]: row["account"] for row in groups(workspace).to_pylist()}["smit-bv"] == kept.pk


def test_events_and_files_that_name_it_make_no_new_account(workspace, kept, gone):
    merge_accounts(kept=kept, gone=gone, by="test")
    call = IdentityCall("group", "u9", None, "smit-bv", None, {"plan": "gold"}, clock.now(), "")
    apply_calls(workspace=workspace, calls=[call], by="test")
    assert Identity.objects.get(external_id="u9").account == kept
    upsert(
        workspace=workspace, kind="notes", rows=[{"account": "smit-bv", "at": NOW.isoformat(), "text": "Hi"}], by="test"
    )
    assert Note.objects.filter(account=kept).count() == 2
    outcome = upsert(workspace=workspace, kind="accounts", rows=[{"key": "smit-bv", "name": "Old"}], by="test")
    assert "was merged into “smit”" in outcome.problems[0].reason
    assert not Account.objects.filter(key="smit-bv").exists()


def test_an_account_above_the_other_does_not_end_up_above_itself(workspace, kept, gone):
    kept.parent = gone
    kept.save()
    merge_accounts(kept=kept, gone=gone, by="test")
    kept.refresh_from_db()
    assert kept.parent is None


def test_one_account_or_two_workspaces_are_no_merge(kept, other_workspace):
    with pytest.raises(MergeError):
        merge_accounts(kept=kept, gone=kept, by="test")
    with pytest.raises(MergeError):
        merge_accounts(kept=kept, gone=make_account(other_workspace, "smit", "Smit"), by="test")


def test_a_merge_can_be_taken_back_for_thirty_days(kept, gone, in_march):
    merge = merge_accounts(kept=kept, gone=gone, by="test")
    in_march.move_to(NOW + timedelta(days=DAYS) - timedelta(minutes=1), tick=False)
    assert may_take_back(merge)
    in_march.move_to(NOW + timedelta(days=DAYS), tick=False)
    assert not may_take_back(merge)


def test_the_same_name_but_for_signs_and_legal_forms_is_a_likely_duplicate(workspace, kept, gone):
    (likely,) = duplicates(workspace)
    assert (likely.why, likely.accounts) == ("name", (kept.pk, gone.pk))


def test_contacts_who_write_from_one_domain_make_a_likely_duplicate_but_not_those_of_a_free_one(workspace, kept):
    other = make_account(workspace, "jansen", "Jansen")
    for key, account, email in (
        ("a", kept, "a@smit.nl"),
        ("b", other, "b@smit.nl"),
        ("c", kept, "c@gmail.com"),
        ("d", other, "d@gmail.com"),
    ):
        Contact.objects.create(workspace=workspace, account=account, key=key, email=email, created_at=NOW)
    assert [(one.why, one.shared) for one in duplicates(workspace)] == [("domain", "smit.nl")]


def test_where_nothing_was_known_the_whole_history_of_the_other_is_taken_over(kept, gone, in_march):
    in_march.move_to(NOW + timedelta(days=1), tick=False)
    record_history(account=gone, name="trait.city", value="Delft", by="test")
    in_march.move_to(NOW + timedelta(days=2), tick=False)
    said = AccountHistory.objects.filter(name="trait.city").order_by("since")
    before = list(said.values_list("value", "since"))
    assert len(before) == 3
    chronicle = as_they_are(kept.pk, gone.pk)
    merge = merge_accounts(kept=kept, gone=gone, chosen=["trait.city"], by="test")
    assert list(said.filter(account=kept).values_list("value", "since")) == before
    take_merge_back(merge=merge, by="test")
    assert as_they_are(kept.pk, gone.pk) == chronicle


def test_a_figure_of_the_same_day_gives_way_and_is_there_again_when_the_merge_is_taken_back(workspace, kept, gone):
    for account, value in ((kept, 7), (gone, 9)):
        Measurement.objects.create(workspace=workspace, account=account, metric="visits", day=NOW.date(), value=value)
    before = as_they_are(kept.pk, gone.pk)
    merge = merge_accounts(kept=kept, gone=gone, by="test")
    assert [one.value for one in Measurement.objects.all()] == [7]
    take_merge_back(merge=merge, by="test")
    assert as_they_are(kept.pk, gone.pk) == before
