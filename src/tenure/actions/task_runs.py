"""Makes a task for each of very many accounts, a batch at a time, and takes them all back: a run is known by its name.

Every task carries the run and its account as its cause, so that a batch that is sent twice makes nothing twice.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db import transaction

from tenure.actions.task_entries import NOUN, TaskError
from tenure.actions.tasks import create_task
from tenure.actions.undo import undo
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.member import Member
from tenure.records.task import Task
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

BATCH: Final = 500  # tasks that are made, or taken back, at once
_RUN: Final = re.compile(r"[0-9a-f]{16}")


def add_tasks(
    *,
    workspace: Workspace,
    accounts: Sequence[int],
    run: str,
    title: str,
    by: str,
    reason: str = "",
    due_on: date | None = None,
    otherwise: Member | None = None,
) -> int:
    """Make a task for each of at most a batch of accounts, for its owner, or ``otherwise`` where there is none; how many.

    All of the batch or nothing. Raises TaskError for what `create_task` refuses, and for a run that is none.
    """
    _check(run)
    rows = Account.objects.filter(workspace=workspace, pk__in=accounts[:BATCH]).select_related("owner").order_by("pk")
    with transaction.atomic():
        done = [
            create_task(
                workspace=workspace, title=title, reason=reason, due_on=due_on, account=account,
                owner=account.owner or otherwise, cause=f"{_named(run)}{account.pk}", by=by,
            )
            for account in rows
        ]  # fmt: skip
    return sum(1 for one in done if one.entries)


def undo_run(*, workspace: Workspace, run: str, after: int, by: str) -> tuple[int, int | None]:
    """Take back a batch of a run's tasks, those numbered above ``after``; how many, and the last (None: no more are there).

    Raises UndoError as `undo` does.
    """
    _check(run)
    mine = Task.objects.filter(workspace=workspace, cause__startswith=_named(run), created_by=by, pk__gt=after)
    numbers = list(mine.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not numbers:
        return 0, None
    made = AuditEntry.objects.filter(workspace=workspace, noun=NOUN, verb="create", record__in=numbers, by=by)
    undone = undo(workspace=workspace, entries=list(made.values_list("pk", flat=True)), by=by)
    return undone.count, numbers[-1] if len(numbers) == BATCH else None


def _named(run: str) -> str:
    return f"run {run} "


def _check(run: str) -> None:
    if not _RUN.fullmatch(run):
        raise TaskError(worded("Those tasks are not known any more: look at the list of tasks."))
