"""May this workspace send so many events now? One bucket for each, refilled as time goes by."""

import math

from tenure import clock


class Rate:
    """At most so many events a second for each name, in this process; 0 is no limit."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._left: dict[str, tuple[float, float]] = {}  # name -> (events left, as of when)

    def wait(self, name: str, events: int) -> int:
        """Seconds to wait before sending again, 0 when these events may pass (and are then counted).

        A batch larger than what is left passes when anything is left, and is paid back by waiting longer.
        """
        if not self._per_second:
            return 0
        now = clock.monotonic()
        left, as_of = self._left.get(name, (float(self._per_second), now))
        left = min(self._per_second, left + (now - as_of) * self._per_second)
        if left < 1:
            self._left[name] = (left, now)
            return max(1, math.ceil((1 - left) / self._per_second))
        self._left[name] = (left - events, now)
        return 0
