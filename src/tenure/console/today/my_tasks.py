"""What is a member to do today, or should have done?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from tenure.console.scope import books_of
from tenure.records.models import Member, Task

MOST = 6


@dataclass(frozen=True, slots=True)
class MyTasks:
    """``shown`` are due or overdue, the longest overdue first; ``due`` is how many there are, ``open`` how many in all."""

    shown: Sequence[Task]
    due: int
    open: int

    @property
    def rest(self) -> int:
        """Those due that are not shown."""
        return self.due - len(self.shown)


def my_tasks(member: Member, today: date) -> MyTasks:
    """The member's own, and those of whoever the member stands in for; two queries."""
    mine = Task.objects.filter(workspace=member.workspace_id, owner__in=books_of(member), done_at=None, dropped_at=None)
    counted = mine.aggregate(open=Count("pk"), due=Count("pk", filter=Q(due_on__lte=today)))
    shown = mine.filter(due_on__lte=today).select_related("account").order_by("due_on", "pk")[:MOST]
    return MyTasks(list(shown), counted["due"], counted["open"])
