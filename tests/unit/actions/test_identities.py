"""What identify, alias and group calls make of identities, contacts and accounts."""

from datetime import UTC, datetime, timedelta

import pytest

from tenure.actions.identities import apply_calls, ensure_people
from tenure.eventlog.calls import IdentityCall
from tenure.records import belonging
from tenure.records.models import Account, AccountHistory, Contact, StaleAccount, Workspace

START = datetime(2026, 3, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def call(kind, hours=0, **said) -> IdentityCall:
    fields = {"user_id": None, "anonymous_id": None, "group_id": None, "previous_id": None, "traits": {}} | said
    return IdentityCall(kind=kind, time=START + timedelta(hours=hours), message_id=f"{kind}{hours}{said}", **fields)


def owner(workspace, actor) -> str | None:
    entry = belonging.all_actors(workspace).get(actor)
    return Account.objects.get(pk=entry[1]).key if entry else None


def test_a_group_call_makes_the_account_and_its_user_belongs_to_it(workspace):
    apply_calls(workspace=workspace, calls=[call("group", user_id="u1", group_id="acme", traits={"name": "Acme Ltd"})])
    assert Account.objects.get(workspace=workspace).name == "Acme Ltd"
    assert owner(workspace, "u:u1") == "acme"


def test_an_anonymous_visitor_who_signs_in_was_that_user_all_along(workspace):
    calls = [call("group", user_id="u1", group_id="acme"), call("identify", 1, user_id="u1", anonymous_id="cookie")]
    apply_calls(workspace=workspace, calls=calls)
    assert belonging.all_actors(workspace)["a:cookie"][0] == "u:u1"
    assert owner(workspace, "a:cookie") == "acme"


def test_an_alias_takes_along_whatever_led_to_the_old_id(workspace):
    calls = [
        call("identify", 0, user_id="old", anonymous_id="cookie"),
        call("group", 1, user_id="new", group_id="acme"),
        call("alias", 2, user_id="new", previous_id="old"),
    ]
    apply_calls(workspace=workspace, calls=calls)
    assert {owner(workspace, actor) for actor in ("u:old", "u:new", "a:cookie")} == {"acme"}


def test_aliases_in_a_circle_come_to_an_end(workspace):
    calls = [call("alias", 0, user_id="b", previous_id="a"), call("alias", 1, user_id="a", previous_id="b")]
    apply_calls(workspace=workspace, calls=[call("group", user_id="b", group_id="acme"), *calls])
    assert owner(workspace, "u:a") == owner(workspace, "u:b") == "acme"


def test_moving_to_another_group_makes_both_accounts_stale(workspace):
    apply_calls(workspace=workspace, calls=[call("group", user_id="u1", group_id="acme")])
    StaleAccount.objects.all().delete()
    apply_calls(workspace=workspace, calls=[call("group", 1, user_id="u1", group_id="rival")])
    assert set(StaleAccount.objects.values_list("account__key", flat=True)) == {"acme", "rival"}


def test_an_older_group_call_that_comes_late_does_not_move_the_user_back(workspace):
    apply_calls(workspace=workspace, calls=[call("group", 5, user_id="u1", group_id="new")])
    apply_calls(workspace=workspace, calls=[call("group", 1, user_id="u1", group_id="old")])
    assert owner(workspace, "u:u1") == "new"


def test_the_same_calls_again_change_nothing(workspace):
    calls = [
        call("group", 0, user_id="u1", group_id="acme", traits={"plan": "free"}),
        call("identify", 1, user_id="u1", anonymous_id="cookie", traits={"email": "u1@example.com", "age": 40}),
        call("group", 2, user_id="u1", group_id="acme", traits={"plan": "team"}),
        call("alias", 3, user_id="u1", previous_id="u0"),
    ]
    apply_calls(workspace=workspace, calls=calls)
    before = _everything(workspace)
    StaleAccount.objects.all().delete()
    apply_calls(workspace=workspace, calls=calls)
    assert _everything(workspace) == before


def _everything(workspace):
    return (
        belonging.all_actors(workspace),
        sorted(AccountHistory.objects.values_list("account__key", "name", "value", "since")),
        sorted(Contact.objects.values_list("key", "email", "account__key")),
    )


def test_a_trait_holds_from_the_beginning_until_it_changes(workspace):
    calls = [
        call("group", hours, user_id="u", group_id="acme", traits={"plan": plan})
        for hours, plan in ((1, "a"), (5, "b"))
    ]
    apply_calls(workspace=workspace, calls=calls)
    assert value_at(START - timedelta(days=9)) == "a"
    assert value_at(START + timedelta(hours=3)) == "a"
    assert value_at(START + timedelta(hours=9)) == "b"


def test_a_call_that_arrives_late_takes_over_what_lies_before_it(workspace):
    for hours, plan in ((5, "b"), (1, "a")):
        apply_calls(
            workspace=workspace, calls=[call("group", hours, user_id="u", group_id="acme", traits={"plan": plan})]
        )
    assert value_at(START - timedelta(days=9)) == "a"
    assert value_at(START + timedelta(hours=9)) == "b"


def value_at(at):
    return AccountHistory.objects.filter(name="trait.plan", since__lte=at).latest("since").value


def test_a_trait_named_like_something_of_python_is_only_a_name(workspace):
    apply_calls(workspace=workspace, calls=[call("group", user_id="u", group_id="acme", traits={"__class__": "x"})])
    assert AccountHistory.objects.filter(name="trait.__class__").exists()


def test_a_contact_is_attached_when_its_user_joins_a_group(workspace):
    calls = [
        call("identify", 0, user_id="u1", traits={"email": "u1@example.com"}),
        call("group", 1, user_id="u1", group_id="acme"),
    ]
    apply_calls(workspace=workspace, calls=calls)
    contact = Contact.objects.get(key="u1")
    assert (contact.email, contact.account.key) == ("u1@example.com", "acme")
    assert owner(workspace, "u:u1@example.com") == "acme"


def test_where_accounts_are_people_every_identified_user_is_one(workspace):
    workspace.accounts_are = Workspace.AccountsAre.PEOPLE
    workspace.save()
    apply_calls(workspace=workspace, calls=[call("identify", user_id="u1", anonymous_id="c", traits={"name": "Ann"})])
    ensure_people(workspace=workspace, user_ids=["u1", "u2"], by="test")
    assert dict(Account.objects.values_list("key", "name")) == {"u1": "Ann", "u2": ""}
    assert owner(workspace, "a:c") == "u1"
    apply_calls(workspace=workspace, calls=[call("group", 1, user_id="u1", group_id="g")])
    assert Account.objects.count() == 2


def test_two_workspaces_never_meet(workspace, other_workspace):
    for one in (workspace, other_workspace):
        apply_calls(workspace=one, calls=[call("group", user_id="u1", group_id="acme")])
    apply_calls(workspace=other_workspace, calls=[call("group", 1, user_id="u1", group_id="elsewhere")])
    assert owner(workspace, "u:u1") == "acme"


def test_some_accounts_are_told_the_same_as_all(workspace):
    calls = [
        call("group", 0, user_id="u1", group_id="acme"),
        call("group", 1, user_id="u2", group_id="beta"),
        call("identify", 2, user_id="u1", anonymous_id="c1"),
        call("alias", 3, user_id="u2", previous_id="acme"),
        call("identify", 4, user_id="u3", traits={"email": "beta"}),
        call("group", 5, anonymous_id="c9", group_id="beta"),
    ]
    apply_calls(workspace=workspace, calls=calls)
    everyone = belonging.all_actors(workspace)
    for account in Account.objects.all():
        expected = {actor: entry for actor, entry in everyone.items() if entry[1] == account.pk}
        assert belonging.actors_of(workspace, [account.pk]) == expected
        for actor in expected:
            assert belonging.accounts_of(workspace, [actor], []) == {account.pk}


def test_a_trait_to_be_set_once_holds_until_it_is_said_otherwise(workspace):
    for hours, source in ((0, "ad"), (1, "mail")):
        said = {"$set_once": {"source": source, "name": f"Ada {source}"}, "plan": source}
        apply_calls(workspace=workspace, calls=[call("identify", hours, user_id="u1", traits=said)])
    contact = Contact.objects.get(workspace=workspace, key="u1")
    assert (contact.name, contact.traits) == ("Ada ad", {"source": "ad", "name": "Ada ad", "plan": "mail"})
    apply_calls(workspace=workspace, calls=[call("identify", 2, user_id="u1", traits={"source": "talk"})])
    contact.refresh_from_db()
    assert contact.traits["source"] == "talk"


def test_what_an_import_said_of_a_contact_is_not_changed_by_a_trait_to_be_set_once(workspace):
    Contact.objects.create(workspace=workspace, key="u1", name="Ada Byron", email="ada@x.example", created_at=START)
    once = {"firstName": "A", "lastName": "B", "email": "other@x.example", "phone": "123"}
    apply_calls(workspace=workspace, calls=[call("identify", user_id="u1", traits={"$set_once": once})])
    contact = Contact.objects.get(workspace=workspace, key="u1")
    assert (contact.name, contact.email, contact.phone) == ("Ada Byron", "ada@x.example", "123")


def test_an_accounts_trait_to_be_set_once_is_dated_once(workspace):
    for hours, plan in ((1, "a"), (5, "b")):
        said = {"$set_once": {"plan": plan, "name": f"Acme {plan}"}}
        apply_calls(workspace=workspace, calls=[call("group", hours, user_id="u", group_id="acme", traits=said)])
    assert value_at(START + timedelta(hours=9)) == "a"
    assert Account.objects.get(workspace=workspace, key="acme").name == "Acme a"


def test_traits_to_be_set_once_that_are_no_traits_are_left_aside(workspace):
    apply_calls(workspace=workspace, calls=[call("identify", user_id="u1", traits={"$set_once": "x", "plan": "a"})])
    assert Contact.objects.get(workspace=workspace, key="u1").traits == {"plan": "a"}
