"""Makes tasks and changes them: alone or several together, and a repeating one that is finished makes the next."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction

from tenure import clock
from tenure.actions.importing.records import snapshot
from tenure.actions.incident_told import told_with
from tenure.actions.staleness import mark_stale
from tenure.actions.task_entries import Done, TaskError, note_new, save_changed, together
from tenure.calc.recurrence import due_again
from tenure.records.account import Account
from tenure.records.member import Member
from tenure.records.task import Task
from tenure.records.workspace import Workspace
from tenure.values.voice import worded
from tenure.values.zone import day_in

LONGEST_TITLE: Final = 300
LONGEST_REASON: Final = 1000
MOST: Final = 500  # tasks at once
FARTHEST: Final = 3660  # days that tasks are moved at once
CHANGEABLE: Final = frozenset({"title", "reason", "due_on", "repeat", "owner", "account"})


def create_task(
    *,
    workspace: Workspace,
    title: str,
    by: str,
    account: Account | None = None,
    owner: Member | None = None,
    reason: str = "",
    script: str = "",
    due_on: date | None = None,
    repeat: str = "",
    set_key: str = "",
    cause: str | None = None,
) -> Done:
    """Make a task; one with a ``cause`` that made one before is the one there is, and nothing is done.

    Raises TaskError for a title or reason that does not fit, a word that is no repetition, or somebody of elsewhere.
    """
    task = Task(
        workspace=workspace, account=account, owner=owner, title=title, reason=reason, script=script,
        due_on=due_on, repeat=repeat, set_key=set_key, cause=cause, created_at=clock.now(), created_by=by,
    )  # fmt: skip
    _check(task)
    try:
        with transaction.atomic():
            task.save(force_insert=True)
            _mark(workspace, [task])
            return note_new(task, by)
    except IntegrityError:
        known = Task.objects.filter(workspace=workspace, cause=cause).first() if cause else None
        if known is None:
            raise
        return Done((known,))


def change_task(*, workspace: Workspace, number: int, changes: Mapping[str, Any], by: str) -> Done:
    """Change what is named of title, reason, due_on, repeat, owner and account. Raises TaskError as `create_task` does."""
    if unknown := changes.keys() - CHANGEABLE:
        raise TaskError(worded("A task has no {choices} that could be changed.", choices=", ".join(sorted(unknown))))

    def change(task: Task) -> None:
        if changes.get("due_on", task.due_on) != task.due_on:
            task.repeat_day = None
        for name, value in changes.items():
            setattr(task, name, value)
        _check(task)

    return _each(workspace, [number], "change", by, change)


def finish_tasks(*, workspace: Workspace, numbers: Collection[int], by: str) -> Done:
    """Finish tasks that are open; each that repeats makes the next one, due after today, and whoever one was to tell was told.

    The next one is made once: a task that is opened again and finished again makes no second.
    """
    now = clock.now()

    def finish(task: Task) -> None:
        if task.dropped_at is None:
            task.done_at = task.done_at or now

    with transaction.atomic():
        done = _each(workspace, numbers, "finish", by, finish)
        told = Done(entries=told_with(done.tasks, by))
        return together([done, *(_make_next(task, by) for task in done.tasks), told])


def drop_tasks(*, workspace: Workspace, numbers: Collection[int], by: str) -> Done:
    """Drop open tasks that turned out not to be needed; one that repeats does so no more."""
    now = clock.now()

    def drop(task: Task) -> None:
        if task.done_at is None:
            task.dropped_at = task.dropped_at or now

    return _each(workspace, numbers, "drop", by, drop)


def reopen_tasks(*, workspace: Workspace, numbers: Collection[int], by: str) -> Done:
    """Open tasks again that were finished or dropped."""

    def reopen(task: Task) -> None:
        task.done_at = task.dropped_at = None

    return _each(workspace, numbers, "reopen", by, reopen)


def assign_tasks(*, workspace: Workspace, numbers: Collection[int], owner: Member | None, by: str) -> Done:
    """Give tasks to a member, or to nobody."""

    def assign(task: Task) -> None:
        task.owner = owner
        _check(task)

    return _each(workspace, numbers, "assign", by, assign)


def shift_tasks(*, workspace: Workspace, numbers: Collection[int], days: int, by: str) -> Done:
    """Move tasks by so many days, back or forth; those without a date stay without. Raises TaskError when too far."""
    if not -FARTHEST <= days <= FARTHEST:
        raise TaskError(worded("Tasks move by at most {farthest} days.", farthest=str(FARTHEST)))

    def shift(task: Task) -> None:
        if days and task.due_on is not None:
            task.due_on, task.repeat_day = _moved(task.due_on, days), None

    return _each(workspace, numbers, "shift", by, shift)


def shift_tasks_to(*, workspace: Workspace, numbers: Collection[int], first: date, by: str) -> Done:
    """Move tasks together so that the earliest is due on ``first``; the days between them stay as they are.

    Tasks without a date become due on that day.
    """
    with transaction.atomic():
        dates = [task.due_on for task in _locked(workspace, numbers) if task.due_on is not None]
        days = (first - min(dates)).days if dates else 0

        def shift(task: Task) -> None:
            to = first if task.due_on is None else _moved(task.due_on, days)
            if task.due_on != to:
                task.due_on, task.repeat_day = to, None

        return _each(workspace, numbers, "shift", by, shift)


def _moved(due: date, days: int) -> date:
    try:
        return due + timedelta(days=days)
    except OverflowError:
        raise TaskError(worded("That lies beyond the calendar: choose a nearer day.")) from None


def _make_next(task: Task, by: str) -> Done:
    """The task that follows one just finished, when it repeats."""
    today = day_in(clock.now(), task.workspace.time_zone)
    due = due_again(task.due_on or today, task.repeat, after=today, day=task.repeat_day)
    cause = f"repeat:{task.pk}"
    if due is None or Task.objects.filter(workspace=task.workspace, cause=cause).exists():
        return Done()
    day = task.repeat_day or (task.due_on or today).day
    made = Task.objects.create(
        workspace=task.workspace, account=task.account, owner=task.owner, title=task.title, reason=task.reason,
        script=task.script, due_on=due, repeat=task.repeat, repeat_day=None if due.day == day else day, cause=cause,
        created_at=clock.now(), created_by=by,
    )  # fmt: skip
    return note_new(made, by)


def _each(workspace: Workspace, numbers: Collection[int], verb: str, by: str, change: Callable[[Task], None]) -> Done:
    """Do something to each of the workspace's tasks with these numbers, in one transaction."""
    with transaction.atomic():
        done = []
        for task in _locked(workspace, numbers):
            was = snapshot(task)
            change(task)
            done.append(save_changed(task, was, verb, by))
        _mark(workspace, [task for one in done for task in one.tasks])
        return together(done)


