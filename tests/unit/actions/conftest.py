"""Accounts to act on, files to import, and the same tests on PostgreSQL where it is."""

from collections.abc import Callable, Iterator

import dj_database_url
import pytest
from django.core.management import call_command
from django.db import connections

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
def on_postgres(postgres_url, django_db_blocker) -> Iterator[Workspace]:
    """A workspace in PostgreSQL, which is the default database of every thread meanwhile."""
    before, settings = connections["default"], connections.databases["default"]
    with django_db_blocker.unblock():
        named = connections.configure_settings({"default": dj_database_url.parse(postgres_url)})["default"]
        connections.databases["default"] = {**named, "TEST": settings["TEST"]}
        del connections["default"]
        try:
            call_command("migrate", verbosity=0)
            yield Workspace.objects.create(slug="acme", name="Acme", created_at=clock.now())
        finally:
            connections["default"].close()
            connections.databases["default"] = settings
            connections["default"] = before


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
