"""Which work fails now? Logged when that begins, changes and ends, not at each of many attempts in between."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from tenure.answers.trouble import sentence_of

log = logging.getLogger(__name__)


class Troubles:
    """What fails, by a name for the work; threads may share it as long as each does work of its own."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    @contextmanager
    def watched(self, work: str) -> Iterator[None]:
        """Do the work inside: one that fails is logged, and ends there; nothing is lost, it is tried again."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is, other work must go on
            self._note(work, error)
        else:
            if self._known.pop(work, None) is not None:
                log.warning("%s works again", work.capitalize())

    def fails(self, work: str) -> bool:
        """Whether it failed when it was last tried."""
        return work in self._known

    def _note(self, work: str, error: Exception) -> None:
        sentence = sentence_of(error)
        says = sentence or f"{type(error).__name__}: {error}"
        if self._known.get(work) == says:
            return
        self._known[work] = says
        if sentence is not None:
            log.error("%s waits and is tried again: %s", work.capitalize(), sentence)
        else:
            log.error("%s failed and is tried again", work.capitalize(), exc_info=error)
