"""Two contacts become one, with all that names them, and two again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps

from tenure import clock
from tenure.actions.identities import apply_calls
from tenure.actions.merging.accounts import merge_accounts
from tenure.actions.merging.contacts import merge_contacts
from tenure.actions.merging.moves import MergeError, may_take_back
from tenure.actions.merging.undo import TooLate, take_merge_back
from tenure.actions.records import upsert
from tenure.eventlog.calls import IdentityCall
from tenure.records.belonging import all_actors
from tenure.records.models import Attendee, AuditEntry, Contact, Identity, StaleAccount, Ticket, Touchpoint, Workspace
from tests.factories import make_account

NOW = datetime(2026, 3, 10, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_march():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def bakery(workspace):
    return make_account(workspace, "smit", "Bakkerij Smit", {"active_days_28": 3})


@pytest.fixture
def kept(workspace, bakery):
    return Contact.objects.create(
        workspace=workspace, account=bakery, key="u1", name="Piet Smit", email="piet@smit.nl", created_at=NOW,
        traits={"city": "Gouda"},
    )  # fmt: skip


@pytest.fixture
def gone(workspace, bakery, kept):
    """The same person again, with something of every kind, at another account."""
    branch = make_account(workspace, "zuid", "Smit Zuid", {"active_days_28": 3})
    contact = Contact.objects.create(
        workspace=workspace, account=branch, key="u2", name="P. Smit", email="Piet.Smit@bakery.example",
        phone="06-12345678", champion_since=NOW - timedelta(days=90), traits={"city": "Delft", "plan": "gold"},
        created_at=NOW,
    )  # fmt: skip
    Identity.objects.create(workspace=workspace, kind="user", external_id="u2", person="u2", account=branch)
    Identity.objects.create(
        workspace=workspace, kind="anonymous", external_id="a2", person="u2", person_since=NOW - timedelta(days=2)
    )
    for key, who in (("call", contact), ("both", kept)):
        row = Touchpoint.objects.create(
            workspace=workspace, account=branch, contact=who, key=key, at=NOW, channel="call", created_at=NOW
        )
        Attendee.objects.create(workspace=workspace, touchpoint=row, contact=contact)
    Attendee.objects.create(workspace=workspace, touchpoint=Touchpoint.objects.get(key="both"), contact=kept)
    Ticket.objects.create(workspace=workspace, account=branch, contact=contact, key="1", opened_at=NOW, created_at=NOW)
    return contact


def everything() -> dict[str, list[str]]:
    """Every row of every table, but what a merge writes down and what waits to be computed again."""
    models = apps.get_app_config("records").get_models()
    apart = {"Merge", "AuditEntry", "StaleAccount"}
    return {
        one.__name__: sorted(map(repr, one._default_manager.values_list()))
        for one in models
        if one.__name__ not in apart
    }


def test_everything_that_names_a_contact_moves(workspace, kept, gone):
    merge_contacts(kept=kept, gone=gone, by="test")
    assert not Contact.objects.filter(pk=gone.pk).exists()
    assert set(Touchpoint.objects.values_list("contact", flat=True)) == {kept.pk}
    assert Ticket.objects.get().contact == kept
    assert sorted(Attendee.objects.values_list("touchpoint__key", "contact")) == [("both", kept.pk), ("call", kept.pk)]
    assert set(StaleAccount.objects.values_list("account__key", flat=True)) == {"smit", "zuid"}
    assert AuditEntry.objects.get(verb="merge", noun="contact").before["key"] == "u2"


def test_a_merge_taken_back_leaves_everything_as_it_was(kept, gone):
    before = everything()
    chosen = ["account", "name", "email", "phone", "champion", "trait.city", "trait.plan"]
    merge = merge_contacts(kept=kept, gone=gone, chosen=chosen, by="test")
    kept.refresh_from_db()
    assert (kept.name, kept.phone, kept.traits) == ("P. Smit", "06-12345678", {"city": "Delft", "plan": "gold"})
    assert everything() != before
    assert take_merge_back(merge=merge, by="test").pk == gone.pk
    assert everything() == before


def test_what_was_changed_since_a_merge_stays_when_it_is_taken_back(workspace, kept, gone):
    merge = merge_contacts(kept=kept, gone=gone, chosen=["name", "phone"], by="test")
    Contact.objects.filter(pk=kept.pk).update(phone="010-7654321")
    Touchpoint.objects.filter(key="call").update(contact=None)
    take_merge_back(merge=merge, by="test")
    kept.refresh_from_db()
    assert (kept.name, kept.phone) == ("Piet Smit", "010-7654321")
    assert Touchpoint.objects.get(key="call").contact is None


def test_a_merge_is_taken_back_though_what_the_contact_was_at_or_invited_to_has_gone(kept, gone):
    merge = merge_contacts(kept=kept, gone=gone, by="test")
    Touchpoint.objects.filter(key="both").delete()
    gone.account.delete()
    again = take_merge_back(merge=merge, by="test")
    assert again.account_id is None
    assert not Attendee.objects.filter(touchpoint__key="both").exists()


def test_one_merge_after_another_is_taken_back_in_turn(workspace, kept, gone):
    third = Contact.objects.create(workspace=workspace, key="u3", name="Piet", created_at=NOW)
    before = everything()
    first = merge_contacts(kept=gone, gone=third, by="test")
    second = merge_contacts(kept=kept, gone=gone, by="test")
    take_merge_back(merge=second, by="test")
    take_merge_back(merge=first, by="test")
    assert everything() == before


def test_its_ids_and_its_address_lead_to_the_contact_that_stayed(workspace, kept, gone):
    merge_contacts(kept=kept, gone=gone, by="test")
    people = {actor: person for actor, (person, _) in all_actors(workspace).items()}
    for actor in ("u:u2", "a:a2", "u:Piet.Smit@bakery.example", "u:piet.smit@bakery.example"):
        assert people[actor] == "u:u1", actor
    call = IdentityCall("identify", "u2", None, None, None, {"role": "Baker"}, clock.now(), "")
    apply_calls(workspace=workspace, calls=[call], by="test")
    assert Contact.objects.get().traits["role"] == "Baker"


def test_an_address_that_the_merge_replaced_leads_on_to_who_had_it(workspace, kept, gone):
    merge = merge_contacts(kept=kept, gone=gone, chosen=["email"], by="test")
    people = {actor: person for actor, (person, _) in all_actors(workspace).items()}
    assert people["u:piet@smit.nl"] == "u:u1"
    take_merge_back(merge=merge, by="test")
    assert not Identity.objects.filter(external_id="piet@smit.nl").exists()


def test_what_cannot_come_back_says_so(workspace, kept, gone):
    merge = merge_contacts(kept=kept, gone=gone, by="test")
    Contact.objects.create(workspace=workspace, key="u2", created_at=NOW)
    before = everything()
    with pytest.raises(TooLate, match="something else has its id"):
        take_merge_back(merge=merge, by="test")
    assert everything() == before


def test_files_that_name_it_mean_the_contact_that_stayed_and_make_no_new_one(workspace, kept, gone):
    merge_contacts(kept=kept, gone=gone, by="test")
    row = {"key": "t9", "contact": "u2", "at": NOW.isoformat(), "channel": "call"}
    upsert(workspace=workspace, kind="touchpoints", rows=[row], by="test")
    assert Touchpoint.objects.get(key="t9").contact == kept
    for said in ({"user_id": "u2", "name": "Old"}, {"email": "Piet.Smit@bakery.example", "name": "Old"}):
        outcome = upsert(workspace=workspace, kind="contacts", rows=[said], by="test")
        assert "is “u1” now" in outcome.problems[0].reason
    assert Contact.objects.get().name == "Piet Smit"


def test_an_address_that_another_contact_has_as_well_leads_nowhere_else(workspace, kept, gone):
    Contact.objects.create(workspace=workspace, key="u3", email=gone.email, created_at=NOW)
    merge_contacts(kept=kept, gone=gone, by="test")
    assert not Identity.objects.filter(external_id=gone.email).exists()


def test_one_contact_or_two_workspaces_are_no_merge(kept, gone, other_workspace):
    with pytest.raises(MergeError):
        merge_contacts(kept=kept, gone=kept, by="test")
    stranger = Contact.objects.create(workspace=other_workspace, key="u1", created_at=NOW)
    with pytest.raises(MergeError):
        merge_contacts(kept=kept, gone=stranger, by="test")


def test_where_accounts_are_people_their_accounts_are_merged_first(workspace, bakery, kept, gone):
    Workspace.objects.update(accounts_are=Workspace.AccountsAre.PEOPLE)
    with pytest.raises(MergeError, match="merge the accounts first"):
        merge_contacts(kept=Contact.objects.get(pk=kept.pk), gone=Contact.objects.get(pk=gone.pk), by="test")
    merge_accounts(kept=bakery, gone=gone.account, by="test")
    merge_contacts(kept=Contact.objects.get(pk=kept.pk), gone=Contact.objects.get(pk=gone.pk), by="test")
    assert Contact.objects.get().pk == kept.pk


def test_a_merge_of_contacts_can_be_taken_back_for_thirty_days(kept, gone, in_march):
    merge = merge_contacts(kept=kept, gone=gone, by="test")
    assert may_take_back(merge)
    in_march.move_to(NOW + timedelta(days=30), tick=False)
    assert not may_take_back(merge)
