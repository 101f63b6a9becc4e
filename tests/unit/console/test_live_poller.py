"""One look for all streams: each watcher hears the stamp at the start and at every change, and nothing in between."""

import asyncio

import pytest

from tenure.console import live_poller
from tenure.console.live_poller import Poller


@pytest.fixture
def stamps(monkeypatch):
    known = {1: "a", 2: "x"}
    looks = []

    def read(accounts):
        looks.append(sorted(accounts))
        return {account: known[account] for account in accounts if account in known}

    monkeypatch.setattr(live_poller, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(live_poller, "read_stamps", read)
    monkeypatch.setattr(live_poller, "close", lambda: None)
    known["looks"] = looks
    return known


def run(story):
    asyncio.run(asyncio.wait_for(story(), 10))


def test_every_watcher_hears_the_stamp_and_then_its_changes(stamps):
    async def story():
        poller = Poller(live_poller.read_stamps)
        with poller.watch(1) as one, poller.watch(1) as other, poller.watch(2) as third:
            assert [await one.get(), await other.get(), await third.get()] == ["a", "a", "x"]
            stamps[1] = "b"
            assert [await one.get(), await other.get()] == ["b", "b"]
            assert third.empty()
        assert [1, 2] in stamps["looks"]

    run(story)


def test_a_watcher_that_comes_later_hears_the_stamp_at_once(stamps):
    async def story():
        poller = Poller(live_poller.read_stamps)
        with poller.watch(1) as one:
            await one.get()
            with poller.watch(1) as late:
                assert late.get_nowait() == "a"

    run(story)


def test_nobody_watching_means_nobody_looking(stamps):
    async def story():
        poller = Poller(live_poller.read_stamps)
        with poller.watch(1) as one:
            await one.get()
        await poller._task
        looks = len(stamps["looks"])
        with poller.watch(2) as two:
            assert await two.get() == "x"
        assert len(stamps["looks"]) > looks

    run(story)


def test_a_database_that_is_away_for_a_moment_ends_no_stream(stamps, monkeypatch, caplog):
    read = live_poller.read_stamps
    failures = iter([OSError("away")])

    def flaky(accounts):
        for error in failures:
            raise error
        return read(accounts)

    monkeypatch.setattr(live_poller, "read_stamps", flaky)

    async def story():
        with Poller(live_poller.read_stamps).watch(1) as one:
            assert await one.get() == "a"

    run(story)
    assert "could not be read" in caplog.text
