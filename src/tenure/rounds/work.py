"""Runs the rounds until told to stop: what `tenure work` does."""

import logging
import os
import threading
from collections.abc import Sequence

from django.db import close_old_connections, connections

from tenure import clock
from tenure.actions import leases
from tenure.answers.process import home, spool
from tenure.eventlog.repair import repair
from tenure.records.workspace import Workspace
from tenure.rounds.schedule import Round, lanes

log = logging.getLogger(__name__)
_MOST_BACK_OFF = 30.0


class Worker:
    """One process's rounds, one thread a lane."""

    def __init__(self, parent: int | None = None) -> None:
        self._stop = threading.Event()
        self._parent = parent

    def stop(self) -> None:
        """Finish the passes under way, then return from `run`."""
        self._stop.set()

    def run(self) -> None:
        """Repair what a crash left, then work until `stop`, or until the parent process is gone."""
        for workspace in home().workspaces():
            for mended in repair(home(), spool(), workspace):
                log.warning("%s", mended)
        threads = [threading.Thread(target=self._lane, args=(lane,), name=lane[0].name) for lane in lanes()]
        for thread in threads:
            thread.start()
        while not self._stop.wait(1.0):
            leases.hold(f"work:{leases.holder()}")  # the heartbeat that /readyz and doctor look for
            if self._parent is not None and os.getppid() != self._parent:
                self._stop.set()
        for thread in threads:
            thread.join()
        leases.release(f"work:{leases.holder()}")

    def _lane(self, rounds: Sequence[Round]) -> None:
        due = {round_.name: 0.0 for round_ in rounds}
        while not self._stop.is_set():
            for round_ in rounds:
                if clock.monotonic() >= due[round_.name]:
                    due[round_.name] = clock.monotonic() + self._pass(round_)
            self._stop.wait(max(0.0, min(due.values()) - clock.monotonic()))
        connections.close_all()

    def _pass(self, round_: Round) -> float:
        """One pass over every workspace; returns the seconds to wait before the next."""
        busy, failed = False, False
        close_old_connections()
        for workspace in _workspaces():
            if self._stop.is_set():
                break
            try:
                lease = f"{round_.name}:{workspace.slug}"
                busy |= leases.hold(lease) and round_.run(workspace)
            except Exception:  # one workspace's trouble must not stop the others; nothing is lost, it is tried again
                failed = True
                log.exception("The %s round of workspace %s failed; it is tried again", round_.name, workspace.slug)
        if failed:
            return min(_MOST_BACK_OFF, max(1.0, round_.every))
        return 0.0 if busy else round_.every


def _workspaces() -> list[Workspace]:
    try:
        return list(Workspace.objects.order_by("pk"))
    except Exception:
        log.exception("The database does not answer; it is asked again")
        return []
