"""What did an action do to tasks? The audit's entries tell, and by them it is taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tenure import clock
from tenure.actions.importing.records import difference, snapshot
from tenure.records.audit import AuditEntry
from tenure.records.task import Task

NOUN = "task"


class TaskError(ValueError):
    """What cannot be done to a task; the sentence says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action: the tasks it changed or made, and the entries by which `undo` takes it back."""

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


def _note(task: Task, verb: str, by: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> int:
    entry = AuditEntry(workspace_id=task.workspace_id, at=clock.now(), by=by, verb=verb, noun=NOUN, record=task.pk)
    entry.before, entry.after = before, after
    entry.save()
    return entry.pk


def together(done: Iterable[Done]) -> Done:
    """Several actions as one that is taken back at once."""
    return sum(done, Done())
