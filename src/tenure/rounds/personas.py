"""Looks for personas where somebody asked for them. It alone imports what finds them."""

from collections.abc import Callable

from tenure.actions.personas import find_personas
from tenure.answers.personas import FEWEST, TooFewAccounts, personas
from tenure.calc.persona import Personas
from tenure.records.workspace import Workspace
from tenure.values.voice import worded


def look_for_personas(workspace: Workspace) -> bool:
    """The next job, if there is one."""

    def find(far: Callable[[int, int], None]) -> Personas | str:
        try:
            return personas(workspace, far)
        except TooFewAccounts:
            return worded(
                "There are too few accounts, or they are too much alike: groups need at least {count} that differ.",
                count=str(FEWEST),
            )

    return find_personas(workspace=workspace, find=find)
