"""What is told of signals and alerts to programs, by the API and the command line alike?"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from tenure.answers.alert_words import Catalogue, what_happened
from tenure.answers.open_alerts import fired, reasons
from tenure.calc.ready_words import said
from tenure.calc.signal import Signal, SignalError, parse
from tenure.calc.signals.ready import READY_SIGNALS
from tenure.facts.catalogue import label
from tenure.records.signal import Alert
from tenure.records.signal import Signal as Row
from tenure.records.workspace import Workspace
from tenure.rules.explain import explain


def when(row: Row, signal: Signal) -> str:
    """When a signal fires: of a ready one as practice says it, of any other its rule."""
    template = READY_SIGNALS.get(row.template)
    if template is not None and template.signal(signal.settings).rule == signal.rule:
        return template.said(signal)
    words = explain(signal.rule, label)
    return f"{words[:1].upper()}{words[1:]}."


def signals(workspace: Workspace) -> QuerySet[Row]:
    """The signals that a workspace has."""
    return Row.objects.filter(workspace=workspace, retired_at=None)


def signal_rows(workspace: Workspace, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Signals with what came of them in the last 90 days; a fixed number of queries."""
    times, why = fired(workspace), reasons(workspace)
    open_now = dict.fromkeys((row.pk for row in rows), 0)
    for number in Alert.objects.filter(workspace=workspace, ended_at=None).values_list("signal", flat=True):
        open_now[number] = open_now.get(number, 0) + 1
    return [_row(row, open_now[row.pk], times.get(row.pk, 0), dict(why.get(row.pk, {}))) for row in rows]


def _row(row: Row, open_now: int, times: int, why: dict[str, int]) -> dict[str, Any]:
    try:
        signal: Signal | None = parse(row.definition)
    except SignalError:
        signal = None
    return {
        "slug": row.slug,
        "name": said(row.name),
        "says": when(row, signal) if signal else None,
        "template": row.template or None,
        "is_on": row.is_on,
        "severity": signal.severity if signal else None,
        "routing": signal.routing if signal else None,
        "definition": row.definition,
        "open": open_now,
        "fired_90": times,
        "reasons_90": why,
    }


def alerts(workspace: Workspace) -> QuerySet[Alert]:
    """Every alert of a workspace, with what a row of it needs."""
    rows = Alert.objects.filter(workspace=workspace)
    return rows.select_related("signal", "account", "owner__user", "task")


def alert_row(alert: Alert, catalogue: Catalogue) -> dict[str, Any]:
    """One alert; ``says`` is what happened, with the figures of when it fired."""
    return {
        "id": alert.pk,
        "signal": alert.signal.slug,
        "account": alert.account.key,
        "owner": alert.owner.user.email if alert.owner else None,
        "severity": alert.severity,
        "says": what_happened(alert, catalogue),
        "values": alert.values,
        "state": alert.end or ("snoozed" if alert.snoozed_until else "open"),
        "since": alert.since,
        "opened_at": alert.opened_at,
        "ended_at": alert.ended_at,
        "snoozed_until": alert.snoozed_until,
        "reason": alert.reason or None,
        "note": alert.note or None,
        "task": alert.task_id,
    }
