"""Which accounts were acted on in a stretch? What became of them says little about what flagged them."""

from datetime import date

from django.db.models import Q

from tenure.records.play import PlayRun
from tenure.records.signal import Alert
from tenure.records.workspace import Workspace


def treated_accounts(workspace: Workspace, start: date, end: date) -> frozenset[int]:
    """Those that a play ran on, held-out ones apart, and those with an alert that somebody took in hand."""
    runs = PlayRun.objects.filter(workspace=workspace, started_at__date__range=(start, end))
    runs = runs.exclude(state=PlayRun.State.HELD_OUT)
    acted = Q(task__done_at__isnull=False) | Q(reason="in hand")
    alerts = Alert.objects.filter(acted, workspace=workspace, opened_at__date__range=(start, end))
    return frozenset(runs.values_list("account", flat=True)) | frozenset(alerts.values_list("account", flat=True))
