"""Makes the tasks that open alerts want: the worst and dearest first, within what a member may get a day."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from tenure import clock
from tenure.actions.alerts import BY
from tenure.actions.task_entries import Done
from tenure.actions.tasks import LONGEST_REASON, create_task
from tenure.answers.alert_words import Catalogue, what_happened
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.task_room import TaskRoom
from tenure.calc.ready_words import said
from tenure.calc.signal import SEVERITIES, TaskWanted, parse
from tenure.channels.locale import speaking_to
from tenure.records.signal import Alert
from tenure.records.workspace import Workspace
from tenure.values.zone import day_in, moment_in

_SLICE: Final = 100
_RANK: Final = Case(
    *(When(severity=one, then=Value(rank)) for rank, one in enumerate(SEVERITIES)), output_field=IntegerField()
)


def ranked(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """The worst first, of those the accounts at which most is at stake, then the oldest."""
    return alerts.order_by(_RANK, F("account__health__stake").desc(nulls_last=True), "opened_at", "pk")


def make_alert_tasks(*, workspace: Workspace) -> int:
    """Make the tasks that there is room for today; how many. The rest keeps its rank and waits."""
    today = day_in(clock.now(), workspace.time_zone)
    waiting = Alert.objects.filter(workspace=workspace, wants_task=True)
    waiting = waiting.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))
    if not waiting.exists():
        return 0
    room = TaskRoom(workspace, moment_in(datetime.combine(today, time()), workspace.time_zone))
    catalogue = catalogue_of(workspace)
    full: set[int | None] = set()
    made = 0
    while some := _next(waiting, full):
        for alert in some:
            if not room.has(alert.owner):
                full.add(alert.owner_id)
            elif _make(alert, today, catalogue):
                room.take(alert.owner)
                made += 1
    return made


def make_task_of(*, alert: Alert, wanted: TaskWanted, by: str) -> Done:
    """Make an open alert's task at once, as somebody asks for it; the one it has already is no error."""
    with transaction.atomic():
        locked = Alert.objects.select_for_update(of=("self",)).select_related("owner", "account", "signal")
        found = locked.get(workspace=alert.workspace_id, pk=alert.pk)
        today = day_in(clock.now(), alert.workspace.time_zone)
        return _created(found, wanted, today, catalogue_of(alert.workspace), by)


def _next(waiting: QuerySet[Alert], full: Collection[int | None]) -> list[Alert]:
    """The first of those whose owners have room."""
    free = waiting.exclude(owner__in=[one for one in full if one is not None])
    if None in full:
        free = free.exclude(owner=None)
    return list(ranked(free).select_related("owner", "account", "signal")[:_SLICE])


def _make(alert: Alert, today: date, catalogue: Catalogue) -> bool:
    """Whether a task was made: not where another worker was quicker, or the signal wants none any more."""
    with transaction.atomic():
        locked = Alert.objects.select_for_update().filter(workspace=alert.workspace_id, pk=alert.pk, wants_task=True)
        if not locked.exists():
            return False
        wanted = parse(alert.signal.definition).task
        if wanted is None:
            locked.update(wants_task=False)
            return False
        _created(alert, wanted, today, catalogue, BY)
    return True


def _created(alert: Alert, wanted: TaskWanted, today: date, catalogue: Catalogue, by: str) -> Done:
    with speaking_to(alert.owner.language if alert.owner else ""):
        title, script, reason = said(wanted.title), said(wanted.script), what_happened(alert, catalogue)
    done = create_task(
        workspace=alert.workspace, account=alert.account, owner=alert.owner, title=title, script=script,
        reason=reason[:LONGEST_REASON], due_on=today + timedelta(days=wanted.due_days), cause=f"alert:{alert.pk}", by=by,
    )  # fmt: skip
    Alert.objects.filter(pk=alert.pk).update(task=done.tasks[0], wants_task=False)
    return done
