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
from tenure.rounds.troubles import Troubles

log = logging.getLogger(__name__)
_AFTER_TROUBLE = 1.0  # seconds until what failed is tried again, unless its round comes less often


class Worker:
    """One process's rounds, one thread a lane."""

    def __init__(self, parent: int | None = None) -> None:
        self._stop = threading.Event()
        self._parent = parent
        self._troubles = Troubles()
        self._whole: set[str] = set()  # workspaces whose log was looked at for what a crash left
        self._mending = threading.Lock()

    def stop(self) -> None:
        """Finish the passes under way, then return from `run`."""
        self._stop.set()

    def run(self) -> None:
        """Work until `stop`, or until the parent process is gone."""
        threads = [threading.Thread(target=self._lane, args=(lane,), name=lane[0].name) for lane in lanes()]
        for thread in threads:
            thread.start()
        while not self._stop.wait(1.0):
            self._say_that_it_lives()
            if self._parent is not None and os.getppid() != self._parent:
                self._stop.set()
        for thread in threads:
            thread.join()
        with self._troubles.watched("the end of the worker"):
            leases.release(f"work:{leases.holder()}")

    def _say_that_it_lives(self) -> None:
        """The heartbeat that /readyz and doctor look for."""
        with self._troubles.watched("the worker's sign of life"):
            close_old_connections()
            leases.hold(f"work:{leases.holder()}")

    def _lane(self, rounds: Sequence[Round]) -> None:
        due = {round_.name: 0.0 for round_ in rounds}
        while not self._stop.is_set():
            for round_ in rounds:
                if clock.monotonic() >= due[round_.name]:
                    due[round_.name] = clock.monotonic() + self._pass(round_)
            self._stop.wait(max(0.0, min(due.values()) - clock.monotonic()))
        connections.close_all()

    def _pass(self, round_: Round) -> float:
        """One pass over every workspace, each apart from the others' trouble; the seconds to wait before the next."""
        busy, works = False, [f"the {round_.name} round's list of workspaces"]
        workspaces: list[Workspace] = []
        with self._troubles.watched(works[0]):
            close_old_connections()
            workspaces = list(Workspace.objects.order_by("pk"))
        for workspace in workspaces:
            if self._stop.is_set():
                break
            works.append(f"the {round_.name} round of workspace {workspace.slug}")
            with self._troubles.watched(works[-1]):
                self._mend(workspace.slug)
                busy |= leases.hold(f"{round_.name}:{workspace.slug}") and round_.run(workspace)
        if any(map(self._troubles.fails, works)):
            return max(_AFTER_TROUBLE, round_.every)
        return 0.0 if busy else round_.every

    def _mend(self, slug: str) -> None:
        """Before a workspace's first round: repair what a crash left of its log."""
        with self._mending:
            if slug not in self._whole:
                repair(home(), spool(), slug)  # logs what it mends
                self._whole.add(slug)
