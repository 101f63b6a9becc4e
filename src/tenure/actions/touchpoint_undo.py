"""Takes back what was said of a touchpoint: the touchpoint itself, its rating, and who was invited."""

from collections.abc import Sequence
from typing import Any

from tenure.actions.importing.records import put, snapshot
from tenure.actions.ratings import take_rating_back
from tenure.actions.staleness import mark_stale
from tenure.actions.taking_back import CHANGED, UndoError, note_undone
from tenure.actions.touchpoint_edit import VERB, rate_anew
from tenure.actions.touchpoints import INVITED, invited_to
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.touchpoint import Attendee, Touchpoint
from tenure.values.voice import worded


def touchpoint_back(entry: AuditEntry) -> None:
    """An invitation that went out meanwhile stays out. Raises UndoError when the touchpoint was changed since."""
    rows = Touchpoint.objects.select_for_update(of=("self",)).select_related("account", "workspace")
    row = rows.filter(workspace=entry.workspace_id, pk=entry.record or 0).first()
    after: dict[str, Any] = entry.after or {}
    now = {} if row is None else snapshot(row) | {INVITED: invited_to(row)}
    if row is None or any(now.get(name) != value for name, value in after.items()):
        raise UndoError(worded(CHANGED))
    felt = row.account, row.sentiment, row.at
    if row.sentiment is not None and row.is_held and entry.verb in ("log", "hold"):
        take_rating_back(account=row.account, rating=row.sentiment, at=row.at)
    mark_stale(row.workspace, [row.account_id])
    note_undone(entry)
    if entry.before is None:
        row.delete()
        return
    sequence = row.sequence
    put(row, {name: value for name, value in entry.before.items() if name != INVITED})
    if row.invited_at is not None and row.invited_at >= entry.at:
        row.sequence = sequence + 1  # what went out meanwhile is in calendars: only a higher number puts it right there
    row.save()
    if entry.verb == VERB and row.is_held:
        back = Touchpoint.objects.select_related("account", "workspace").get(workspace=row.workspace_id, pk=row.pk)
        mark_stale(back.workspace, [back.account_id])
        if felt != (now_felt := (back.account, back.sentiment, back.at)):
            rate_anew(felt, now_felt, entry.by)
    if INVITED in entry.before:
        _invite_again(row, entry.before[INVITED])


def _invite_again(row: Touchpoint, numbers: Sequence[int]) -> None:
    """Those who were invited; who was erased meanwhile is not."""
    row.attendees.all().delete()
    for contact in Contact.objects.filter(workspace=row.workspace_id, pk__in=numbers).order_by("pk"):
        Attendee.objects.create(workspace_id=row.workspace_id, touchpoint=row, contact=contact)
