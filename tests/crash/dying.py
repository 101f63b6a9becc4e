"""Runs rounds in a process, the last one killed at a named step: `python -m tests.crash.dying ROUNDS [MODULE FUNCTION WHEN]`.

ROUNDS are named with commas between them; WHEN is ``before`` or ``after`` the call; the process then sends SIGKILL to itself, so nothing is cleaned up.
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
    rounds, *step = sys.argv[1:]
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
