"""Notes that somebody takes a copy of everything: who looks for a leak later has to find it."""

from django.db import transaction

from tenure.actions.changing import note
from tenure.records.workspace import Workspace


def note_export(*, workspace: Workspace, by: str) -> None:
    """Write down who took a copy of the workspace."""
    with transaction.atomic():
        note(workspace, by, "export", "export", workspace.pk)
