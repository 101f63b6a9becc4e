"""How do many requests share one wait for the disk? One thread commits whatever came while it last waited."""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable

from tenure import clock
from tenure.answers.keeping import Keeping
from tenure.capture import metrics
from tenure.capture.limits import MAX_WAITING, MAX_WAITING_BYTES
from tenure.eventlog.spool import DeadLetter, Spool, SpooledRequest, SpoolUnavailable

logger = logging.getLogger("tenure.capture")
MEASURE_EVERY = 0.25  # seconds between two looks at how full the spool is, while it takes nothing more


class QueueFull(Exception):  # noqa: N818 - reads as what happened
    """More requests wait for the disk than may."""


class _Entry:
    __slots__ = ("dead", "future", "request", "size")

    def __init__(
        self, request: SpooledRequest | None, dead: list[DeadLetter], future: asyncio.Future[None], size: int
    ) -> None:
        self.request = request
        self.dead = dead
        self.future = future
        self.size = size


class GroupCommit:
    """Keeps requests in the spool. Called from one event loop; the spool is touched by its own thread alone."""

    def __init__(self, open_spool: Callable[[], Spool], keeping: Keeping | None = None) -> None:
        """``keeping``: where readiness reads whether requests can be kept."""
        self._open_spool = open_spool
        self._keeping = keeping or Keeping()
        self._spool: Spool | None = None
        self._entries: deque[_Entry] = deque()
        self._size = 0
        self.waiting = 0  # requests taken and not yet answered
        self._wake = threading.Event()
        self._awake = False
        self._closing = False
        self._failing = False
        self._thread: threading.Thread | None = None
        self.depth = 0  # events in the spool when last looked
        self.measured = float("-inf")  # when that was

    def start(self) -> None:
        """Begin; opens the spool, and tries again at each request while that fails."""
        if self._thread is None:
            self._loop = asyncio.get_running_loop()
            self._thread = threading.Thread(target=self._run, name="group-commit", daemon=True)
            self._thread.start()

    async def close(self) -> None:
        """Keep what was taken, then end the thread and close the spool."""
        self._closing = True
        self._wake.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)
            self._thread = None
        self._closing = False

    def keep(self, request: SpooledRequest | None, dead: list[DeadLetter]) -> asyncio.Future[None]:
        """A future that is done once the request and the dead letters are on the disk.

        It fails with SpoolUnavailable when they cannot be kept. Raises QueueFull.
        """
        size = len(request.body) if request is not None else 0
        for letter in dead:
            size += len(letter.body)
        if self.waiting >= MAX_WAITING or self._size + size > MAX_WAITING_BYTES or self._closing:
            raise QueueFull
        if self._thread is None:
            self.start()
        future = self._loop.create_future()
        self.waiting += 1
        self._size += size
        self._entries.append(_Entry(request, dead, future, size))
        if not self._awake:
            self._awake = True
            self._wake.set()
        return future

    def measure(self) -> None:
        """Look soon again at how full the spool is; for when requests are refused because of it."""
        if clock.monotonic() - self.measured > MEASURE_EVERY:
            self.start()
            self._wake.set()

    def _run(self) -> None:
        """The thread: commit what waits, until closed and nothing waits."""
        self._commit([])
        while True:
            # Set before looking: whoever adds an entry after the look sees it and wakes us.
            self._awake = False
            if not self._entries:
                if self._closing:
                    break
                self._wake.wait()
                self._wake.clear()
            self._awake = True
            entries = []
            while self._entries:
                entries.append(self._entries.popleft())
            self._commit(entries)
        if self._spool is not None:
            self._spool.close()
            self._spool = None

    def _commit(self, entries: list[_Entry]) -> None:
        began = clock.monotonic()
        error: SpoolUnavailable | None = None
        tried = bool(entries) or self._spool is None  # a look at how full it is tells nothing of what it would keep
        try:
            if self._spool is None:
                self._spool = self._open_spool()
            if entries:
                requests = [entry.request for entry in entries if entry.request is not None]
                self._spool.append(requests, [letter for entry in entries for letter in entry.dead])
        except SpoolUnavailable as unavailable:
            error = unavailable
        except Exception as unexpected:
            error = SpoolUnavailable(f"the spool failed: {type(unexpected).__name__}")
            logger.exception("The spool failed")
        if tried:
            self._tell(error)
        if entries:
            self._loop.call_soon_threadsafe(self._settle, entries, error)
            metrics.COMMIT.observe(clock.monotonic() - began)
            metrics.GROUP.observe(len(entries))
        self._look()

    def _tell(self, error: SpoolUnavailable | None) -> None:
        """Log when it begins to fail and when it works again, not each of many requests in between."""
        if error is not None and not self._failing:
            logger.error("Requests are refused, because the spool cannot keep them: %s", error)
        elif error is None and self._failing:
            logger.warning("The spool keeps requests again")
        self._failing = error is not None
        if error is not None:
            self._keeping.failed(str(error))
        else:
            self._keeping.worked()

    def _look(self) -> None:
        """See how full the spool is; when that fails, what was seen last stands."""
        self.measured = clock.monotonic()
        try:
            if self._spool is not None:
                self.depth = self._spool.depth()
        except Exception:
            logger.exception("The spool does not say how full it is")

    def _settle(self, entries: list[_Entry], error: SpoolUnavailable | None) -> None:
        """On the loop: tell all who waited, at once."""
        for entry in entries:
            self._size -= entry.size
            if entry.future.done():  # the sender hung up
                continue
            if error is None:
                entry.future.set_result(None)
            else:
                entry.future.set_exception(error)
        self.waiting -= len(entries)
        metrics.WAITING.set(self.waiting)
