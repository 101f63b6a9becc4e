"""Write keys: known at once, refused soon after they are revoked, and never one query for each request."""

import asyncio

import pytest
import time_machine

from tenure import clock
from tenure.capture.keys import Keys, write_keys
from tenure.records.api_key import ApiKey, hash_key


class Table:
    """The keys in the records, counting how often they are read."""

    def __init__(self, *keys):
        self.keys = set(keys)
        self.reads = 0

    def __call__(self):
        self.reads += 1
        return {hash_key(key): f"of-{key}" for key in self.keys}


@pytest.fixture
def time(monkeypatch):
    """A clock that goes on only when told."""

    class Clock:
        now = 100.0

    monkeypatch.setattr(clock, "monotonic", lambda: Clock.now)
    return Clock


def test_a_key_is_looked_up_once_for_many_requests(time):
    table = Table("a")
    keys = Keys(table)

    async def main():
        return [await keys.workspace("a") for _ in range(100)]

    assert asyncio.run(main()) == ["of-a"] * 100
    assert table.reads == 1


def test_a_revoked_key_stops_within_a_second(time):
    table = Table("a", "b")
    keys = Keys(table)

    async def main():
        assert await keys.workspace("a") == "of-a"
        table.keys.remove("a")
        time.now += 1
        assert await keys.workspace("a") is None
        assert await keys.workspace("b") == "of-b"

    asyncio.run(main())


def test_a_new_key_works_at_once(time):
    table = Table()
    keys = Keys(table)

    async def main():
        assert await keys.workspace("a") is None
        table.keys.add("a")
        time.now += 0.1
        assert await keys.workspace("a") == "of-a"

    asyncio.run(main())


def test_many_unknown_keys_at_once_share_a_query(time):
    table = Table("a")
    keys = Keys(table)

    async def main():
        await keys.workspace("a")
        time.now += 0.1
        found = await asyncio.gather(*(keys.workspace(f"x{n}") for n in range(500)))
        assert found == [None] * 500

    asyncio.run(main())
    assert table.reads <= 3


def test_keys_are_read_again_before_they_are_too_old_without_anyone_waiting(time):
    table = Table("a")
    keys = Keys(table)

    async def main():
        await keys.workspace("a")
        time.now += 0.5
        assert await keys.workspace("a") == "of-a"
        while table.reads < 2:  # noqa: ASYNC110 - it is read in the background
            await asyncio.sleep(0)

    asyncio.run(main())


def test_a_look_up_that_fails_is_told_and_tried_again(time):
    table = Table("a")
    broken = [True]

    def look_up():
        if broken:
            raise OSError("no database")
        return table()

    keys = Keys(look_up)

    async def main():
        with pytest.raises(OSError, match="no database"):
            await keys.workspace("a")
        broken.clear()
        time.now += 1
        assert await keys.workspace("a") == "of-a"

    asyncio.run(main())


def test_only_write_keys_in_use_are_known(workspace, other_workspace):
    with time_machine.travel("2026-03-01"):
        for owner, kind, key, revoked in (
            (workspace, "write", "a", None),
            (other_workspace, "write", "b", None),
            (workspace, "api", "c", None),
            (workspace, "write", "d", clock.now()),
        ):
            ApiKey.objects.create(
                workspace=owner, kind=kind, hint=key, hash=hash_key(key), created_at=clock.now(), revoked_at=revoked
            )
    assert write_keys() == {hash_key("a"): "acme", hash_key("b"): "rival"}