def _mark(workspace: Workspace, tasks: Collection[Task]) -> None:
    """How late tasks are is a fact of their accounts."""
    if stale := {task.account_id for task in tasks if task.account_id is not None}:
        mark_stale(workspace, stale)


def _locked(workspace: Workspace, numbers: Collection[int]) -> list[Task]:
    if len(numbers) > MOST:
        raise TaskError(worded("At most {most} tasks at once: choose fewer.", most=str(MOST)))
    rows = Task.objects.select_for_update(of=("self",)).select_related("workspace", "account", "owner")
    return list(rows.filter(workspace=workspace, pk__in=numbers).order_by("pk"))


def _check(task: Task) -> None:
    task.title, task.reason = " ".join(task.title.split()), task.reason.strip()
    if not 1 <= len(task.title) <= LONGEST_TITLE or "\0" in task.title:
        raise TaskError(worded("A task needs a title of at most {most} characters.", most=str(LONGEST_TITLE)))
    if len(task.reason) > LONGEST_REASON or "\0" in task.reason:
        raise TaskError(worded("A reason has at most {most} characters.", most=str(LONGEST_REASON)))
    if task.repeat not in Task.Repeat.values:
        raise TaskError(
            worded(
                "“{repeat}” is no repetition: choose {choices}.",
                repeat=task.repeat[:40],
                choices=", ".join(filter(None, Task.Repeat.values)),
            )
        )
    if task.account is not None and task.account.workspace_id != task.workspace_id:
        raise TaskError(worded("That account is not of this workspace."))
    if task.owner is not None and task.owner.workspace_id != task.workspace_id:
        raise TaskError(worded("That owner is no member of this workspace."))
