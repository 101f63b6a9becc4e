"""A member says whose an actor is: past events count for the account at once, and a later call can say otherwise."""

import pytest

from tenure import clock
from tenure.actions.assign import AssignError, assign_actor, make_account_of_group
from tenure.actions.identities import apply_calls
from tenure.actions.webhooks import create_webhook
from tenure.eventlog.calls import IdentityCall
from tenure.records.belonging import all_actors
from tenure.records.models import Account, AuditEntry, Contact, Identity, StaleAccount, WebhookDelivery, Workspace


def owner(workspace, actor):
    found = all_actors(workspace).get(actor)
    return found and Account.objects.get(pk=found[1]).key


@pytest.mark.parametrize("actor", ["u:piet", "a:cookie-7", "u:with:colon"])
def test_an_actor_leads_to_the_account_that_was_named(workspace, account, actor):
    assign_actor(workspace=workspace, actor=actor, account=account, by="member 3")
    assert owner(workspace, actor) == "smit"
    assert [row.account for row in StaleAccount.objects.all()] == [account]
    entry = AuditEntry.objects.get(verb="assign")
    assert (entry.by, entry.noun, entry.after) == ("member 3", "identity", {"actor": actor, "account": "smit"})


def test_it_moves_and_both_accounts_are_computed_again(workspace, account):
    other = Account.objects.create(workspace=workspace, key="other", created_at=clock.now())
    assign_actor(workspace=workspace, actor="u:piet", account=account, by="member 3")
    StaleAccount.objects.all().delete()
    assign_actor(workspace=workspace, actor="u:piet", account=other, by="member 3")
    assert owner(workspace, "u:piet") == "other"
    assert {row.account.key for row in StaleAccount.objects.all()} == {"smit", "other"}


def test_the_contact_comes_along(workspace, account):
    Contact.objects.create(workspace=workspace, key="piet", created_at=clock.now())
    assign_actor(workspace=workspace, actor="u:piet", account=account, by="member 3")
    assert Contact.objects.get(key="piet").account == account


def test_a_later_call_says_otherwise(workspace, account):
    assign_actor(workspace=workspace, actor="u:piet", account=account, by="member 3")
    call = IdentityCall("group", "piet", None, "elsewhere", None, {}, clock.now(), "m1")
    apply_calls(workspace=workspace, calls=[call])
    assert owner(workspace, "u:piet") == "elsewhere"


def test_where_accounts_are_people_the_id_becomes_one_of_the_persons(workspace):
    workspace.accounts_are = Workspace.AccountsAre.PEOPLE
    workspace.save()
    person = Account.objects.create(workspace=workspace, key="ada", created_at=clock.now())
    assign_actor(workspace=workspace, actor="a:cookie", account=person, by="member 3")
    assert owner(workspace, "a:cookie") == "ada"
    with pytest.raises(AssignError, match="Accounts are people here"):
        make_account_of_group(workspace=workspace, group="g", by="member 3")


@pytest.mark.parametrize("actor", ["", "piet", "x:piet", "u:", "u"])
def test_what_is_no_actor_is_refused(workspace, account, actor):
    with pytest.raises(AssignError, match="is no actor"):
        assign_actor(workspace=workspace, actor=actor, account=account, by="member 3")
    assert not Identity.objects.exists()


def test_a_group_that_nobody_knows_becomes_an_account_once(workspace):
    create_webhook(workspace=workspace, url="https://example.com/x", topics=["account.created"], by="test")
    made = make_account_of_group(workspace=workspace, group="new-inc", by="member 3")
    assert (made.key, StaleAccount.objects.get().account) == ("new-inc", made)
    assert make_account_of_group(workspace=workspace, group="new-inc", by="member 4") == made
    assert AuditEntry.objects.get(verb="create", noun="account").by == "member 3"
    assert WebhookDelivery.objects.get().payload["data"] == {"account": "new-inc"}


@pytest.mark.parametrize("group", ["", "x" * 256, "two\nlines"])
def test_a_group_that_can_be_no_key_is_refused(workspace, group):
    with pytest.raises(AssignError, match="one line of 1 to 255 characters"):
        make_account_of_group(workspace=workspace, group=group, by="member 3")
    assert not Account.objects.exists()
