"""Duplicates: what is suggested and why, two side by side, one made of them, and the way back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure.actions.accounts import record_history
from tenure.console.access import MANAGERS
from tenure.records.models import Account, Contact, Member, Merge, Touchpoint
from tests.factories import make_account

PAGE = "/w/acme/duplicates"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_march():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def piet(acme, bakery):
    return Contact.objects.create(
        workspace=acme, account=bakery, key="u1", name="Piet Smit", email="piet@smit.nl", created_at=NOW
    )


@pytest.fixture
def twin(acme, bakery, piet):
    """The same person again, who is a champion."""
    contact = Contact.objects.create(
        workspace=acme, account=bakery, key="u2", name="P. Smit", email="Piet+shop@smit.nl", role="Baker",
        champion_since=NOW - timedelta(days=30), created_at=NOW,
    )  # fmt: skip
    Touchpoint.objects.create(
        workspace=acme, account=bakery, contact=contact, key="t", at=NOW, channel="call", created_at=NOW
    )
    return contact


def test_contacts_are_suggested_with_every_reason(visit, twin):
    page = text(visit("manager").get(PAGE))
    assert "1 group of contacts looks like one person." in page
    assert "The same address, piet@smit.nl" in page
    assert "Nearly the same name: Piet Smit, P. Smit" in page


def test_two_contacts_stand_side_by_side_and_a_champion_is_taken_over(visit, piet, twin):
    response = visit("manager").get(f"{PAGE}/contacts/two", {"kept": piet.pk, "gone": twin.pk})
    found = {choice.name: choice for choice in response.context["choices"]}
    assert set(found) == {"name", "email", "role", "champion"}
    assert [name for name, choice in found.items() if choice.takes_gone] == ["role", "champion"]
    assert "The id “u2” leads to Piet Smit from then on." in text(response)


def test_two_contacts_become_one_and_two_again(visit, piet, twin):
    client = visit("manager")
    chosen = {"take-email": "gone", "take-champion": "gone", "take-name": "kept"}
    said = {"kept": piet.pk, "gone": twin.pk} | chosen
    page = text(client.post(f"{PAGE}/contacts/merge", said, follow=True))
    assert "P. Smit is part of Piet Smit now." in page
    now = Contact.objects.get()
    assert (now.name, now.email, now.role, now.champion_since) == (
        "Piet Smit", "Piet+shop@smit.nl", "", NOW - timedelta(days=30),
    )  # fmt: skip
    assert Touchpoint.objects.get().contact == now
    page = text(client.post(f"{PAGE}/merges/{Merge.objects.get().pk}/undo", follow=True))
    assert "P. Smit is a contact of their own again." in page
    assert Touchpoint.objects.get().contact == twin


def test_the_contacts_of_an_account_say_who_may_be_one_to_those_who_may_merge(visit, piet, twin):
    where = "/w/acme/accounts/bakery/contacts"
    page = text(visit("manager").get(where))
    assert f"?kept={piet.pk}&amp;gone={twin.pk}" in page
    assert "Merge with P. Smit…" in page
    assert "Merge with" not in text(visit("agent").get(where))


@pytest.mark.parametrize("role", [*Member.Role.values, "outsider"])
def test_who_may_see_two_contacts_side_by_side(visit, piet, twin, role):
    usual = 404 if role == "outsider" else 403
    status = visit(role).get(f"{PAGE}/contacts/two", {"kept": piet.pk, "gone": twin.pk}).status_code
    assert status == (200 if role in MANAGERS else usual)


def test_contacts_that_are_not_there_or_not_two_are_not_found(visit, piet):
    client = visit("manager")
    for kept, gone in ((piet.pk, piet.pk), (piet.pk, 10**9), ("x", ""), (piet.pk, "9" * 30)):
        assert client.get(f"{PAGE}/contacts/two", {"kept": kept, "gone": gone}).status_code == 404


def test_where_both_have_a_history_the_page_says_what_becomes_of_each(visit, acme, bakery, in_march):
    other = make_account(acme, "bakery-bv", "Bakkerij Smit BV")
    for days, account, value in ((-60, other, "Ada"), (-50, bakery, "Ben"), (-40, other, "Cas")):
        in_march.move_to(NOW + timedelta(days=days), tick=False)
        record_history(account=account, name="owner", value=value, by="test")
    in_march.move_to(NOW, tick=False)
    response = visit("manager").get(f"{PAGE}/two", {"kept": "bakery", "gone": "bakery-bv"})
    owner = next(choice for choice in response.context["choices"] if choice.name == "owner")
    assert (owner.kept.text, owner.gone.text, owner.takes_gone) == ("Ben", "Cas", False)
    assert owner.gone.history.endswith("1 other value before")
    page = text(response)
    assert "A value of Bakkerij Smit BV that you choose holds from today on" in page
    assert "is kept with the merge, and is there again when it is taken back" in page
    said = {"kept": "bakery", "gone": "bakery-bv", "take-owner": "gone"}
    assert visit("admin").post(f"{PAGE}/merge", said).status_code == 302
    held = Account.objects.get(key="bakery").history.filter(name="owner").order_by("since")
    assert [one.value for one in held] == ["Ben", "Ben", "Cas"], "what held before still holds of that time"


def test_the_page_asks_as_often_whatever_the_number_of_contacts(
    visit, acme, bakery, twin, django_assert_max_num_queries
):
    client = visit("manager")
    with django_assert_max_num_queries(20) as few:
        client.get(PAGE)
    for at in range(10):
        for end in "ab":
            Contact.objects.create(
                workspace=acme, account=bakery, key=f"{at}{end}", name=f"Name {at} Of", created_at=NOW
            )
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(PAGE)
