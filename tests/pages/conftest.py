"""A workspace with people of every role and a few accounts, and a browserless visitor for each."""

import pytest
from django.test import Client

from tenure.actions.workspaces import create_workspace
from tenure.answers import process
from tests.factories import make_account, make_member

EUR = {"amount": 12_000, "currency": "EUR"}
DOING_WELL = {
    "active_days_28": 20,
    "seat_utilisation": 0.95,
    "breadth_28": 6,
    "events_28": 800,
    "last_event_days": 0,
    "mrr": EUR,
}
IN_TROUBLE = {
    "active_days_28": 2,
    "seat_utilisation": 0.2,
    "breadth_28": 1,
    "events_28": 9,
    "last_event_days": 16,
    "mrr": EUR,
}


@pytest.fixture
def acme(db):
    """A workspace with the scorecards it is born with."""
    return create_workspace(name="Acme", by="test")


@pytest.fixture
def bakery(acme):
    """An account in trouble."""
    return make_account(acme, "bakery", "Bakkerij Smit", IN_TROUBLE | {"days_to_renewal": 12, "owner": "Ada"})


@pytest.fixture
def studio(acme):
    """An account that does well."""
    return make_account(acme, "studio", "Studio Vonk", DOING_WELL | {"days_to_renewal": 240})


@pytest.fixture
def rival(db):
    """A workspace of somebody else."""
    return create_workspace(name="Rival", by="test")


@pytest.fixture
def visit(acme, request):
    """``visit("viewer")`` is a client signed in with that role; "outsider" belongs elsewhere, None is nobody."""

    def sign_in(role: str | None) -> Client:
        client = Client()
        if role is not None:
            away = role == "outsider"  # their workspace is made when it is asked for: that takes time
            workspace, role_there = (request.getfixturevalue("rival"), "owner") if away else (acme, role)
            client.force_login(make_member(workspace, role_there, f"{role}@example.com").user)
        return client

    return sign_in


@pytest.fixture
def own_data(tmp_path, settings):
    """A data directory that no other test writes to."""
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    yield settings.TENURE_DATA
    process.forget()
