"""Through what does an actor reach its account? The word for it agrees with where events are counted."""

import random

import pytest

from tenure import clock
from tenure.records.belonging import all_actors, ways_of
from tenure.records.models import Account, Contact, Identity

pytestmark = pytest.mark.django_db


def identity(workspace, kind, id_, person, account=None):
    Identity.objects.create(workspace=workspace, kind=kind, external_id=id_, person=person, account=account)


@pytest.fixture
def bakery(workspace):
    return Account.objects.create(workspace=workspace, key="bakery", name="Bakkerij Smit", created_at=clock.now())


def ways(workspace, *actors):
    return {actor: way for actor, (_, way) in ways_of(workspace, actors).items()}


def test_an_id_that_is_the_key_reaches_its_account(workspace, bakery):
    assert ways(workspace, "u:bakery", "a:bakery", "u:other") == {"u:bakery": "key"}


def test_a_contact_explains_its_id_and_its_address(workspace, bakery):
    Contact.objects.create(workspace=workspace, account=bakery, key="7", email="a@b.nl", created_at=clock.now())
    assert ways(workspace, "u:7", "u:a@b.nl") == {"u:7": "contact", "u:a@b.nl": "contact"}


def test_a_call_goes_before_all_else(workspace, bakery):
    other = Account.objects.create(workspace=workspace, key="other", created_at=clock.now())
    Contact.objects.create(workspace=workspace, account=other, key="7", created_at=clock.now())
    identity(workspace, "user", "7", "7", bakery)
    identity(workspace, "anonymous", "cookie", "7")
    assert ways_of(workspace, ["u:7", "a:cookie"]) == {
        "u:7": (bakery.pk, "identity"),
        "a:cookie": (bakery.pk, "identity"),
    }


def test_an_anonymous_visitor_reaches_what_explains_the_person(workspace, bakery):
    Contact.objects.create(workspace=workspace, account=bakery, key="7", created_at=clock.now())
    identity(workspace, "anonymous", "cookie", "7")
    identity(workspace, "user", "old", "bakery")
    assert ways(workspace, "a:cookie", "u:old") == {"a:cookie": "contact", "u:old": "key"}


def test_nothing_of_another_workspace_explains_anything(workspace, other_workspace, bakery):
    assert ways(other_workspace, "u:bakery") == {}


@pytest.mark.parametrize("seed", range(15))
def test_who_reaches_which_account_is_as_in_the_count(workspace, seed):
    print(f"seed {seed}")
    luck = random.Random(seed)
    ids = [f"i{n}" for n in range(7)]
    accounts = [Account(workspace=workspace, key=key, created_at=clock.now()) for key in luck.sample(ids, 4)]
    Account.objects.bulk_create(accounts)
    for key in luck.sample(ids, 4):
        email = luck.choice(["", *ids])
        owner = luck.choice([*accounts, None])
        Contact.objects.create(workspace=workspace, account=owner, key=key, email=email, created_at=clock.now())
    for kind in ("user", "anonymous"):
        for id_ in luck.sample(ids, 4):
            identity(workspace, kind, id_, luck.choice(ids), luck.choice([*accounts, None, None]))
    counted = {actor: account for actor, (_, account) in all_actors(workspace).items()}
    told = ways_of(workspace, [f"{kind}:{id_}" for kind in "ua" for id_ in ids])
    assert {actor: account for actor, (account, _) in told.items()} == counted
