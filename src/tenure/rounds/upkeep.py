"""Keeps each log quick: compacts today, closes days, merges months, removes files nobody reads any more."""

from tenure.answers.process import home, spool
from tenure.eventlog.maintenance import maintain
from tenure.records import frames
from tenure.records.workspace import Workspace


def upkeep(workspace: Workspace) -> bool:
    """One pass over one log; files of days are sorted by today's accounts, so that a few are found quickly."""
    maintain(home(), spool(), workspace.slug, frames.identities(workspace))
    return False
