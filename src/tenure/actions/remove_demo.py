"""Takes the demo away, so that it can be built anew: its log, then its records."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from tenure.answers.process import home, spool
from tenure.answers.running import is_running
from tenure.eventlog.remove import remove_log
from tenure.records.audit import AuditEntry
from tenure.records.imports import Import, ImportRow
from tenure.records.measurement import Measurement
from tenure.records.queue import StaleAccount
from tenure.records.workspace import Workspace

_MANY = (ImportRow, Measurement, StaleAccount, AuditEntry, Import)  # each in one statement, not a row at a time


class DemoInUse(Exception):  # noqa: N818 - reads as what is the matter
    """Somebody looks at the demo: the message says what to do."""


def remove_demo(*, workspace: Workspace) -> None:
    """Remove a demo workspace with everything in it, its audit included; people who could sign in can sign in to the next.

    Raises DemoInUse while a server or worker runs on this data, ValueError for a workspace that is no demo.
    """
    if not workspace.is_demo:
        raise ValueError(f"the workspace {workspace.slug} is no demo")
    root = Path(settings.TENURE_DATA)
    if is_running(root):
        raise DemoInUse(f"Tenure is running on {root}: stop `tenure serve` and `tenure work` first.")
    # The log goes first: records without it are removed by the same call again, a log without records nobody would find.
    remove_log(home(), spool(), workspace.slug)
    with transaction.atomic():
        for model in _MANY:
            model._default_manager.filter(workspace=workspace).delete()
        workspace.delete()
