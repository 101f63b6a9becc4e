"""Takes back what was just said of a touchpoint: the touchpoint itself, its rating, and the task of its next step."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from tenure import clock
from tenure.actions.import_records import put, snapshot
from tenure.actions.ratings import take_rating_back
from tenure.actions.staleness import mark_stale
from tenure.actions.task_entries import NOUN as TASK
from tenure.actions.task_entries import UNDO_FOR, TaskError, undo_tasks
from tenure.actions.touchpoint_edit import VERB, rate_anew
from tenure.actions.touchpoints import INVITED, NOUN, TouchpointError, invited_to
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.touchpoint import Attendee, Touchpoint
from tenure.records.workspace import Workspace
from tenure.values.voice import worded


def undo_touchpoint(*, workspace: Workspace, entries: Sequence[int], by: str) -> None:
    """Take back what the same actor did within the hour, as these entries note it; wholly or not at all.

    An invitation that went out meanwhile stays out. Raises TouchpointError when it is not theirs or was changed since.
    """
    with transaction.atomic():
        noted = AuditEntry.objects.filter(
            workspace=workspace, pk__in=entries, by=by, at__gte=clock.now() - UNDO_FOR, noun__in=(NOUN, TASK)
        )
        found = list(noted.order_by("-pk"))
        if not found or len(found) < len(set(entries)):
            raise TouchpointError(
                worded("That cannot be taken back any more: it was done long ago, or by somebody else.")
            )
        if tasks := [entry.pk for entry in found if entry.noun == TASK]:
            try:
                undo_tasks(workspace=workspace, entries=tasks, by=by)
            except TaskError as error:
                raise TouchpointError(str(error)) from None
        for entry in found:
            if entry.noun == NOUN:
                _take_back(workspace, entry, by)


def _take_back(workspace: Workspace, entry: AuditEntry, by: str) -> None:
    rows = Touchpoint.objects.select_for_update(of=("self",)).select_related("account", "workspace")
    row = rows.filter(workspace=workspace, pk=entry.record or 0).first()
    after: dict[str, Any] = entry.after or {}
    now = {} if row is None else snapshot(row) | {INVITED: invited_to(row)}
    if row is None or any(now[name] != value for name, value in after.items()):
        raise TouchpointError(worded("It was changed since, so nothing was taken back. Change it by hand instead."))
    felt = row.account, row.sentiment, row.at
    if row.sentiment is not None and row.is_held and entry.verb in ("log", "hold"):
        take_rating_back(account=row.account, rating=row.sentiment, at=row.at)
    mark_stale(workspace, [row.account_id])
    AuditEntry.objects.create(
        workspace=workspace, at=clock.now(), by=by, verb="undo", noun=NOUN, record=row.pk, before=after,
        after=entry.before,
    )  # fmt: skip
    if entry.before is None:
        row.delete()
        return
    sequence = row.sequence
    put(row, {name: value for name, value in entry.before.items() if name != INVITED})
    if row.invited_at is not None and row.invited_at >= entry.at:
        row.sequence = sequence + 1  # what went out meanwhile is in calendars: only a higher number puts it right there
    row.save()
    if entry.verb == VERB and row.is_held:
        back = Touchpoint.objects.select_related("account", "workspace").get(workspace=workspace, pk=row.pk)
        mark_stale(workspace, [back.account_id])
        if felt != (now_felt := (back.account, back.sentiment, back.at)):
            rate_anew(felt, now_felt, by)
    if INVITED in entry.before:
        _invite_again(row, entry.before[INVITED])


def _invite_again(row: Touchpoint, numbers: Sequence[int]) -> None:
    """Those who were invited; who was erased meanwhile is not."""
    row.attendees.all().delete()
    for contact in Contact.objects.filter(workspace=row.workspace_id, pk__in=numbers).order_by("pk"):
        Attendee.objects.create(workspace_id=row.workspace_id, touchpoint=row, contact=contact)
