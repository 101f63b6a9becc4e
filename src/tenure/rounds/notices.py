"""Tells members what waits for them, by e-mail and chat."""

from tenure import clock
from tenure.actions.notice_telling import due, tell
from tenure.records.workspace import Workspace


def tell_members(workspace: Workspace) -> bool:
    """Try each member and way for which something is due, once; whether anybody was told, for more may wait behind it."""
    told = sum(tell(workspace=workspace, turn=turn) for turn in due(workspace, clock.now()))
    return told > 0
