"""Two workspaces that must never meet, and a program with a key of each."""

import pytest

from tenure.actions.workspaces import create_workspace
from tenure.answers import process
from tenure.api import caller
from tenure.eventlog.home import Home
from tenure.eventlog.spool_sqlite import SqliteSpool
from tests.unit.api.asking import Program


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A data directory and a spool of this test's own."""
    home = Home(tmp_path / "data")
    spool = SqliteSpool(home.spool)
    monkeypatch.setattr(process, "home", lambda: home)
    monkeypatch.setattr(process, "spool", lambda: spool)
    yield home
    spool.close()


@pytest.fixture
def acme(db, data):
    """A workspace with the scorecards it is born with."""
    caller.rate.cache_clear()
    return create_workspace(name="Acme", by="test")


@pytest.fixture
def program(acme) -> Program:
    """A program with a key of acme."""
    return Program(acme)


@pytest.fixture
def rival(acme) -> Program:
    """A program with a key of another workspace."""
    return Program(create_workspace(name="Rival", by="test"))
