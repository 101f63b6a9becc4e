"""Whose write key is this? Answered from memory that is never more than a second old."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

from tenure import clock
from tenure.records.api_key import ApiKey, hash_key

OLDEST = 0.9  # seconds until a revoked key stops at the latest
EARLY = 0.45  # from this age on, the next look-up happens while requests go on
PAUSE = 0.05  # between look-ups at least, however many unknown keys come


def write_keys() -> Mapping[str, str]:
    """The workspace's slug for the hash of each write key in use."""
    close_old_connections()
    in_use = ApiKey.objects.filter(kind=ApiKey.Kind.WRITE, revoked_at=None)
    return dict(in_use.values_list("hash", "workspace__slug"))


class Keys:
    """The write keys of all workspaces, looked up again as time goes by. Belongs to one event loop."""

    def __init__(self, look_up: Callable[[], Mapping[str, str]] = write_keys) -> None:
        self._look_up = look_up
        self._known: Mapping[str, str] = {}
        self._seen: dict[str, str] = {}  # key -> workspace, for keys that were sent since the last look-up
        self._as_of = float("-inf")  # when the last look-up began
        self._tried = float("-inf")  # the same, also when it failed
        self._running: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="write-keys")

    async def workspace(self, key: str) -> str | None:
        """The slug of the workspace a key writes to; None when it is unknown or revoked.

        Raises what the look-up raised when the records cannot be read.
        """
        asked = clock.monotonic()
        if asked - self._as_of > OLDEST:
            await self._refreshed(asked - OLDEST)
        elif asked - self._as_of > EARLY:
            self._refresh()
        found = self._seen.get(key)
        if found is not None:
            return found
        name = hash_key(key)
        found = self._known.get(name)
        if found is None and self._as_of < asked:  # it may be newer than what we know
            await self._refreshed(asked)
            found = self._known.get(name)
        if found is not None:
            self._seen[key] = found
        return found

    async def _refreshed(self, since: float) -> None:
        """Wait for a look-up that began at that time or later; all who wait share it."""
        while self._as_of < since:
            await asyncio.shield(self._refresh())

    def _refresh(self) -> asyncio.Task[None]:
        if self._running is None or self._running.done():
            self._running = asyncio.get_running_loop().create_task(self._run())
            self._running.add_done_callback(_looked_at)
        return self._running

    async def _run(self) -> None:
        await asyncio.sleep(max(0.0, self._tried + PAUSE - clock.monotonic()))
        self._tried = began = clock.monotonic()
        self._known = await asyncio.get_running_loop().run_in_executor(self._thread, self._look_up)
        self._seen = {}
        self._as_of = began


def _looked_at(task: asyncio.Task[None]) -> None:
    if not task.cancelled():
        task.exception()  # whoever waits gets it; when nobody does, the next look-up will say the same
