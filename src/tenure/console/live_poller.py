"""Which watched things have changed? One look every 0.3 s for all streams of a process that watch the same sort."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Generic, TypeVar

from django.db import close_old_connections, connection

from tenure.records.models import AccountHealth

LOOK_SECONDS = 0.3
log = logging.getLogger(__name__)
News = asyncio.Queue[str]
K = TypeVar("K")


class Poller(Generic[K]):
    """Hands each watcher the stamp of what it watches at the start and whenever it changes; rests while nobody watches."""

    def __init__(self, read: Callable[[list[K]], dict[K, str]]) -> None:
        """``read`` gives the stamp of each of some keys, in a thread of its own."""
        self._read = read
        self._watchers: dict[K, set[News]] = {}
        self._stamps: dict[K, str] = {}
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "live")

    @contextmanager
    def watch(self, key: K) -> Iterator[News]:
        """The queue of stamps of an account, say; to be used within a running event loop."""
        news: News = asyncio.Queue()
        self._watchers.setdefault(key, set()).add(news)
        if key in self._stamps:
            news.put_nowait(self._stamps[key])
        if self._task is None or self._task.done() or self._task.get_loop() is not asyncio.get_running_loop():
            self._task = asyncio.get_running_loop().create_task(self._look())
        try:
            yield news
        finally:
            self._watchers[key].discard(news)
            if not self._watchers[key]:
                del self._watchers[key]
                self._stamps.pop(key, None)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while self._watchers:
            try:
                found = await loop.run_in_executor(self._thread, self._read, list(self._watchers))
            except Exception:  # the database may be away for a moment; pages stay as they are
                log.exception("What open pages show could not be read; trying again")
                found = {}
            for key, stamp in found.items():
                if self._stamps.get(key) != stamp and key in self._watchers:
                    self._stamps[key] = stamp
                    for news in self._watchers[key]:
                        news.put_nowait(stamp)
            await asyncio.sleep(LOOK_SECONDS)
        await loop.run_in_executor(self._thread, close)


def read_stamps(accounts: list[int]) -> dict[int, str]:
    """When each of the accounts was last computed."""
    close_old_connections()
    rows = AccountHealth.objects.filter(account__in=accounts).values_list("account", "computed_at")
    return {account: at.isoformat() for account, at in rows}


def close() -> None:
    """Give the database connection of this thread back."""
    connection.close()


poller = Poller(read_stamps)
