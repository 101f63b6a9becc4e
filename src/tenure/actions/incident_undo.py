"""Takes back what was done to an incident and to its accounts, with the tasks that were made, finished or dropped for it."""

from typing import Any

from django.db.models import Model

from tenure.actions.importing.records import put, snapshot
from tenure.actions.incident_entries import BESIDE
from tenure.actions.staleness import mark_stale
from tenure.actions.taking_back import CHANGED, UndoError, note_undone, put_back
from tenure.records.audit import AuditEntry
from tenure.records.incident import Incident, IncidentAccount
from tenure.values.voice import worded

Json = dict[str, Any]


def incident_back(entry: AuditEntry) -> None:
    """Let the incident, its accounts and their tasks be as they were. Raises UndoError when one was changed since.

    An account that was erased meanwhile stays away.
    """
    after, before = entry.after or {}, entry.before or {}
    incident = Incident.objects.select_for_update().filter(workspace=entry.workspace_id, pk=entry.record or 0).first()
    if incident is None or "made" not in after or not _says(incident, _own(after)):
        raise UndoError(worded(CHANGED))
    tasks = AuditEntry.objects.select_related("workspace").filter(workspace=entry.workspace_id, pk__in=after["entries"])
    for task in tasks.order_by("-pk"):
        put_back(task)
    accounts = set(_rows(incident).values_list("account", flat=True))
    if entry.before is None:
        _refuse_told(incident, list(_rows(incident).values_list("pk", flat=True)))
        incident.delete()
    else:
        _put_back_rows(incident, before["rows"], after["rows"])
        _refuse_told(incident, after["made"])
        _rows(incident).filter(pk__in=after["made"]).delete()
        put(incident, _own(before))
        incident.save()
    mark_stale(entry.workspace, accounts)
    note_undone(entry)


def _own(said: Json) -> Json:
    """The incident's own fields among what an entry says."""
    return {name: value for name, value in said.items() if name not in BESIDE}


def _put_back_rows(incident: Incident, before: Json, after: Json) -> None:
    for row in _rows(incident).select_for_update().filter(pk__in=before):
        said = after[str(row.pk)]
        if not _says(row, {name: value for name, value in said.items() if name != "task_id"}):
            raise UndoError(worded(CHANGED))
        put(row, before[str(row.pk)])
        row.save()


def _refuse_told(incident: Incident, made: list[int]) -> None:
    """Whoever was told since knows of it: what was added then stays."""
    if _rows(incident).filter(pk__in=made, told_at__isnull=False).exists():
        raise UndoError(worded(CHANGED))


def _rows(incident: Incident) -> Any:
    return IncidentAccount.objects.filter(workspace=incident.workspace_id, incident=incident)


def _says(row: Model, said: Json) -> bool:
    now = snapshot(row)
    return all(now.get(name) == value for name, value in said.items())
