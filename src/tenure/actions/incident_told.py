"""Notes that an account was told of an incident, when the task to tell it is finished."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from tenure import clock
from tenure.actions.incident_entries import Doing
from tenure.records.incident import IncidentAccount
from tenure.records.task import Task

SET: Final = "incident:"  # what the key of the set of an incident's tasks begins with


def incident_of(task: Task) -> int | None:
    """The number of the incident that a task is to tell of, or to make good; None for any other task."""
    return int(task.set_key.removeprefix(SET)) if task.set_key.startswith(SET) else None


def told_with(tasks: Iterable[Task], by: str) -> tuple[int, ...]:
    """Whoever was to be told by these tasks, which were just finished, was; the entries by which that is taken back."""
    numbers = [task.pk for task in tasks if task.set_key.startswith(SET) and task.done_at is not None]
    if not numbers:
        return ()
    rows = IncidentAccount.objects.select_for_update(of=("self",)).select_related("incident")
    untold = rows.filter(task__in=numbers, told_at=None).order_by("incident_id", "pk")
    now, entries = clock.now(), []
    for incident, some in groupby(untold, key=lambda row: row.incident):
        doing = Doing.to(incident)
        for row in some:
            doing.change(row, {"told_at": now, "told_by": by})
        if (entry := doing.note("tell", by).entry) is not None:
            entries.append(entry.pk)
    return tuple(entries)
