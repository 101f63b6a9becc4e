"""Tells webhooks what waits for them."""

from tenure import clock
from tenure.actions.webhook_deliveries import deliver, due
from tenure.records.workspace import Workspace


def tell_webhooks(workspace: Workspace) -> bool:
    """Try every delivery whose time has come, once; whether any was taken, for more may wait behind it."""
    taken = sum(deliver(workspace=workspace, delivery_id=one) for one in due(workspace, clock.now()))
    return taken > 0
