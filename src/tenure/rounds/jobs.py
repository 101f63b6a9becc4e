"""Does the long work that somebody asked for on a page, one after another."""

from tenure import clock
from tenure.actions.export_files import sweep_exports
from tenure.actions.jobs import do_job, to_do
from tenure.answers.process import home, spool
from tenure.records.workspace import Workspace

AGAIN = 30.0  # seconds until what could not be done is tried again, and twice as long after each further time …
LATEST = 3_600.0  # … up to this


class JobsRound:
    """The jobs round of one process; it remembers what could not be done, so as not to try it every second."""

    def __init__(self) -> None:
        self._after: dict[int, float] = {}
        self._wait: dict[int, float] = {}

    def run(self, workspace: Workspace) -> bool:
        """Each in turn; nothing waits afterwards, for what failed is tried again later."""
        for number in to_do(workspace):
            if clock.monotonic() < self._after.get(number, 0.0):
                continue
            if do_job(workspace=workspace, number=number, home=home(), spool=spool()):
                self._after.pop(number, None)
                self._wait.pop(number, None)
            else:
                wait = self._wait[number] = min(2 * self._wait.get(number, AGAIN / 2), LATEST)
                self._after[number] = clock.monotonic() + wait
        return False


def sweep(workspace: Workspace) -> bool:
    """Remove copies that are too old."""
    sweep_exports(workspace=workspace, home=home())
    return False
