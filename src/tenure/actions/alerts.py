"""Opens the alerts of signals that are due, and ends them: by themselves, by a member, or with their signal."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.changing import note
from tenure.actions.tasks import drop_tasks, finish_tasks
from tenure.actions.webhooks import key_of, tell
from tenure.calc.signal import REASONS, parse
from tenure.records.signal import Alert, SignalState
from tenure.records.slices import SLICE
from tenure.records.workspace import Workspace
from tenure.values.topics import ALERT_OPENED
from tenure.values.voice import worded

BY: Final = "signals"
MOST: Final = 500  # alerts at once
LONGEST_NOTE: Final = 1_000
_BATCH: Final = 1_000


class AlertError(ValueError):
    """What cannot be done to an alert; the sentence says why."""


def fire_due(*, workspace: Workspace, at: datetime) -> int:
    """Open an alert for every state whose time has come, once; how many were opened."""
    with transaction.atomic():
        due = SignalState.objects.select_for_update(of=("self",)).filter(workspace=workspace, due_at__lte=at)
        states = list(due.select_related("signal", "account").order_by("pk"))
        if not states:
            return 0
        SignalState.objects.filter(workspace=workspace, pk__among=[state.pk for state in states]).update(due_at=None)
        open_now = set(Alert.objects.filter(workspace=workspace, ended_at=None).values_list("signal", "account"))
        alerts = [
            _alert(state, at)
            for state in states
            if state.signal.is_on and (state.signal_id, state.account_id) not in open_now
        ]
        Alert.objects.bulk_create(alerts, batch_size=_BATCH)
        _tell(workspace, alerts)
    return len(alerts)


def resolve_alerts(workspace: Workspace, settled: Collection[tuple[int, int]], at: datetime) -> None:
    """End the open alerts among these (signal, account), and finish their tasks. Inside the caller's transaction."""
    accounts = sorted({account for _, account in settled})
    ended: list[Alert] = []
    for start in range(0, len(accounts), SLICE):
        some = accounts[start : start + SLICE]
        for alert in Alert.objects.filter(workspace=workspace, ended_at=None, account__among=some):
            if (alert.signal_id, alert.account_id) in settled:
                alert.ended_at, alert.end, alert.ended_by, alert.wants_task = at, Alert.End.RESOLVED, BY, False
                ended.append(alert)
    Alert.objects.bulk_update(ended, ["ended_at", "end", "ended_by", "wants_task"], batch_size=_BATCH)
    tasks = [alert.task_id for alert in ended if alert.task_id is not None]
    for start in range(0, len(tasks), MOST):
        finish_tasks(workspace=workspace, numbers=tasks[start : start + MOST], by=BY)


def dismiss_alerts(*, workspace: Workspace, numbers: Collection[int], reason: str, by: str, said: str = "") -> int:
    """End open alerts for a reason, and drop their tasks; what they say may still hold. Raises AlertError."""
    _check(numbers, reason, said)
    now = clock.now()
    with transaction.atomic():
        alerts = _open(workspace, numbers)
        for alert in alerts:
            alert.ended_at, alert.end, alert.ended_by = now, Alert.End.DISMISSED, by
            alert.reason, alert.note, alert.wants_task = reason, said, False
            alert.save()
            note(workspace, by, "dismiss", "alert", alert.pk, after={"reason": reason, "note": said})
        drop_tasks(workspace=workspace, numbers=[alert.task_id for alert in alerts if alert.task_id], by=by)
    return len(alerts)


def snooze_alerts(
    *, workspace: Workspace, numbers: Collection[int], until: date, reason: str, by: str, said: str = ""
) -> int:
    """Show open alerts no more until a day. Raises AlertError for a day that is not ahead."""
    _check(numbers, reason, said)
    if until <= clock.now().date():
        raise AlertError(worded("Choose a day ahead: until then the alert is not shown."))
    with transaction.atomic():
        alerts = _open(workspace, numbers)
        for alert in alerts:
            alert.snoozed_until, alert.reason, alert.note = until, reason, said
            alert.save(update_fields=["snoozed_until", "reason", "note"])
            after = {"snoozed_until": until.isoformat(), "reason": reason, "note": said}
            note(workspace, by, "snooze", "alert", alert.pk, after=after)
    return len(alerts)


def reopen_alert(*, workspace: Workspace, number: int, by: str) -> bool:
    """Take back that an alert was dismissed or snoozed; False where another of its signal is open by now."""
    with transaction.atomic():
        alert = Alert.objects.select_for_update(of=("self",)).filter(workspace=workspace, pk=number).first()
        if alert is None or alert.end not in {Alert.End.OPEN, Alert.End.DISMISSED}:
            return False
        others = Alert.objects.filter(signal=alert.signal_id, account=alert.account_id, ended_at=None)
        if others.exclude(pk=number).exists():
            return False
        alert.ended_at, alert.end, alert.ended_by = None, Alert.End.OPEN, ""
        alert.snoozed_until, alert.reason, alert.note = None, "", ""
        alert.save()
        note(workspace, by, "reopen", "alert", alert.pk)
    return True


def end_alerts_of(signal: int, *, workspace: Workspace, by: str) -> None:
    """End every open alert of a signal that is switched off. Inside the caller's transaction."""
    now = clock.now()
    open_now = Alert.objects.filter(workspace=workspace, signal=signal, ended_at=None)
    tasks = list(open_now.filter(task__isnull=False).values_list("task", flat=True))
    open_now.update(ended_at=now, end=Alert.End.SWITCHED_OFF, ended_by=by, wants_task=False)
    for start in range(0, len(tasks), MOST):
        drop_tasks(workspace=workspace, numbers=tasks[start : start + MOST], by=by)


def _alert(state: SignalState, at: datetime) -> Alert:
    definition = parse(state.signal.definition)
    return Alert(
        workspace_id=state.workspace_id,
        signal=state.signal,
        account=state.account,
        owner_id=state.account.owner_id,
        severity=definition.severity,
        values=state.values,
        since=state.since,
        opened_at=at,
        wants_task=definition.task is not None,
    )


def _tell(workspace: Workspace, alerts: Collection[Alert]) -> None:
    keys = key_of(workspace, (alert.account_id for alert in alerts)) if alerts else {}
    payloads: Mapping[str, Mapping[str, object]] = {
        f"alert:{alert.pk}": {
            "account": keys[alert.account_id],
            "signal": alert.signal.slug,
            "name": alert.signal.name,
            "severity": alert.severity,
            "at": alert.opened_at.isoformat(),
            "values": alert.values,
        }
        for alert in alerts
        if alert.account_id in keys
    }
    tell(workspace, ALERT_OPENED, payloads)


def _open(workspace: Workspace, numbers: Collection[int]) -> list[Alert]:
    rows = Alert.objects.select_for_update(of=("self",)).filter(workspace=workspace, ended_at=None)
    return list(rows.filter(pk__among=list(numbers)).order_by("pk"))


def _check(numbers: Collection[int], reason: str, said: str) -> None:
    if len(numbers) > MOST:
        raise AlertError(worded("At most {most} alerts at once: choose fewer.", most=str(MOST)))
    if reason not in REASONS:
        raise AlertError(worded("Say why: choose one of the reasons."))
    if len(said) > LONGEST_NOTE or "\0" in said:
        raise AlertError(worded("A note has at most {most} characters.", most=str(LONGEST_NOTE)))
