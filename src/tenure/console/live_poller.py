"""Which watched accounts were computed again? One look at the database every 0.3 s for all streams of a process."""

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import close_old_connections, connection

from tenure.records.models import AccountHealth

LOOK_SECONDS = 0.3
log = logging.getLogger(__name__)
Stamps = dict[int, str]
News = asyncio.Queue[str]


class Poller:
    """Hands each watcher the stamp of its account when it starts and whenever it changes; rests while nobody watches."""

    def __init__(self) -> None:
        self._watchers: dict[int, set[News]] = {}
        self._stamps: Stamps = {}
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "live")

    @contextmanager
    def watch(self, account: int) -> Iterator[News]:
        """The queue of an account's stamps; to be used within a running event loop."""
        news: News = asyncio.Queue()
        self._watchers.setdefault(account, set()).add(news)
        if account in self._stamps:
            news.put_nowait(self._stamps[account])
        if self._task is None or self._task.done() or self._task.get_loop() is not asyncio.get_running_loop():
            self._task = asyncio.get_running_loop().create_task(self._look())
        try:
            yield news
        finally:
            self._watchers[account].discard(news)
            if not self._watchers[account]:
                del self._watchers[account]
                self._stamps.pop(account, None)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while self._watchers:
            try:
                found = await loop.run_in_executor(self._thread, read_stamps, list(self._watchers))
            except Exception:  # the database may be away for a moment; pages stay as they are
                log.exception("The health of open pages could not be read; trying again")
                found = {}
            for account, stamp in found.items():
                if self._stamps.get(account) != stamp and account in self._watchers:
                    self._stamps[account] = stamp
                    for news in self._watchers[account]:
                        news.put_nowait(stamp)
            await asyncio.sleep(LOOK_SECONDS)
        await loop.run_in_executor(self._thread, close)


def read_stamps(accounts: list[int]) -> Stamps:
    """When each of the accounts was last computed."""
    close_old_connections()
    rows = AccountHealth.objects.filter(account__in=accounts).values_list("account", "computed_at")
    return {account: at.isoformat() for account, at in rows}


def close() -> None:
    """Give the database connection of this thread back."""
    connection.close()


poller = Poller()
