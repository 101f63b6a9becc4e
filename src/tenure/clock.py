"""What time is it? The only module that reads the clock, so that tests can freeze or move it."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds on a clock that never goes back; for waiting and measuring, not for dating."""
    return time.monotonic()
