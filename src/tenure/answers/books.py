"""How much is on each member’s plate, and what would pass to another with a book of business?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum

from tenure import clock
from tenure.records.account import Account
from tenure.records.member import Member
from tenure.records.task import Task
from tenure.records.touchpoint import Touchpoint
from tenure.records.workspace import Workspace

PROMISE_DAYS: Final = 90  # a next step that was said longer ago is no promise any more
SOON_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Load:
    """One member: accounts, what they bring a month in the workspace's currency, and what waits."""

    member: Member
    accounts: int
    mrr: int
    poor: int
    open_tasks: int
    overdue: int
    meetings: int
    is_away: bool


@dataclass(frozen=True, slots=True)
class Book:
    """What a member holds: accounts, open tasks, next steps that were promised, and meetings to come."""

    accounts: list[Account]
    tasks: list[Task]
    promises: list[Touchpoint]
    meetings: list[Touchpoint]


def loads(workspace: Workspace) -> list[Load]:
    """Every member who is still one, the fullest plate first; as many queries whatever their number."""
    now, today = clock.now(), clock.now().date()
    members = list(Member.objects.select_related("cover", "team").filter(workspace=workspace, ended_at=None))
    held = {
        owner: (count, mrr or 0, poor)
        for owner, count, mrr, poor in Account.objects.filter(workspace=workspace, owner__isnull=False)
        .exclude(health__band="former")
        .values_list("owner")
        .annotate(
            held=Count("pk"),
            brings=Sum("health__mrr", filter=Q(health__currency=workspace.currency)),
            poor=Count("pk", filter=Q(health__band="poor")),
        )
        .order_by()
    }
    tasks = Task.objects.filter(workspace=workspace, done_at=None, dropped_at=None, owner__isnull=False)
    waiting = {
        owner: (count, overdue)
        for owner, count, overdue in tasks.values_list("owner")
        .annotate(waiting=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
        .order_by()
    }
    soon = _to_come(workspace).filter(at__lt=now + timedelta(days=SOON_DAYS), member__isnull=False)
    meetings = dict(soon.values_list("member").annotate(Count("pk")).order_by())
    found = [
        Load(
            one,
            *held.get(one.pk, (0, 0, 0)),
            *waiting.get(one.pk, (0, 0)),
            meetings.get(one.pk, 0),
            is_away(one, today),
        )
        for one in members
    ]
    return sorted(found, key=lambda load: (-load.accounts, load.member.name))


def book(member: Member) -> Book:
    """All that would pass on."""
    now = clock.now()
    accounts = Account.objects.select_related("health").filter(workspace=member.workspace_id, owner=member)
    tasks = Task.objects.select_related("account").filter(
        workspace=member.workspace_id, owner=member, done_at=None, dropped_at=None
    )
    said = Touchpoint.objects.select_related("account", "contact").filter(
        workspace=member.workspace_id, account__owner=member, at__gte=now - timedelta(days=PROMISE_DAYS), is_held=True
    )
    return Book(
        list(accounts.order_by("name", "key")),
        list(tasks.order_by("due_on", "pk")),
        list(said.exclude(next_step="").order_by("-at")),
        list(_to_come(member.workspace).filter(member=member).select_related("account", "contact").order_by("at")),
    )


def is_away(member: Member, today: date) -> bool:
    """Whether the member is absent on a day."""
    begun = member.away_from is not None and member.away_from <= today
    return begun and (member.away_until is None or member.away_until >= today)


def _to_come(workspace: Workspace) -> QuerySet[Touchpoint]:
    return Touchpoint.objects.filter(workspace=workspace, is_held=False, at__gte=clock.now())
