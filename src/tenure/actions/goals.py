"""Sets what a figure of the business is to reach by a day, and ends it."""

from datetime import date
from math import isfinite

from django.db import transaction

from tenure import clock
from tenure.actions.importing.records import Json, difference, snapshot
from tenure.calc.figures import FIGURES
from tenure.records.audit import AuditEntry
from tenure.records.goal import Goal
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

MOST = 20  # goals at a time: more are none


class GoalError(ValueError):
    """A goal that cannot be set; the sentence says what to change."""


def set_goal(*, workspace: Workspace, figure: str, target: float, due_on: date, by: str) -> AuditEntry:
    """Aim at a target (a share, minor units or a number, as the figure is) by a day; the way to it begins today.

    Raises GoalError for a figure that there is not, a share above 200 %, a day that is not ahead, or too many goals.
    """
    now = clock.now()
    if figure not in FIGURES:
        raise GoalError(worded("There is no figure “{figure}”.", figure=figure[:40]))
    most = 2.0 if FIGURES[figure].unit == "share" else 1e15
    if not isfinite(target) or not 0 <= target <= most:
        raise GoalError(worded("The target is too large: write 82 for 82 %."))
    if due_on <= now.date():
        raise GoalError(worded("The day of a goal lies ahead: choose a later one."))
    with transaction.atomic():
        if Goal.objects.select_for_update().filter(workspace=workspace, ended_at=None).count() >= MOST:
            raise GoalError(worded("There are {most} goals already: end one first.", most=str(MOST)))
        goal = Goal.objects.create(
            workspace=workspace, figure=figure, target=target, since=now.date(), due_on=due_on, by=by, created_at=now
        )
        return _note(goal, "create", by, None, snapshot(goal))


def end_goal(*, workspace: Workspace, number: int, by: str) -> AuditEntry | None:
    """End a goal; None when there is none of that number."""
    with transaction.atomic():
        goal = Goal.objects.select_for_update().filter(workspace=workspace, pk=number, ended_at=None).first()
        if goal is None:
            return None
        was = snapshot(goal)
        goal.ended_at = clock.now()
        goal.save(update_fields=["ended_at"])
        return _note(goal, "end", by, *difference(was, snapshot(goal)))


def _note(goal: Goal, verb: str, by: str, before: Json | None, after: Json) -> AuditEntry:
    return AuditEntry.objects.create(
        workspace=goal.workspace, at=clock.now(), by=by, verb=verb, noun="goal", record=goal.pk, before=before,
        after=after,
    )  # fmt: skip
