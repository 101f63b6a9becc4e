"""Runs rounds in a process, the last one killed at a named step: `python -m tests.crash.dying ROUNDS [MODULE FUNCTION WHEN]`.

ROUNDS are named with commas between them; WHEN is ``before`` or ``after`` the call; the process then sends SIGKILL to itself, so nothing is cleaned up.
Without words, each line of standard input is such a list of words, and a forked process does it: `serve` says why.
"""

import functools
import importlib
import os
import signal
import sys
import traceback

import django

django.setup()

from django.db import connection  # noqa: E402 - Django has to be set up first

from tenure.eventlog.engines.compiled import compiled  # noqa: E402 - as above
from tenure.facts import ask  # noqa: E402 - as above
from tenure.records.models import Workspace  # noqa: E402 - as above
from tenure.rounds.facts import FactsRound  # noqa: E402
from tenure.rounds.seal import seal  # noqa: E402
from tenure.rounds.upkeep import upkeep  # noqa: E402

ROUNDS = {"seal": seal, "facts": lambda workspace: FactsRound().run(workspace), "upkeep": upkeep}


def deadly(function, when):
    """The function, with death before or after it."""

    @functools.wraps(function)
    def dying(*args, **named):
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        function(*args, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return dying


def run(rounds, *step):
    """These rounds, the last of them perhaps deadly."""
    *earlier, last = rounds.split(",")
    for name in earlier:
        ROUNDS[name](Workspace.objects.get(slug="acme"))
    if step:
        module, path, when = step
        owner = importlib.import_module(module)
        *outer, function = path.split(".")
        for part in outer:
            owner = getattr(owner, part)
        setattr(owner, function, deadly(getattr(owner, function), when))
    ROUNDS[last](Workspace.objects.get(slug="acme"))


def serve():
    """Print how each forked process ended: starting from nothing takes seconds, and opens and dies no other way."""
    compiled("duckdb").sql(*ask.question())
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                run(*line.rstrip("\n").split("\t"))
                connection.close()
            except BaseException:  # noqa: BLE001 - the process ends here, whatever it was
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    run(*sys.argv[1:]) if sys.argv[1:] else serve()
