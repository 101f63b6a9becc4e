"""Enters into the churn register who left without anybody saying so: contracts end by their date, and no event tells."""

from tenure.actions.unsaid_departures import note_unsaid
from tenure.records.workspace import Workspace


def note_departures(workspace: Workspace) -> bool:
    """One pass; whether more wait."""
    return note_unsaid(workspace=workspace)
