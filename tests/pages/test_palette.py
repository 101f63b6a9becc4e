"""The command palette: what a few letters find, in which order, and for whom."""

import re

import pytest
from django.urls import NoReverseMatch, reverse

from tenure.console.urls import urlpatterns
from tenure.records.models import Member
from tests.factories import make_account, make_member
from tests.pages.asking import askings
from tests.pages.conftest import DOING_WELL

PALETTE = "/w/acme/palette"


def options(response) -> list[str]:
    return re.findall(r'<span class="name">([^<]+)<', response.content.decode())


@pytest.fixture
def named(acme):
    for key, name in (
        ("a1", "Noord Bakkerij"),
        ("a2", "Bakkerij Smit"),
        ("bak-3", "Studio Vonk"),
        ("a4", "Zuiderbakker"),
        ("a5", "Bak"),
        ("a6", "Hotel"),
    ):
        make_account(acme, key, name, DOING_WELL)


def test_accounts_that_begin_so_come_first_then_words_then_the_rest(visit, named):
    found = options(visit("viewer").get(PALETTE, {"q": "bak"}))
    assert found == ["Bak", "Bakkerij Smit", "Studio Vonk", "Noord Bakkerij", "Zuiderbakker"]


@pytest.mark.parametrize(
    ("letters", "first"),
    [("b", "Bak"), ("ba", "Bak"), ("smit bak", "Bakkerij Smit"), ("A6", "Hotel"), ("derba", "Zuiderbakker")],
)
def test_few_letters_keys_and_several_words_find(visit, named, letters, first):
    assert options(visit("viewer").get(PALETTE, {"q": letters}))[0] == first


@pytest.mark.parametrize(
    ("letters", "name"),
    [
        ("moll", "Möller"),
        ("MÖLL", "Möller"),
        ("cafe", "Café Ørsted"),
        ("orst caf", "Café Ørsted"),
        ("bäk", "Bakkerij Smit"),
    ],
)
def test_accents_stand_in_nobody_s_way(visit, acme, named, letters, name):
    make_account(acme, "m", "Möller", DOING_WELL)
    make_account(acme, "c", "Café Ørsted", DOING_WELL)
    assert name in options(visit("viewer").get(PALETTE, {"q": letters}))


def test_signs_are_looked_for_as_they_are(visit, acme, named):
    make_account(acme, "dots", "A.B (C)*", DOING_WELL)
    client = visit("viewer")
    assert options(client.get(PALETTE, {"q": "(c)*"})) == ["A.B (C)*"]
    assert options(client.get(PALETTE, {"q": "a.*c"})) == []


@pytest.mark.parametrize("letters", ["sign out", "log out", "logout", "email", "note", "undo", "paste"])
def test_other_words_for_what_there_is_are_known(visit, acme, letters):
    assert options(visit("manager").get(PALETTE, {"q": letters}))


def test_pages_and_actions_are_found_by_the_start_of_a_word(visit, acme):
    client = visit("manager")
    assert options(client.get(PALETTE, {"q": "tod"})) == ["Today"]
    assert "Import a file" in options(client.get(PALETTE, {"q": "spreadsheet"}))
    assert options(client.get(PALETTE, {"q": "dark"})) == ["Switch between light and dark"]
    assert {"Log a call", "Add a task", "Plan a meeting"} <= set(options(client.get(PALETTE)))


def test_nobody_is_offered_what_would_be_refused(visit, acme):
    viewer = options(visit("viewer").get(PALETTE))
    assert "Today" in viewer
    assert not {"Log a call", "Add a task", "Import a file"} & set(viewer)
    assert "Import a file" not in options(visit("agent").get(PALETTE))


def whole_pages(client):
    """Every address that needs nothing but the workspace and answers with a page of its own, with who may open it."""
    told = askings()
    for one in urlpatterns:
        try:
            where = reverse(one.name, args=["acme"])
        except NoReverseMatch:
            continue
        if told[one.name].told_in:  # parts, streams and the tour: none is a page of its own
            continue
        response = client.get(where)
        if response.status_code == 200 and not response.streaming and b"<html" in response.content:
            yield where, one.callback.open_to


def test_every_page_is_offered_to_whoever_may_open_it_and_to_nobody_else(visit, acme):
    people = {role: visit(role) for role in Member.Role.values}
    there = dict(whole_pages(people["owner"]))
    assert len(there) > 30
    for role, client in people.items():
        text = client.get(PALETTE).content.decode()
        offered = {where.split("?")[0] for where in re.findall(r'href="([^"]+)"', text)}
        assert offered & there.keys() == {where for where, roles in there.items() if role in roles}, role


def test_pages_are_found_by_other_words_too(visit, acme):
    client = visit("viewer")
    assert options(client.get(PALETTE, {"q": "churn"})) == ["Who left, and why", "Reasons for leaving"]
    assert options(client.get(PALETTE, {"q": "audit"})) == []


def test_the_other_workspaces_of_a_person_are_offered(visit, acme, rival):
    client = visit("agent")
    user = acme.members.get(user__email="agent@example.com").user
    other = make_member(rival, "owner", "x@example.com")
    other.user = user
    other.save()
    assert "Switch to Rival" in options(client.get(PALETTE, {"q": "riv"}))


def test_accounts_of_others_are_not_found(visit, named, rival):
    make_account(rival, "theirs", "Bakker of the rival", DOING_WELL)
    assert "Bakker of the rival" not in options(visit("viewer").get(PALETTE, {"q": "bakker"}))


@pytest.mark.parametrize("letters", ["zzzz", "<b>", "%", "_", "\0", "a" * 500])
def test_what_finds_nothing_says_what_can_be_found(visit, named, letters):
    text = visit("viewer").get(PALETTE, {"q": letters}).content.decode()
    assert "<b>" not in text
    assert "Nothing is called" in text or letters == "\0"


def test_the_palette_asks_as_often_whatever_it_finds(visit, acme, django_assert_max_num_queries):
    client = visit("viewer")
    for number in range(30):
        make_account(acme, f"k{number}", f"Bakker {number}", DOING_WELL)
    with django_assert_max_num_queries(7):
        assert len(options(client.get(PALETTE, {"q": "bak"}))) == 7
