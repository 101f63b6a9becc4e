"""Opens the alerts of signals that are due, and ends them: by themselves, by a member, or with their signal."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from tenure import clock
from tenure.actions.importing.records import difference, put, snapshot
from tenure.actions.notices import note_alerts
from tenure.actions.taking_back import CHANGED, UndoError, is_as_left, note_undone
from tenure.actions.tasks import drop_tasks, finish_tasks
from tenure.actions.webhooks import key_of, tell
from tenure.answers.leading import Leading
from tenure.calc.signal import REASONS, Routing, parse
from tenure.records.audit import AuditEntry
from tenure.records.member import Member
from tenure.records.signal import Alert, SignalState
from tenure.records.signal import Signal as SignalRow
from tenure.records.slices import SLICE, rows_of
from tenure.records.workspace import Workspace
from tenure.values.topics import ALERT_OPENED
from tenure.values.voice import worded

BY: Final = "signals"
NOUN: Final = "alert"
FARTHEST: Final = timedelta(days=366)
MOST: Final = 500  # alerts at once
LONGEST_NOTE: Final = 1_000
_BATCH: Final = 1_000


class AlertError(ValueError):
    """What cannot be done to an alert; the sentence says why."""


def fire_due(*, workspace: Workspace, at: datetime) -> int:
    """Open an alert for every state whose time has come, once; how many were opened. A slice at a time: many may be due."""
    opened, leading = 0, None
    while True:
        with transaction.atomic():
            due = SignalState.objects.select_for_update(of=("self",)).filter(workspace=workspace, due_at__lte=at)
            states = list(due.select_related("account").order_by("pk")[:_BATCH])
            if not states:
                return opened
            leading = leading or Leading(workspace)
            opened += _fire(workspace, states, leading, at)


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


def dismiss_alerts(
    *, workspace: Workspace, numbers: Collection[int], reason: str, by: str, said: str = ""
) -> list[int]:
    """End open alerts for a reason, and drop their tasks; what they say may still hold. Raises AlertError.

    What is returned are the entries by which `undo` takes it back.
    """
    _check(numbers, reason, said)
    changes = {"ended_at": clock.now(), "end": Alert.End.DISMISSED, "ended_by": by, "reason": reason, "note": said}
    with transaction.atomic():
        alerts = _open(workspace, numbers)
        entries = [_changed(alert, {**changes, "wants_task": False}, by, "dismiss") for alert in alerts]
        tasks = [alert.task_id for alert in alerts if alert.task_id]
        return [*entries, *drop_tasks(workspace=workspace, numbers=tasks, by=by).entries]


def snooze_alerts(
    *, workspace: Workspace, numbers: Collection[int], until: date, reason: str, by: str, said: str = ""
) -> list[int]:
    """Show open alerts no more until a day. Raises AlertError for a day that is not ahead; returns as `dismiss_alerts` does."""
    _check(numbers, reason, said)
    if not clock.now().date() < until <= clock.now().date() + FARTHEST:
        raise AlertError(worded("Choose a day ahead, within a year: until then the alert is not shown."))
    changes = {"snoozed_until": until, "reason": reason, "note": said}
    with transaction.atomic():
        return [_changed(alert, changes, by, "snooze") for alert in _open(workspace, numbers)]


def wake_alerts(*, workspace: Workspace, numbers: Collection[int], by: str) -> list[int]:
    """Show snoozed alerts again at once; returns as `dismiss_alerts` does."""
    changes = {"snoozed_until": None, "reason": "", "note": ""}
    with transaction.atomic():
        rows = [alert for alert in _open(workspace, numbers) if alert.snoozed_until is not None]
        return [_changed(alert, changes, by, "wake") for alert in rows]


def alert_back(entry: AuditEntry) -> None:
    """Take back a dismissal or snooze, for `undo`. Raises UndoError where another alert of its signal is open by now."""
    alert = Alert.objects.select_for_update(of=("self",)).get(workspace=entry.workspace_id, pk=entry.record or 0)
    others = Alert.objects.filter(signal=alert.signal_id, account=alert.account_id, ended_at=None).exclude(pk=alert.pk)
    if not is_as_left(alert, entry) or (alert.ended_at is not None and others.exists()):
        raise UndoError(worded(CHANGED))
    put(alert, entry.before or {})
    alert.save()
    note_undone(entry)


def end_alerts_of(signal: int, *, workspace: Workspace, by: str) -> None:
    """End every open alert of a signal that is switched off. Inside the caller's transaction."""
    now = clock.now()
    open_now = Alert.objects.filter(workspace=workspace, signal=signal, ended_at=None)
    tasks = list(open_now.filter(task__isnull=False).values_list("task", flat=True))
    open_now.update(ended_at=now, end=Alert.End.SWITCHED_OFF, ended_by=by, wants_task=False)
    for start in range(0, len(tasks), MOST):
        drop_tasks(workspace=workspace, numbers=tasks[start : start + MOST], by=by)


