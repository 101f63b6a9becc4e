"""Who works on an import? One thread of one process; whoever else brings the same file meanwhile is told so at once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import OperationalError

from tenure.actions.importing.progress import ImportRefused
from tenure.actions.leases import hold, release
from tenure.records.imports import Import
from tenure.values.voice import worded

_here: set[int] = set()  # imports that threads of this process work on: to a lease they are all the same holder
_lock = threading.Lock()


class UnderWay(ImportRefused):
    """Somebody else works on the import."""


@contextmanager
def claimed(of: Import) -> Iterator[Callable[[], None]]:
    """Hold an import while working on it; call what it yields between batches, so that others see it is alive.

    Raises UnderWay while somebody else works on it. Whoever died leaves it free at once, on another machine within
    half a minute.
    """
    refusal = worded(
        "This very file is being imported already, as import {number}. "
        "Wait until that is done, or take it back: tenure undo {number}.",
        number=str(of.pk),
    )
    with _lock:
        if of.pk in _here:
            raise UnderWay(refusal)
        _here.add(of.pk)
    name = f"import:{of.pk}"
    try:
        if not hold(name):
            raise UnderWay(refusal)
        try:
            yield lambda: _keep(of, name)
        finally:
            with suppress(OperationalError):  # what was done stays done; a lease ends by itself
                release(name)
    finally:
        with _lock:
            _here.discard(of.pk)


def _keep(of: Import, name: str) -> None:
    if not hold(name):
        raise ImportRefused(
            worded("Import {number} was quiet for so long that another process goes on with it.", number=str(of.pk))
        )
