"""The same tests on PostgreSQL, where it is."""

from collections.abc import Iterator

import dj_database_url
import pytest
from django.db import connections

from tenure import clock
from tenure.records.models import Workspace


@pytest.fixture
def on_postgres(migrated_url, django_db_blocker) -> Iterator[Workspace]:
    """A workspace in PostgreSQL, which is the default database of every thread meanwhile."""
    before, settings = connections["default"], connections.databases["default"]
    with django_db_blocker.unblock():
        named = connections.configure_settings({"default": dj_database_url.parse(migrated_url)})["default"]
        connections.databases["default"] = {**named, "TEST": settings["TEST"]}
        del connections["default"]
        try:
            yield Workspace.objects.create(slug="acme", name="Acme", created_at=clock.now())
        finally:
            connections["default"].close()
            connections.databases["default"] = settings
            connections["default"] = before


@pytest.fixture(params=["sqlite", "postgresql"])
def any_workspace(request, db) -> Workspace:
    """A workspace in either database."""
    return request.getfixturevalue("on_postgres" if request.param == "postgresql" else "workspace")
