"""A spool in memory, with the faults a disk may have. The real one keeps the same promises: tests/unit/eventlog."""

import threading
from collections.abc import Sequence

from tenure.eventlog.spool import DeadLetter, SpooledRequest, SpoolUnavailable


class FakeSpool:
    """Keeps requests in lists; ``fail`` makes appends fail, ``hold`` makes them wait until released."""

    id = "fake"

    def __init__(self) -> None:
        self.requests: list[SpooledRequest] = []
        self.dead: list[DeadLetter] = []
        self.appends = 0
        self.fail: Exception | None = None
        self.failures = 0  # so many appends fail with ``fail``; 0: all of them
        self.full = 0
        self.free = threading.Event()
        self.free.set()
        self.closed = False

    def hold(self) -> None:
        self.free.clear()

    def release(self) -> None:
        self.free.set()

    def append(self, requests: Sequence[SpooledRequest], dead: Sequence[DeadLetter] = ()) -> None:
        self.free.wait(20)
        self.appends += 1
        if self.fail is not None and (not self.failures or self.appends <= self.failures):
            raise self.fail
        self.requests += requests
        self.dead += dead

    def depth(self) -> int:
        return self.full or sum(request.count for request in self.requests)

    def close(self) -> None:
        self.closed = True


DISK_FULL = SpoolUnavailable("the disk is full: free some space")
