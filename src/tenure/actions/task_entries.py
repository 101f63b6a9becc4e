"""What did an action do to tasks, and how is it taken back? The audit's entries tell, of what holds still as it was left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from tenure import clock
from tenure.actions.import_records import difference, put, snapshot
from tenure.records.audit import AuditEntry
from tenure.records.task import Task
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

NOUN = "task"
UNDO_FOR = timedelta(hours=1)  # pages offer it for seconds; who reads slowly, or keeps the pointer there, has longer


class TaskError(ValueError):
    """What cannot be done to a task; the sentence says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action: the tasks it changed or made, and the entries by which `undo_tasks` takes it back."""

    tasks: tuple[Task, ...] = ()
    entries: tuple[int, ...] = ()

    def __add__(self, other: "Done") -> "Done":
        """Both together, in their order."""
        return Done(self.tasks + other.tasks, self.entries + other.entries)


def note_new(task: Task, by: str) -> Done:
    """Note a task just made."""
    return Done((task,), (_note(task, "create", by, None, snapshot(task)),))


def save_changed(task: Task, was: dict[str, Any], verb: str, by: str) -> Done:
    """Save a task that was changed since its snapshot ``was``, and note how; nothing when it was not."""
    before, after = difference(was, snapshot(task))
    if not after:
        return Done()
    task.save()
    return Done((task,), (_note(task, verb, by, before, after),))


def undo_tasks(*, workspace: Workspace, entries: Sequence[int], by: str) -> int:
    """Take back what the same actor did within the hour, as these entries note it; how many tasks were as before again.

    Wholly or not at all. Raises TaskError when it is not theirs or not there, or a task was changed since.
    """
    with transaction.atomic():
        noted = AuditEntry.objects.filter(workspace=workspace, noun=NOUN, pk__in=entries, by=by)
        found = list(noted.filter(at__gte=clock.now() - UNDO_FOR).order_by("-pk"))
        if not found or len(found) < len(set(entries)):
            raise TaskError(worded("That cannot be taken back any more: it was done long ago, or by somebody else."))
        numbers = {entry.record for entry in found if entry.record is not None}
        rows = Task.objects.select_for_update().filter(workspace=workspace, pk__in=numbers).order_by("pk")
        tasks = {task.pk: task for task in rows}
        for entry in found:
            _take_back(entry, tasks, by)
    return len(numbers)


def _take_back(entry: AuditEntry, tasks: dict[int, Task], by: str) -> None:
    task = tasks.get(entry.record or 0)
    if task is None or not _is_as_left(task, entry.after or {}):
        raise TaskError(worded("A task was changed since, so nothing was taken back. Change it by hand instead."))
    if entry.before is None:
        _note(task, "undo", by, entry.after, None)
        del tasks[task.pk]
        task.delete()
        return
    put(task, entry.before)
    task.save()
    _note(task, "undo", by, entry.after, entry.before)


def _is_as_left(task: Task, after: dict[str, Any]) -> bool:
    now = snapshot(task)
    return all(now[name] == value for name, value in after.items())


def _note(task: Task, verb: str, by: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> int:
    entry = AuditEntry(workspace_id=task.workspace_id, at=clock.now(), by=by, verb=verb, noun=NOUN, record=task.pk)
    entry.before, entry.after = before, after
    entry.save()
    return entry.pk


def together(done: Iterable[Done]) -> Done:
    """Several actions as one that is taken back at once."""
    return sum(done, Done())
