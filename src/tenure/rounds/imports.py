"""Imports the files that somebody brought to the console, and takes imports back when asked to."""

from collections.abc import Callable

from tenure import clock
from tenure.actions.importing.by_worker import import_upload, to_import, to_undo, undo_asked
from tenure.actions.importing.uploads import sweep_uploads
from tenure.answers.process import home, spool
from tenure.records.workspace import Workspace

AGAIN = 30.0  # seconds until what could not be done is tried again


class ImportsRound:
    """The imports round of one process; it remembers what could not be done, so as not to try it every second."""

    def __init__(self) -> None:
        self._after: dict[tuple[str, int], float] = {}

    def run(self, workspace: Workspace) -> bool:
        """Take back first, then import, each in turn; nothing waits afterwards, for what failed is tried again later."""
        for import_id in to_undo(workspace):
            self._try("undo", workspace, import_id, undo_asked)
        for import_id in to_import(workspace):
            self._try("import", workspace, import_id, import_upload)
        return False

    def _try(self, what: str, workspace: Workspace, import_id: int, work: Callable[..., bool]) -> None:
        if clock.monotonic() < self._after.get((what, import_id), 0.0):
            return
        if work(workspace=workspace, import_id=import_id, home=home(), spool=spool()):
            self._after.pop((what, import_id), None)
        else:
            self._after[what, import_id] = clock.monotonic() + AGAIN


def sweep(workspace: Workspace) -> bool:
    """Remove files that are no longer needed."""
    sweep_uploads(workspace=workspace, home=home())
    return False
