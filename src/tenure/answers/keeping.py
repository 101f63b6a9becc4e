"""Can this process keep what is sent to it? Capture notes each failure and success, readiness asks."""

from dataclasses import dataclass

from tenure import clock

FRESH = 30.0  # seconds: a sender that was turned away comes back sooner, and then it is known again


@dataclass(frozen=True, slots=True)
class _Failure:
    at: float
    reason: str


class Keeping:
    """What was last learned by keeping requests in the spool; one thread notes, any other may ask."""

    def __init__(self) -> None:
        self._failure: _Failure | None = None

    def failed(self, reason: str) -> None:
        """Requests could not be kept."""
        self._failure = _Failure(clock.monotonic(), reason)

    def worked(self) -> None:
        """Requests were kept."""
        self._failure = None

    def trouble(self) -> str | None:
        """Why the last requests were refused, if that was a moment ago; later only a new attempt can tell."""
        failure = self._failure
        return failure.reason if failure is not None and clock.monotonic() - failure.at <= FRESH else None
