"""What is due of which account soon, besides its renewal: an open task, or the last day to give notice?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import Min

from tenure.calc.attention import NEARNESS
from tenure.records.contract import ContractPeriod
from tenure.records.task import Task
from tenure.records.workspace import Workspace

FARTHEST = NEARNESS[-1][0]


@dataclass(frozen=True, slots=True)
class Due:
    """The nearest day on which something of an account is due."""

    kind: Literal["task", "notice"]
    day: date


def due_dates(workspace: Workspace, today: date, account: int | None = None) -> Mapping[int, Due]:
    """Account -> what is due of it within 90 days, or overdue; of all accounts that have something, or of one."""
    last = today + timedelta(FARTHEST)
    tasks = Task.objects.filter(workspace=workspace, done_at=None, dropped_at=None, due_on__lte=last)
    tasks = tasks.filter(account__isnull=False) if account is None else tasks.filter(account=account)
    found = {pk: Due("task", day) for pk, day in tasks.order_by().values_list("account").annotate(Min("due_on"))}
    for pk, day in _last_days_of_notice(workspace, today, account):
        if today <= day <= last and (pk not in found or day < found[pk].day):
            found[pk] = Due("notice", day)
    return found


def _last_days_of_notice(workspace: Workspace, today: date, account: int | None) -> list[tuple[int, date]]:
    """Of periods that run or begin later, and whose contract nobody has ended."""
    periods = ContractPeriod.objects.filter(
        workspace=workspace, contract__notice_days__isnull=False, contract__notice_given_on=None, ends_on__gte=today
    )
    if account is not None:
        periods = periods.filter(contract__account=account)
    rows = periods.order_by().values_list("contract__account", "contract__notice_days", "ends_on")
    return [(pk, ends_on - timedelta(days or 0)) for pk, days, ends_on in rows if ends_on is not None]
