"""Enters accounts into the churn register that left without anybody saying so, and takes out those that came back."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from tenure import clock
from tenure.actions.departures import NOBODY, NOUN, register
from tenure.actions.importing.records import snapshot
from tenure.actions.renewals import write_down
from tenure.answers.last_usage import last_usage, parse
from tenure.answers.renewals import is_trial, last_periods
from tenure.records.contract import ContractPeriod
from tenure.records.departure import Departure
from tenure.records.workspace import Workspace

AT_ONCE: Final = 100  # accounts that one pass enters
_LATE: Final = 60  # days after an end within which its usage is read anew: events may come late


class _End(NamedTuple):
    """The end of an account's last contract; of several on a day that of most MRR is the last."""

    day: date
    mrr: int
    period: int

    @classmethod
    def never(cls) -> "_End":
        """Before any other."""
        return cls(date.min, 0, 0)


def note_unsaid(*, workspace: Workspace) -> bool:
    """Enter those that have left and are not in the register, some at a time; whether more wait.

    An account has left when a contract of it ended and none runs or is agreed, trials apart. Who runs again, or whose
    end was moved, is taken out again unless somebody said why it left.
    """
    today = clock.now().date()
    gone = _gone(workspace, today)
    known = Departure.objects.filter(workspace=workspace, taken_back_at=None)
    ends = defaultdict(set)
    for account, ends_on in known.values_list("account", "ends_on"):
        ends[account].add(ends_on)
    missing = [end for account, end in gone.items() if not any(one >= end.day for one in ends[account])]
    wrong = [
        row
        for row in known.filter(by=NOBODY, reason=None)
        if row.account_id not in gone or gone[row.account_id].day != row.ends_on
    ]
    some = [end.period for end in sorted(missing, reverse=True)[:AT_ONCE]]
    if some or wrong:
        periods = ContractPeriod.objects.select_related("contract__account").in_bulk(some)
        _write(workspace, [periods[one] for one in some if one in periods], wrong)
    _complete(workspace, today)
    return len(some) < len(missing)


def _gone(workspace: Workspace, today: date) -> dict[int, _End]:
    """Account -> the last end of those that have none of their contracts left."""
    last = last_periods(workspace).exclude(plan__in=_trials(workspace))
    runs = last.filter(Q(ends_on=None) | Q(ends_on__gt=today), contract__account=OuterRef("contract__account"))
    ended = last.filter(~Exists(runs), ends_on__lte=today)
    found: dict[int, _End] = {}
    for account, day, mrr, period in ended.values_list("contract__account", "ends_on", "mrr", "pk").iterator(5_000):
        found[account] = max(_End(day or date.max, mrr, period), found.get(account, _End.never()))
    return found


def _trials(workspace: Workspace) -> list[str]:
    """The plans to try with."""
    plans = ContractPeriod.objects.filter(workspace=workspace).order_by().values_list("plan", flat=True).distinct()
    return [plan for plan in plans if is_trial(plan)]


def _write(workspace: Workspace, missing: Iterable[ContractPeriod], wrong: Iterable[Departure]) -> None:
    by_day: dict[date, list[ContractPeriod]] = defaultdict(list)
    for period in missing:
        by_day[_end(period)].append(period)
    usage = {
        account: used
        for day, periods in by_day.items()
        for account, used in last_usage(workspace, [one.contract.account_id for one in periods], day).items()
    }
    with transaction.atomic():
        for period in (period for periods in by_day.values() for period in periods):
            used = usage[period.contract.account_id]
            row = register(period.contract, period, _end(period), used, by=NOBODY)
            row.save()
            _note(row, "enter", None, snapshot(row))
        for row in wrong:
            row.taken_back_at = clock.now()
            row.save(update_fields=["taken_back_at"])
            _note(row, "take_back", {"taken_back_at": None}, {"taken_back_at": row.taken_back_at.isoformat()})


def _end(period: ContractPeriod) -> date:
    """The end of a period that has one."""
    return period.ends_on or date.max


def _complete(workspace: Workspace, today: date) -> None:
    """An end that was said before it came kept the usage until then: keep that until the end, once it is here."""
    rows = Departure.objects.filter(workspace=workspace, taken_back_at=None, ends_on__lte=today)
    rows = rows.filter(ends_on__gt=today - timedelta(_LATE), created_at__date__lt=F("ends_on"))
    for row in rows:
        if parse(row.usage).until == row.ends_on:
            continue
        usage = last_usage(workspace, [row.account_id], row.ends_on)[row.account_id]
        with transaction.atomic():
            before: dict[str, Any] = {"usage": row.usage}
            row.usage = usage.as_json()
            row.save(update_fields=["usage"])
            _note(row, "complete", before, {"usage": row.usage})


def _note(row: Departure, verb: str, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
    write_down(row.workspace_id, verb, NOUN, row.pk, by=NOBODY, before=before, after=after)