def align_owners(*, workspace: Workspace, accounts: Sequence[int] | None = None) -> None:
    """Let the open alerts of some accounts, or of all, be theirs who answer for them now. Inside the caller's transaction."""
    fields = ("pk", "owner", "signal", "account__owner")
    rows = list(rows_of(Alert.objects.filter(workspace=workspace, ended_at=None), "account", accounts, fields))
    if not rows:
        return
    leading = Leading(workspace)
    definitions = SignalRow.objects.filter(workspace=workspace).in_bulk({row[2] for row in rows})
    routing = {pk: parse(row.definition).routing for pk, row in definitions.items()}
    moved: dict[int | None, list[int]] = {}
    for pk, owner, signal, account_owner in rows:
        member = responsible(leading, routing[signal], account_owner)
        if (number := None if member is None else member.pk) != owner:
            moved.setdefault(number, []).append(pk)
    for number, alerts in moved.items():
        Alert.objects.filter(workspace=workspace, pk__among=alerts).update(owner=number)


def _fire(workspace: Workspace, states: Sequence[SignalState], leading: Leading, at: datetime) -> int:
    SignalState.objects.filter(workspace=workspace, pk__among=[state.pk for state in states]).update(due_at=None)
    signals = SignalRow.objects.filter(workspace=workspace, is_on=True).in_bulk({state.signal_id for state in states})
    definitions = {pk: parse(row.definition) for pk, row in signals.items()}
    accounts = [state.account_id for state in states]
    open_now = Alert.objects.filter(workspace=workspace, ended_at=None, account__among=accounts)
    there = set(open_now.values_list("signal", "account"))
    alerts = [
        Alert(
            workspace=workspace,
            signal=signals[state.signal_id],
            account=state.account,
            owner=responsible(leading, definitions[state.signal_id].routing, state.account.owner_id),
            severity=definitions[state.signal_id].severity,
            values=state.values,
            since=state.since,
            opened_at=at,
            wants_task=definitions[state.signal_id].task is not None,
        )
        for state in states
        if state.signal_id in signals and (state.signal_id, state.account_id) not in there
    ]
    Alert.objects.bulk_create(alerts, batch_size=_BATCH)
    _tell(workspace, alerts)
    note_alerts(workspace, alerts)
    return len(alerts)


def responsible(leading: Leading, routing: Routing, owner_id: int | None) -> Member | None:
    """Whose alert it is, of an account with this owner; None: everybody's."""
    if routing == "everybody":
        return None
    return leading.lead(owner_id) if routing == "manager" else leading.owner(owner_id)


def _changed(alert: Alert, changes: Mapping[str, Any], by: str, verb: str) -> int:
    was = snapshot(alert)
    for name, value in changes.items():
        setattr(alert, name, value)
    alert.save(update_fields=list(changes))
    before, after = difference(was, snapshot(alert))
    entry = AuditEntry(workspace_id=alert.workspace_id, at=clock.now(), by=by, verb=verb, noun=NOUN, record=alert.pk)
    entry.before, entry.after = before, after
    entry.save()
    return entry.pk


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
