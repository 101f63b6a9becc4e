"""Who may see and change what? Every address there is, asked by every role, an outsider and a visitor.

Each page notes who may open it (`tenure.console.access.open_to`), and says itself whether it is read (GET) or changes
something (POST). What it is about stands in tests/pages/said, in the file of its feature.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tenure import clock
from tenure.actions.workspaces import create_workspace
from tenure.console.urls import urlpatterns
from tenure.records.models import Import, Member, Workspace
from tests.factories import make_account, make_member
from tests.pages.asking import SAID, askings, everything, nobody, nothing
from tests.pages.bringing import bring

ASKINGS = askings()
PAGES = {one.name: one.callback for one in urlpatterns}
ASKED = sorted(name for name in PAGES.keys() & ASKINGS.keys() if not ASKINGS[name].told_in)
EVERYBODY = tuple(Member.Role.values)


def allowed(name: str) -> frozenset[str]:
    """The roles that may open the page, as it notes itself."""
    return getattr(PAGES[name], "open_to", frozenset())


def address(name: str, about: Workspace, slug: str = "acme") -> str:
    """The address, with what it is about made first."""
    asking = ASKINGS[name]
    return reverse(name, args=[slug, *asking.about(about)]) + asking.query


def said(name: str, about: Workspace) -> dict[str, object]:
    """What a POST holds."""
    asking = ASKINGS[name]
    return {**asking.says, **asking.names(about)}


def takes(client: Client, where: str) -> set[str]:
    """The methods that an address takes, as it answers to one that none takes."""
    response = client.generic("PATCH", where)
    assert response.status_code == 405, f"{where} does not say by require_safe or require_POST which methods it takes"
    return {method.strip() for method in response.headers["Allow"].split(",")}


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens within, the next finds everything as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def asked_by(django_db_setup, django_db_blocker):
    """Two workspaces and everybody there is, signed in: made once, because no test of this file changes them for good."""
    with django_db_blocker.unblock(), taken_back():
        acme, rival = (create_workspace(name=name, by="test") for name in ("Acme", "Rival"))
        members = {role: make_member(acme, role) for role in EVERYBODY}
        members["outsider"] = make_member(rival, "owner", "outsider@example.com")
        cookies = {}
        for who, member in members.items():
            client = Client()
            client.force_login(member.user)
            cookies[who] = client.cookies
        yield acme, rival, cookies


@pytest.fixture
def acme(db, asked_by):
    """The workspace that is asked about."""
    return Workspace.objects.get(pk=asked_by[0].pk)


@pytest.fixture
def rival(db, asked_by):
    """The workspace of the outsider."""
    return Workspace.objects.get(pk=asked_by[1].pk)


@pytest.fixture
def people(db, asked_by):
    """Everybody there is, signed in."""
    clients = {}
    for who, cookies in asked_by[2].items():
        clients[who] = Client()
        clients[who].cookies = copy(cookies)
    return clients | {"visitor": Client()}


def test_every_address_says_who_may_open_it_and_how_it_is_asked():
    unmarked = [name for name in PAGES if not allowed(name)]
    assert not unmarked, f"{unmarked}: give them a decorator of console/access.py, such as for_members"
    unknown = sorted(PAGES.keys() - ASKINGS.keys())
    assert not unknown, f"{unknown}: say in tests/pages/said/FEATURE.py what each is about, and what a POST to it holds"
    gone = sorted(ASKINGS.keys() - PAGES.keys())
    assert not gone, f"{gone}: there are no such addresses any more; take them out of tests/pages/said"


def test_what_is_told_elsewhere_is_told_in_tests_that_are_there():
    told = {asking.told_in for asking in ASKINGS.values() if asking.told_in}
    assert not {file for file in told if not (SAID.parent / file).exists()}


@pytest.mark.parametrize("name", ASKED)
def test_who_may_read_does_and_that_changes_nothing(people, acme, own_data, name):
    where = address(name, acme)
    reads = "GET" in takes(people["owner"], where)
    before = everything()
    for role in EVERYBODY:
        response = people[role].get(where, follow=True)
        usual = 200 if reads else 405
        assert response.status_code == (usual if role in allowed(name) else 403), role
        if reads:
            policy = response.headers["Content-Security-Policy"]
            assert "script-src 'self';" in policy
            assert "unsafe" not in policy
    assert everything() == before


@pytest.mark.parametrize("name", ASKED)
def test_who_may_change_something_does_and_others_change_nothing(people, acme, own_data, name):
    for role in EVERYBODY:
        with taken_back():
            where, says = address(name, acme), said(name, acme)
            before = everything()
            status = people[role].post(where, says).status_code
            if role not in allowed(name):
                assert status == 403, role
            elif status != 405:
                assert status == ASKINGS[name].answers, role
                assert role != "viewer" or ASKINGS[name].is_own, "viewers may change nothing but what is their own"
                continue
            else:
                assert "POST" not in takes(people[role], where)
            assert everything() == before, role


@pytest.mark.parametrize("name", ASKED)
def test_outsiders_are_not_told_that_the_workspace_exists_and_visitors_sign_in_first(people, acme, own_data, name):
    where, says = address(name, acme), said(name, acme)
    before = everything()
    for ask in (lambda who: people[who].get(where), lambda who: people[who].post(where, says)):
        told = ask("outsider").status_code
        if told == 405:  # refused whatever the workspace
            continue
        assert told == 404
        response = ask("visitor")
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))
    assert everything() == before


@pytest.mark.parametrize("name", ASKED)
def test_what_another_site_sends_is_refused(people, acme, own_data, name):
    where, says = address(name, acme), said(name, acme)
    people["owner"].handler.enforce_csrf_checks = True
    before = everything()
    assert people["owner"].post(where, says).status_code == 403
    assert everything() == before


@pytest.mark.parametrize("name", [name for name in ASKED if ASKINGS[name].about is not nothing])
def test_a_record_of_another_workspace_is_not_found_and_stays_as_it_is(people, rival, own_data, name):
    where, says = address(name, rival), said(name, rival)
    before = everything()
    assert people["owner"].get(where).status_code in {404, 405}
    assert people["owner"].post(where, says).status_code in {302, 404, 405, 422}
    assert everything() == before


@pytest.mark.parametrize("name", [name for name in ASKED if ASKINGS[name].names is not nobody])
def test_a_form_cannot_name_a_record_of_another_workspace(people, acme, rival, own_data, name):
    where, says = address(name, acme), said(name, rival)
    before = everything()
    people["owner"].post(where, says)
    assert everything() == before


def test_an_account_of_another_workspace_is_in_no_list(people, bakery, rival):
    make_account(rival, "theirs", "Rival account", {"active_days_28": 3})
    assert people["owner"].get(reverse("accounts", args=["acme"])).content.count(b"Rival account") == 0


def test_what_another_workspace_brought_in_is_in_no_list(people, rival, own_data):
    bring(rival, "secret.csv", b"Account ID\nK0\n")
    Import.objects.create(workspace=rival, kind="accounts", file_name="secret.csv", started_at=clock.now())
    assert b"secret.csv" not in people["owner"].get(reverse("imports", args=["acme"])).content


def test_addresses_of_other_faces_stay_theirs():
    names = {pattern.name for pattern in get_resolver().url_patterns if getattr(pattern, "name", None)}
    assert not names & {one.name for one in urlpatterns}
