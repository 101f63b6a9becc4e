"""How many tasks may still be made for a member today without anybody asking? A day has only so many hours."""

from collections import Counter
from datetime import datetime
from typing import Final

from django.db.models import Count, Q

from tenure.records.member import Member
from tenure.records.task import Task
from tenure.records.workspace import Workspace

UNASKED: Final = ("play:", "signals")  # how actors are called that are no person


class TaskRoom:
    """Read once, and kept up to date by whoever makes tasks."""

    def __init__(self, workspace: Workspace, today: datetime) -> None:
        """``today``: when the day of the workspace began."""
        self._most = workspace.tasks_a_day
        by_nobody = Q()
        for actor in UNASKED:
            by_nobody |= Q(created_by__startswith=actor)
        made = Task.objects.filter(by_nobody, workspace=workspace, created_at__gte=today)
        self._made = Counter(dict(made.values_list("owner").annotate(Count("pk")).order_by()))

    def has(self, member: Member | None) -> bool:
        """Whether one more may be made for the member; what is nobody's counts together."""
        return self._made[self._number(member)] < self._most

    def take(self, member: Member | None) -> None:
        """One was made."""
        self._made[self._number(member)] += 1

    @staticmethod
    def _number(member: Member | None) -> int | None:
        return None if member is None else member.pk
