"""How are files of a workspace read? As whoever brings one says, in its currency and with the fields of its accounts."""

from dataclasses import replace

from tenure.records.custom_field import CustomField
from tenure.records.workspace import Workspace
from tenure.sources.own_fields import OwnField
from tenure.sources.settings import Settings


def settings_in(workspace: Workspace, said: Settings) -> Settings:
    """What somebody said, with what the workspace knows."""
    fields = CustomField.objects.filter(workspace=workspace, retired_at=None).order_by("pk")
    own = [
        OwnField(row.name, row.title, row.type, tuple(filter(None, row.choices.splitlines()))) for row in fields
    ]  # fmt: skip
    return replace(said, currency=workspace.currency, own_fields=own)
