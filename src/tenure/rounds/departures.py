"""Contracts end by their date, and no event tells: which renew themselves, and who left without anybody saying so?"""

from tenure.actions.self_renewals import renew_themselves
from tenure.actions.unsaid_departures import note_unsaid
from tenure.records.workspace import Workspace


def note_departures(workspace: Workspace) -> bool:
    """One pass; whether more wait. Nobody is entered before all that renew themselves have: they have not left."""
    if renew_themselves(workspace=workspace):
        return True
    return note_unsaid(workspace=workspace)
