"""A capture that fails when it is told to, for SDKs to talk to over the network."""

import contextlib
from collections.abc import Iterator

import pytest

from tenure.capture.app import Capture
from tenure.capture.group_commit import GroupCommit
from tenure.capture.keys import Keys
from tenure.capture.rate import Rate
from tests import servers
from tests.capture_client import KEYS
from tests.fake_spool import FakeSpool


@pytest.fixture
def failing():
    """``with failing(spool, rate=0) as url``: capture on a spool that may fail, over the network."""

    @contextlib.contextmanager
    def serve(spool: FakeSpool, rate: int = 0) -> Iterator[str]:
        app = Capture(Keys(lambda: KEYS), GroupCommit(lambda: spool), Rate(rate), 1_000_000)
        with servers.in_thread(app) as url:
            yield url

    return serve
