"""One running installation for all bad days that do it no harm."""

from collections.abc import Iterator

import pytest

from tests.bad_days.site import Site


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who shares the installation runs in one process."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("bad days on one site"))


@pytest.fixture(scope="session")
def _site(tmp_path_factory) -> Iterator[Site]:
    one = Site(tmp_path_factory.mktemp("bad-days") / "data").found()
    try:
        one.serve()
        yield one
    finally:
        one.kill()


@pytest.fixture
def site(_site) -> Site:
    """Acme and rival with server and worker; what other days left there is behind everybody."""
    return _site
