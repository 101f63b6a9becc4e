"""Accounts to act on and files to import."""

from collections.abc import Callable, Iterator

import pytest

from tenure import clock
from tenure.eventlog.home import Home
from tenure.eventlog.spool_sqlite import SqliteSpool
from tenure.records.models import Account, Workspace
from tests.unit.actions.import_for_tests import Importer


@pytest.fixture
def account(workspace) -> Account:
    return Account.objects.create(workspace=workspace, key="smit", name="Bakkerij Smit", created_at=clock.now())


@pytest.fixture
def stranger(other_workspace) -> Account:
    """An account of another workspace."""
    return Account.objects.create(workspace=other_workspace, key="theirs", created_at=clock.now())


@pytest.fixture
def importer_into(tmp_path) -> Iterator[Callable[[Workspace], Importer]]:
    """What imports files into a workspace, with a log of its own."""
    home = Home(tmp_path / "data")
    home.root.mkdir()
    spool = SqliteSpool(home.spool)
    yield lambda workspace: Importer(workspace, home, spool, tmp_path)
    spool.close()


@pytest.fixture
def importer(workspace, importer_into) -> Importer:
    """What imports files into ``workspace``."""
    return importer_into(workspace)
