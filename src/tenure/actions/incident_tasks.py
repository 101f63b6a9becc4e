"""Whose work is it to tell an account of an incident? A task for each call, and one for each owner for what is written."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from django.db.models import QuerySet

from tenure import clock
from tenure.actions.incident_entries import Doing, rows_of
from tenure.actions.incident_told import SET
from tenure.actions.task_entries import Done
from tenure.actions.tasks import LONGEST_REASON, MOST, assign_tasks, create_task, drop_tasks, finish_tasks, reopen_tasks
from tenure.answers.tasks import open_tasks
from tenure.records.account import Account
from tenure.records.incident import Incident, IncidentAccount
from tenure.records.member import Member
from tenure.records.task import Task
from tenure.values.voice import worded
from tenure.values.zone import day_in

MOST_CALLS: Final = 500  # open at once: more bury whoever has to make them, so that the others come as these are made
_NAMED: Final = 100  # letters of a title or name within another title


def share_out(doing: Doing, by: str) -> None:
    """Let every account that was not told be in a task of its owner of today; tasks that are needless now are dropped."""
    rows = [row for row in rows_of(doing.incident) if row.told_at is None]
    _share_calls(doing, [row for row in rows if row.way == IncidentAccount.Way.CALL], by)
    _share_written(doing, [row for row in rows if row.way == IncidentAccount.Way.NOTICE], by)
    _do(doing, drop_tasks, telling(doing.incident).exclude(pk__in=_untold(doing.incident)), by)


def finish_told(doing: Doing, by: str) -> None:
    """Finish the tasks by which everybody was told."""
    _do(doing, finish_tasks, telling(doing.incident).exclude(pk__in=_untold(doing.incident)), by)


def reopen_telling(doing: Doing, rows: Iterable[IncidentAccount], by: str) -> None:
    """Open the tasks again by which these were told."""
    _do(doing, reopen_tasks, [row.task for row in rows if row.task is not None], by)


def drop_telling(doing: Doing, by: str) -> None:
    """Nobody has to be told any more."""
    _do(doing, drop_tasks, telling(doing.incident), by)


def make_amends(doing: Doing, rows: list[IncidentAccount], by: str) -> None:
    """A task for each account: to apologise, and to give what was promised."""
    incident = doing.incident
    for row in rows:
        _make(doing, _amends(incident), by, row.account, f"amends:{row.pk}", incident.apology)


def telling(incident: Incident) -> QuerySet[Task]:
    """The open tasks to tell somebody of it."""
    found = open_tasks(incident.workspace).filter(set_key=_set(incident))
    return found.exclude(cause__startswith=f"{_set(incident)}:amends:")


def owner_of(account: Account) -> Member | None:
    """Whose account it is, if that member is still there."""
    return account.owner if account.owner is not None and account.owner.ended_at is None else None


def _share_calls(doing: Doing, rows: list[IncidentAccount], by: str) -> None:
    waiting = [row for row in rows if row.task is None]
    room = max(MOST_CALLS - (len(rows) - len(waiting)), 0)
    for row in waiting[:room]:
        who = str(row.contact) if row.contact else row.account.name or row.account.key
        said = {"who": who[:_NAMED], "incident": doing.incident.title[:_NAMED]}
        title = worded("Call {who} about “{incident}”", **said)
        task = _make(doing, title, by, row.account, f"call:{row.pk}", doing.incident.description)
        doing.change(row, {"task": task})
    _adopt_calls(doing, rows, by)


def _adopt_calls(doing: Doing, rows: list[IncidentAccount], by: str) -> None:
    """Calls that nobody has, or somebody who left, go to the account's owner; whoever else was given one keeps it."""
    by_owner: dict[Member, list[Task]] = defaultdict(list)
    for row in rows:
        holder, owner = row.task.owner if row.task else None, owner_of(row.account)
        if row.task and owner is not None and (holder is None or holder.ended_at is not None):
            by_owner[owner].append(row.task)
    for owner, tasks in by_owner.items():
        _do(doing, partial(assign_tasks, owner=owner), tasks, by)


def _share_written(doing: Doing, rows: list[IncidentAccount], by: str) -> None:
    by_owner: dict[Member | None, list[IncidentAccount]] = defaultdict(list)
    for row in rows:
        by_owner[owner_of(row.account)].append(row)
    there = {task.owner: task for task in telling(doing.incident).filter(account=None).select_related("owner")}
    title = worded("Tell your accounts about “{incident}”", incident=doing.incident.title[:_NAMED])
    for owner, some in by_owner.items():
        task = there.get(owner) or _make(doing, title, by, None, None, doing.incident.description, owner)
        for row in some:
            doing.change(row, {"task": task})


def _make(  # noqa: PLR0917 - what a task says
    doing: Doing, title: str, by: str, account: Account | None, cause: str | None, reason: str, owner: Member | None = None
) -> Task:  # fmt: skip
    incident = doing.incident
    made = create_task(
        workspace=incident.workspace, account=account, owner=owner_of(account) if account else owner, title=title,
        reason=reason[:LONGEST_REASON], due_on=day_in(clock.now(), incident.workspace.time_zone),
        set_key=_set(incident), cause=f"{_set(incident)}:{cause}" if cause else None, by=by,
    )  # fmt: skip
    doing.entries.extend(made.entries)
    return made.tasks[0]


def _amends(incident: Incident) -> str:
    said = {"incident": incident.title[:_NAMED], "goodwill": incident.goodwill[:_NAMED]}
    if not incident.goodwill:
        return worded("Apologise for “{incident}”", **said)
    if not incident.apology:
        return worded("Give for “{incident}”: {goodwill}", **said)
    return worded("Apologise for “{incident}”, and give: {goodwill}", **said)


def _untold(incident: Incident) -> QuerySet[IncidentAccount, int | None]:
    rows = IncidentAccount.objects.filter(incident=incident, told_at=None, task__isnull=False)
    return rows.values_list("task", flat=True)


def _set(incident: Incident) -> str:
    return f"{SET}{incident.pk}"


def _do(doing: Doing, action: Callable[..., Done], tasks: Iterable[Task], by: str) -> None:
    numbers = sorted({task.pk for task in tasks})
    for start in range(0, len(numbers), MOST):
        some = numbers[start : start + MOST]
        doing.entries.extend(action(workspace=doing.incident.workspace, numbers=some, by=by).entries)
