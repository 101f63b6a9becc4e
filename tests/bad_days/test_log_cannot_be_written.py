"""The log's folder is read-only, or its disk is full: events go on being taken, wait in the spool, and are sealed later."""

import pytest

from tests.bad_days.disks import full, read_only, small_disk
from tests.bad_days.site import Site
from tests.installation import wait_for


@pytest.fixture(scope="module")
def apart(tmp_path_factory):
    """An installation whose log lies on a disk of its own; the spool's has room."""
    one = Site(tmp_path_factory.mktemp("apart") / "data")
    with small_disk(one.home.logs, 16):
        one.found()
        try:
            yield one
        finally:
            one.kill()


def start(site: Site) -> None:
    """Serve, unless an earlier day did, and say that there is a bakery."""
    if not site.processes:
        site.serve()
        site.introduce()
        assert site.track("first") == 200


@pytest.fixture
def running(apart):
    """The same, served and with nothing waiting."""
    start(apart)
    apart.assert_whole()
    return apart


def test_a_log_that_is_read_only_at_start_lets_events_wait(apart):
    with read_only(apart.home.logs):
        start(apart)
        assert [apart.track(f"at start {number}") for number in range(20)] == [200] * 20
        wait_for(lambda: "cannot be written (Read-only file system)" in apart.output(), "the worker says why it waits")
        assert "Read-only file system" in apart.readiness()["log"]
        code, said = apart.says("doctor")
        assert (code, "events wait in the spool until it can" in said) == (1, True), said
    apart.assert_whole()


def test_a_log_that_becomes_read_only_can_be_read_and_what_comes_waits(running):
    said = running.output().count("The seal round of workspace acme waits")
    with read_only(running.home.logs):
        assert [running.track(f"later {number}") for number in range(20)] == [200] * 20
        wait_for(lambda: running.output().count("The seal round of workspace acme waits") > said, "the worker says why")
        (facts,) = running.json("facts", "-w", "acme", "-a", "bakery", "-f", "events_7")
        assert facts["facts"]["events_7"] == len(running.sent) - 21
        code, answer = running.says("erase", "-w", "acme", "-u", "somebody else", "--yes")
        assert (code, "Read-only file system" in answer) == (1, True), answer
    running.assert_whole()


def test_a_log_whose_disk_is_full_lets_events_wait(running):
    with full(running.home.logs):
        assert [running.track(f"while full {number}") for number in range(20)] == [200] * 20
        wait_for(lambda: "No space left on device" in running.output(), "the worker says why it waits")
        code, answer = running.says("erase", "-w", "acme", "-u", "somebody else", "--yes")
        assert (code, "room" in answer or "space" in answer) == (1, True), answer
    running.assert_whole()
    assert "Traceback" not in running.output()
    wait_for(lambda: not running.readiness(), "everything is ready")
