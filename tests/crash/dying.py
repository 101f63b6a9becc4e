"""Runs one round in a process that is killed at a named step: `python -m tests.crash.dying ROUND MODULE FUNCTION WHEN`.

WHEN is ``before`` or ``after`` the call; the process then sends SIGKILL to itself, so nothing is cleaned up.
"""

import functools
import importlib
import os
import signal
import sys

import django

django.setup()

from tenure.records.models import Workspace  # noqa: E402 - Django has to be set up first
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


if __name__ == "__main__":
    name, module, path, when = sys.argv[1:]
    owner = importlib.import_module(module)
    *outer, last = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    setattr(owner, last, deadly(getattr(owner, last), when))
    ROUNDS[name](Workspace.objects.get())
