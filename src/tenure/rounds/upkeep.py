"""Keeps each log quick: compacts today, closes days, merges months, removes files nobody reads any more."""

from tenure.actions.staleness import mark_all_stale
from tenure.answers.process import home, spool
from tenure.eventlog.gate import Erasing
from tenure.eventlog.maintenance import maintain
from tenure.records import frames
from tenure.records.workspace import Workspace


def upkeep(workspace: Workspace) -> bool:
    """One pass over one log; files of days are sorted by today's accounts, so that a few are found quickly."""
    try:
        done = maintain(home(), spool(), workspace.slug, frames.identities(workspace))
    except Erasing:  # the next pass does it
        return False
    if done.shrank:  # facts computed since the events went may have read the old spans
        mark_all_stale(workspace)
    return False
