"""How many events a second a workspace may send."""

import pytest

from tenure import clock
from tenure.capture.rate import Rate


@pytest.fixture
def time(monkeypatch):
    class Clock:
        now = 100.0

    monkeypatch.setattr(clock, "monotonic", lambda: Clock.now)
    return Clock


def test_no_limit_is_no_limit(time):
    assert Rate(0).wait("acme", 1_000_000) == 0


def test_the_limit_is_refilled_as_time_goes_by(time):
    rate = Rate(10)
    assert [rate.wait("acme", 5) for _ in range(3)] == [0, 0, 1]
    time.now += 0.5
    assert [rate.wait("acme", 5) for _ in range(2)] == [0, 1]


def test_a_large_batch_passes_and_is_paid_back(time):
    rate = Rate(10)
    assert rate.wait("acme", 50) == 0
    assert rate.wait("acme", 1) == 5
    time.now += 5
    assert rate.wait("acme", 1) == 0


def test_waiting_as_long_as_told_is_enough(time):
    rate = Rate(7)
    rate.wait("acme", 100)
    time.now += rate.wait("acme", 1)
    assert rate.wait("acme", 1) == 0


def test_one_workspace_does_not_wait_for_another(time):
    rate = Rate(10)
    rate.wait("acme", 50)
    assert rate.wait("rival", 1) == 0
