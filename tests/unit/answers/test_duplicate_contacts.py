"""Which contacts are suggested as one person, and why."""

import pytest

from tenure import clock
from tenure.answers.duplicate_contacts import duplicate_contacts
from tenure.records.models import Contact, Workspace
from tests.factories import make_account


@pytest.fixture
def bakery(workspace):
    return make_account(workspace, "smit", "Bakkerij Smit")


@pytest.fixture
def studio(workspace):
    return make_account(workspace, "vonk", "Studio Vonk")


@pytest.fixture
def know(workspace):
    """``know(account, name, email, phone)`` makes a contact and gives its number."""

    def make(account, name="", email="", phone="") -> int:
        key = f"u{Contact.objects.count()}"
        row = Contact.objects.create(
            workspace=workspace, account=account, key=key, name=name, email=email, phone=phone, created_at=clock.now()
        )
        return row.pk

    return make


def said(workspace) -> list[tuple[list[str], tuple[int, ...]]]:
    return [([reason.why for reason in one.reasons], one.contacts) for one in duplicate_contacts(workspace)]


def test_one_address_differently_written_is_one_person(workspace, bakery, studio, know):
    pair = know(bakery, "Piet", "Piet+news@Smit.nl"), know(studio, "", "piet@smit.nl")
    know(studio, "Ada", "ada@smit.nl")
    assert said(workspace) == [(["email"], pair)]


def test_one_number_differently_written_is_one_person_but_not_the_number_of_a_house(workspace, bakery, studio, know):
    pair = know(bakery, "Piet", phone="+31 (0)6 1234 5678"), know(studio, "Pieter", phone="06-12345678")
    for name in ("Ada", "Ben", "Cas", "Dirk"):
        know(bakery, name, phone="010 765 43 21")
    assert said(workspace) == [(["phone"], pair)]


@pytest.mark.parametrize("other", ["Smit, Piet", "piet smit", "P. Smit", "Piet  Smít"])
def test_a_name_that_is_the_same_or_nearly_so_counts_within_one_account(workspace, bakery, studio, know, other):
    pair = know(bakery, "Piet Smit"), know(bakery, other)
    know(studio, "Piet Smit")
    ((reasons, numbers),) = said(workspace)
    assert numbers == pair
    assert reasons == (["near"] if other == "P. Smit" else ["name"])


def test_a_slip_of_a_letter_is_nearly_the_same_name_where_the_word_is_long_enough(workspace, bakery, know):
    pair = know(bakery, "Anna Janssen"), know(bakery, "Anna Jansen")
    know(bakery, "Jan Bakker")
    know(bakery, "Jon Bakker")
    assert said(workspace) == [(["near"], pair)]


def test_a_name_counts_within_one_organisation_but_not_among_addresses_that_everybody_has(
    workspace, bakery, studio, know
):
    pair = know(bakery, "Piet Smit", "piet@smit.nl"), know(studio, "Piet Smit", "p.smit@smit.nl")
    know(bakery, "Ada Vos", "ada@gmail.com")
    know(studio, "Ada Vos", "vos@gmail.com")
    assert said(workspace) == [(["name"], pair)]


def test_all_reasons_of_one_pair_stand_together_and_a_part_of_a_group_is_not_said_again(workspace, bakery, know):
    one, other = know(bakery, "Piet Smit", "piet@smit.nl"), know(bakery, "Piet Smit", "PIET@smit.nl")
    assert said(workspace) == [(["email", "name"], (one, other))]
    third = know(bakery, "", "piet+shop@smit.nl")
    assert said(workspace) == [(["email"], (one, other, third))]


def test_where_accounts_are_people_only_contacts_of_one_account_are_suggested(workspace, bakery, studio, know):
    workspace.accounts_are = Workspace.AccountsAre.PEOPLE
    workspace.save()
    know(bakery, "Piet", "piet@smit.nl")
    one = know(studio, "", "piet@smit.nl")
    assert said(workspace) == []
    pair = one, know(studio, "", "Piet@smit.nl")
    assert said(workspace) == [(["email"], pair)]


def test_those_of_one_account_are_found_without_reading_the_others(
    workspace, bakery, studio, know, django_assert_num_queries
):
    pair = know(bakery, "Piet Smit"), know(bakery, "Piet Smit")
    know(studio, "Ada Vos")
    know(studio, "Ada Vos")
    with django_assert_num_queries(2):  # the contacts, and who was told apart
        (found,) = duplicate_contacts(workspace, account=bakery.pk)
    assert found.contacts == pair
