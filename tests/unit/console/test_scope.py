"""Mine, my team's, all: whose accounts a list is of."""

import pytest
from django.test import RequestFactory

from tenure.actions.workspaces import create_workspace
from tenure.console.scope import in_scope, scope_of
from tenure.records.models import Account, Team
from tests.factories import make_account, make_member


@pytest.fixture
def people(db):
    """Ada and Bo are a team, Cy is in none; each owns the account of that name, and one is nobody's."""
    workspace = create_workspace(name="Acme", by="test")
    team = Team.objects.create(workspace=workspace, name="North", created_at=workspace.created_at)
    found = {}
    for name in ("ada", "bo", "cy"):
        member = found[name] = make_member(workspace, "agent", f"{name}@example.com")
        member.team = None if name == "cy" else team
        member.save()
        Account.objects.filter(pk=make_account(workspace, name).pk).update(owner=member)
    make_account(workspace, "nobody")
    return found


def keys(member, scope):
    return sorted(
        in_scope(Account.objects.filter(workspace=member.workspace), member, scope).values_list("key", flat=True)
    )


def test_mine_are_those_i_own(people):
    assert keys(people["ada"], "mine") == ["ada"]


def test_my_teams_are_those_that_anybody_in_it_owns(people):
    assert keys(people["ada"], "team") == ["ada", "bo"]


def test_who_is_in_no_team_is_a_team_of_one(people):
    assert keys(people["cy"], "team") == ["cy"]


def test_all_are_all_even_those_without_an_owner(people):
    assert keys(people["cy"], "all") == ["ada", "bo", "cy", "nobody"]


@pytest.mark.parametrize(
    ("address", "scope"), [("?scope=mine", "mine"), ("?scope=team", "team"), ("?scope=x", "all"), ("", "all")]
)
def test_the_address_says_whose(people, address, scope):
    assert scope_of(RequestFactory().get(f"/{address}"), people["ada"]) == scope
