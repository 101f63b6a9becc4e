"""Gives a workspace the signals that practice knows; those that begin on are few, so that it begins quietly."""

from django.db import transaction

from tenure import clock
from tenure.actions.changing import note
from tenure.actions.signals import NOUN
from tenure.calc.signals.ready import READY_SIGNALS
from tenure.records.signal import Signal
from tenure.records.workspace import Workspace


def add_ready_signals(*, workspace: Workspace, by: str, switched_on: bool = True) -> int:
    """Make the ready signals that the workspace never had; how many. Unless ``switched_on``, all of them off."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)  # of two at once the second finds nothing to add
        known = Signal.objects.filter(workspace=workspace)
        there = set(known.values_list("template", flat=True)) | set(known.values_list("slug", flat=True))
        rows = [
            Signal(
                workspace=workspace, slug=slug.replace("_", "-"), name=template.name, template=slug,
                definition=template.signal().as_json(), is_on=switched_on and workspace.kind in template.on_for,
                created_at=clock.now(), created_by=by,
            )
            for slug, template in READY_SIGNALS.items()
            if slug not in there and slug.replace("_", "-") not in there
        ]  # fmt: skip
        Signal.objects.bulk_create(rows)
        for row in rows:
            note(workspace, by, "create", NOUN, row.pk, after={"name": row.name, "is_on": row.is_on})
    return len(rows)
