"""Two workspaces that must never meet, and a program with a key of each."""

import pytest

from tenure.actions.workspaces import create_workspace
from tenure.answers import process
from tenure.api import caller
from tests.unit.api.asking import Program


@pytest.fixture
def data(tmp_path, settings):
    """A data directory, with spool and log, of this test's own."""
    settings.TENURE_DATA = tmp_path / "data"
    settings.TENURE_DATA.mkdir()
    process.forget()
    yield process.home()
    process.spool().close()
    process.forget()


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
