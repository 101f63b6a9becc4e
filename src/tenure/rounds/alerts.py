"""Gives members the tasks that alerts want, as far as there is room today."""

from tenure.actions.alert_tasks import make_alert_tasks
from tenure.records.workspace import Workspace


def give_alert_tasks(workspace: Workspace) -> bool:
    """One pass; it leaves nothing waiting that could be done today."""
    make_alert_tasks(workspace=workspace)
    return False
