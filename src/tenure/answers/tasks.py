"""Which tasks are open, and how near are they: overdue, today, this week or later?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from tenure import clock
from tenure.records.task import Task
from tenure.records.workspace import Workspace
from tenure.values.zone import day_in

SPANS: Final = ("overdue", "today", "week", "later")


@dataclass(frozen=True, slots=True)
class Days:
    """Today where the workspace is, and the last day of this week there."""

    today: date
    week_end: date

    @classmethod
    def of(cls, workspace: Workspace, first_weekday: int = 0) -> "Days":
        """As of now; a week begins on ``first_weekday``, 0 being Monday."""
        today = day_in(clock.now(), workspace.time_zone)
        return cls(today, today + timedelta(days=6 - (today.weekday() - first_weekday) % 7))

    def span_of(self, due: date | None) -> str:
        """Which of ``SPANS`` a due date falls in; what has none is for later."""
        if due is None or due > self.week_end:
            return "later"
        if due < self.today:
            return "overdue"
        return "today" if due == self.today else "week"

    def within(self, span: str) -> Q:
        """The condition that a task's due date falls in the span."""
        return {
            "overdue": Q(due_on__lt=self.today),
            "today": Q(due_on=self.today),
            "week": Q(due_on__gt=self.today, due_on__lte=self.week_end),
            "later": Q(due_on__gt=self.week_end) | Q(due_on=None),
        }[span]


def open_tasks(workspace: Workspace) -> QuerySet[Task]:
    """Those that are neither done nor dropped."""
    return Task.objects.filter(workspace=workspace, done_at=None, dropped_at=None)


def counts(tasks: QuerySet[Task], days: Days) -> dict[str, int]:
    """How many of the tasks fall in each span, in one query."""
    asked: dict[str, Any] = {span: Count("pk", filter=days.within(span)) for span in SPANS}
    found: dict[str, int] = tasks.order_by().aggregate(**asked)
    return found
