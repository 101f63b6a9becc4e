"""May this workspace ask so often? One bucket of requests for each, refilled as time goes by."""

import math
import threading
from typing import Final

from tenure import clock

BURST: Final = 10  # seconds' worth of requests that may come at once


class Rate:
    """So many requests a second for each workspace, in this process; 0 is no limit. Safe for many threads."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._left: dict[int, tuple[float, float]] = {}  # workspace -> (requests left, as of when)
        self._lock = threading.Lock()

    def wait(self, workspace: int) -> int:
        """Seconds to wait before asking again; 0 when this request may pass (and is then counted)."""
        if not self._per_second:
            return 0
        now, full = clock.monotonic(), float(self._per_second * BURST)
        with self._lock:
            left, as_of = self._left.get(workspace, (full, now))
            left = min(full, left + (now - as_of) * self._per_second)
            self._left[workspace] = (left if left < 1 else left - 1, now)
        return max(1, math.ceil((1 - left) / self._per_second)) if left < 1 else 0
