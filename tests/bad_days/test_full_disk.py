"""The disk is full: events are refused with a reason, what was acknowledged waits, and all goes on once there is room."""

import resource
import sys
from collections import Counter

import pytest

from tests import servers
from tests.bad_days.disks import full, small_disk
from tests.bad_days.site import Site
from tests.crash.load import Load
from tests.installation import wait_for

FULL = "is full: free some space, nothing that was acknowledged is lost"


@pytest.fixture
def cramped(tmp_path):
    """An installation on a disk of 48 MB."""
    with small_disk(tmp_path / "data", 48):
        one = Site(tmp_path / "data").found()
        try:
            yield one
        finally:
            one.kill()


def refused(site: Site) -> str:
    """Send until the disk takes no more; why. What was acknowledged before is in ``site.sent``."""
    for number in range(10_000):
        status, answer = site.post("/v1/track", {"userId": "u", "event": "Opened", "messageId": f"last-{number}"})
        if status != 200:
            assert (status, answer["code"]) == (503, "unavailable")
            return str(answer["message"])
        site.sent.add(f"last-{number}")
    raise AssertionError("a full disk took ten thousand events")


def test_a_full_disk_refuses_events_keeps_what_it_took_and_goes_on_when_there_is_room(cramped):
    cramped.serve()
    load = Load(cramped.keys["acme"], seed=1)
    load.ports = [cramped.port]
    load.introduce()
    load.start()
    load.wait_for(100)
    with full(cramped.data):
        wait_for(lambda: any(isinstance(answer, tuple) for answer in load.answers), "the load is refused")
        load.stop()
        assert {status for status, *_ in filter(lambda answer: isinstance(answer, tuple), load.answers)} == {503}
        assert FULL in refused(cramped)
        wait_for(lambda: "make room on the disk" in cramped.output(), "the worker says what it waits for")
        assert "No space left on device" in cramped.readiness()["spool"]
        code, said = cramped.says("key", "create", "--workspace", "acme")
        assert (code, said.strip().endswith("(database or disk is full): make room on the disk.")) == (1, True), said
        code, said = cramped.says("doctor")
        assert (code, "make room on its disk" in said) == (1, True), said
    assert cramped.track("first with room") == 200
    cramped.until_computed()
    ids = Counter(cramped.ids())
    assert load.acknowledged | cramped.sent <= ids.keys(), "acknowledged events are missing"
    assert ids.keys() <= load.attempted | cramped.sent, "events that were refused"
    assert set(ids.values()) == {1}
    wait_for(lambda: not cramped.readiness(), "everything is ready, the worker's sign of life included")
    assert cramped.output().count("waits and is tried again") < 40, "trouble is told once, not at each attempt"
    assert "Traceback" not in cramped.output()


def test_a_server_started_on_a_full_disk_waits_for_room_and_loses_nothing(cramped):
    cramped.serve("--no-worker")
    assert cramped.track("before") == 200
    cramped.kill()
    with full(cramped.data):
        cramped.serve()
        wait_for(lambda: "is tried again" in cramped.output(), "the worker says what it waits for")
    wait_for(lambda: cramped.track("after") == 200, "there is room")
    cramped.until_computed()
    assert cramped.ids() == ["after", "before"]


@pytest.mark.skipif(sys.platform != "linux", reason="another process can be given a limit only on Linux")
def test_a_spool_that_may_not_grow_refuses_events_until_it_may(tmp_path):
    """The same without root: a limit on the size of files, such as a quota is."""
    server = servers.start(tmp_path)
    try:
        site = Site(tmp_path)
        site.port, site.keys = server.port, server.keys
        assert site.track("before") == 200
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1 << 16, resource.RLIM_INFINITY))
        assert "check the disk" in refused(site)
        assert "Requests are refused, because the spool cannot keep them" in site.readiness()["spool"]
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert site.track("after") == 200
        assert site.readiness() == {}
        kept = [event.message_id for event in server.new_events()]
        assert sorted(kept) == sorted(site.sent)
    finally:
        server.stop()
