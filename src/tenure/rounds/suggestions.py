"""Looks which options accounts could use that accounts like them have."""

from tenure.actions.suggestions import keep_suggestions
from tenure.records.workspace import Workspace


def suggest_options(workspace: Workspace) -> bool:
    """One pass over everybody."""
    keep_suggestions(workspace=workspace)
    return False
