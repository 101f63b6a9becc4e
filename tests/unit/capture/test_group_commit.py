"""What is kept together, and what happens when the spool cannot be opened or does not keep up."""

import asyncio

import pytest

from tenure.answers.keeping import Keeping
from tenure.capture import group_commit
from tenure.capture.group_commit import GroupCommit, QueueFull
from tenure.eventlog.spool import DeadLetter, SpooledRequest, SpoolUnavailable
from tests.fake_spool import DISK_FULL, FakeSpool
from tests.installation import wait_for

REQUEST = SpooledRequest("acme", "track", 1, b"{}", 1)
LETTER = DeadLetter("acme", 1, "a reason", b"{}", "batch")


def test_requests_and_dead_letters_are_kept_in_the_order_they_came():
    spool = FakeSpool()

    async def main():
        writer = GroupCommit(lambda: spool)
        requests = [SpooledRequest("acme", "track", n, b"{}", 1) for n in range(100)]
        await asyncio.gather(*(writer.keep(request, [LETTER]) for request in requests))
        await writer.close()
        assert spool.requests == requests
        assert spool.dead == [LETTER] * 100

    asyncio.run(main())


def test_a_spool_that_cannot_be_opened_is_tried_again():
    answers = [DISK_FULL, DISK_FULL, FakeSpool()]

    def open_spool():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def main():
        writer = GroupCommit(open_spool)
        with pytest.raises(SpoolUnavailable, match="disk is full"):
            await writer.keep(REQUEST, [])
        await writer.keep(REQUEST, [])
        await writer.close()

    asyncio.run(main())


def test_no_more_bytes_wait_than_may(monkeypatch):
    monkeypatch.setattr(group_commit, "MAX_WAITING_BYTES", 100)
    spool = FakeSpool()
    spool.hold()
    large = SpooledRequest("acme", "track", 1, b"x" * 60, 1)

    async def main():
        writer = GroupCommit(lambda: spool)
        first = writer.keep(large, [])
        with pytest.raises(QueueFull):
            writer.keep(large, [])
        spool.release()
        await first
        await writer.keep(large, [])
        await writer.close()

    asyncio.run(main())


def test_a_sender_that_went_away_does_not_disturb_the_others():
    spool = FakeSpool()
    spool.hold()

    async def main():
        writer = GroupCommit(lambda: spool)
        gone, stays = writer.keep(REQUEST, []), writer.keep(REQUEST, [])
        gone.cancel()
        spool.release()
        await stays
        assert writer.waiting == 0
        await writer.close()

    asyncio.run(main())


def test_nothing_is_taken_while_the_server_stops():
    spool = FakeSpool()

    async def main():
        writer = GroupCommit(lambda: spool)
        await writer.keep(REQUEST, [])
        closing = asyncio.ensure_future(writer.close())
        await asyncio.sleep(0)
        with pytest.raises(QueueFull):
            writer.keep(REQUEST, [])
        await closing
        assert spool.closed

    asyncio.run(main())


def test_a_depth_that_cannot_be_read_does_not_undo_what_was_kept(monkeypatch):
    spool = FakeSpool()

    def broken():
        raise SpoolUnavailable("locked")

    monkeypatch.setattr(spool, "depth", broken)

    async def main():
        writer = GroupCommit(lambda: spool)
        await writer.keep(REQUEST, [])
        await writer.close()
        assert spool.requests == [REQUEST]

    asyncio.run(main())


def test_readiness_can_tell_that_requests_are_refused_until_one_is_kept_again():
    spool, keeping = FakeSpool(), Keeping()
    spool.fail, spool.failures = DISK_FULL, 1

    async def main():
        writer = GroupCommit(lambda: spool, keeping)
        with pytest.raises(SpoolUnavailable):
            await writer.keep(REQUEST, [])
        assert keeping.trouble() == str(DISK_FULL)
        writer.measured = float("-inf")
        writer.measure()
        await asyncio.to_thread(_until, lambda: writer.measured > float("-inf"))
        assert keeping.trouble() == str(DISK_FULL), "a look at how full it is keeps nothing"
        await writer.keep(REQUEST, [])
        assert keeping.trouble() is None
        await writer.close()

    asyncio.run(main())


def _until(true):
    wait_for(true, "the spool was looked at")


def test_a_spool_that_fails_for_long_is_logged_once(caplog):
    spool = FakeSpool()
    spool.fail, spool.failures = DISK_FULL, 20

    async def main():
        writer = GroupCommit(lambda: spool)
        for _ in range(20):
            with pytest.raises(SpoolUnavailable):
                await writer.keep(REQUEST, [])
        await writer.keep(REQUEST, [])
        await writer.close()

    asyncio.run(main())
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
