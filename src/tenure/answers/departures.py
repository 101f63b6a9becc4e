"""Who left, when and why, how long had they been there, and how did they use us at the end? The churn register, read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from tenure import clock
from tenure.answers.last_usage import LastUsage, parse
from tenure.records.account import Account
from tenure.records.contract import ContractPeriod
from tenure.records.departure import Departure
from tenure.records.workspace import Workspace

UNKNOWN: Final = 0  # the number of no reason


@dataclass(frozen=True, slots=True)
class Left:
    """One departure; ``reason`` is of the first level, ``finer`` of the second, both empty while nobody said why.

    ``mrr`` is in minor units a month. ``is_back``: a contract of the account runs today.
    """

    number: int
    account: int
    key: str
    name: str
    product: str
    ends_on: date
    notice_on: date | None
    reason_number: int
    reason: str
    finer: str
    competitor: str
    note: str
    mrr: int
    currency: str
    member_days: int
    usage: LastUsage
    by: str
    is_back: bool

    @property
    def is_ahead(self) -> bool:
        """Whether the end is announced and not here yet."""
        return self.ends_on > clock.now().date()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many left for a reason and with how much MRR, in one currency; ``finer`` empty: all of the first level."""

    reason: str
    finer: str
    currency: str
    count: int
    mrr: int


def departures(
    workspace: Workspace, accounts: QuerySet[Account], start: date | None = None, end: date | None = None
) -> list[Left]:
    """Those whose end lies from a day on and before another (None: whenever), the latest first, in one query."""
    today = clock.now().date()
    running = ContractPeriod.objects.filter(contract__account=OuterRef("account"), starts_on__lte=today)
    running = running.filter(Q(ends_on=None) | Q(ends_on__gt=today)).exclude(contract=OuterRef("contract"))
    again = ContractPeriod.objects.filter(contract=OuterRef("contract"), starts_on__gte=OuterRef("ends_on"))
    again = again.filter(starts_on__lte=today)
    found = Departure.objects.filter(workspace=workspace, taken_back_at=None, account__in=accounts)
    if start is not None:
        found = found.filter(ends_on__gte=start)
    if end is not None:
        found = found.filter(ends_on__lt=end)
    rows = found.select_related("account", "contract", "reason__parent").annotate(
        back=Exists(running.filter(starts_on__gte=OuterRef("ends_on"))) | Exists(again)
    )
    return [_left(row, is_back=row.back) for row in rows.order_by("-ends_on", "account__key", "pk")]


def counted(rows: Iterable[Left]) -> list[Counted]:
    """By reason and finer reason: each first level with its finer ones after it, those of most MRR first; unknown last."""
    of: dict[tuple[str, str], dict[str, list[Left]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        of[row.reason, row.currency][row.finer].append(row)
    found: list[Counted] = []
    for (reason, currency), finer in sorted(of.items(), key=lambda one: _order(one[0][0], one[1].values())):
        found.append(_count(reason, "", currency, [row for some in finer.values() for row in some]))
        if reason:
            named = [(name, some) for name, some in finer.items() if name]
            named.sort(key=lambda one: (-sum(row.mrr for row in one[1]), one[0]))
            found += [_count(reason, name, currency, some) for name, some in named]
    return found


def _order(reason: str, some: Iterable[Sequence[Left]]) -> tuple[bool, int, str]:
    return not reason, -sum(row.mrr for rows in some for row in rows), reason


def _count(reason: str, finer: str, currency: str, rows: Sequence[Left]) -> Counted:
    return Counted(reason, finer, currency, len(rows), sum(row.mrr for row in rows))


def _left(row: Departure, *, is_back: bool) -> Left:
    reason = row.reason
    top = reason.parent if reason is not None and reason.parent is not None else reason
    return Left(
        number=row.pk,
        account=row.account_id,
        key=row.account.key,
        name=str(row.account),
        product=row.contract.product if row.contract is not None else "",
        ends_on=row.ends_on,
        notice_on=row.notice_on,
        reason_number=UNKNOWN if reason is None else reason.pk,
        reason="" if top is None else top.words,
        finer="" if reason is None or reason is top else reason.words,
        competitor=row.competitor,
        note=row.note,
        mrr=row.mrr,
        currency=row.currency,
        member_days=row.member_days,
        usage=parse(row.usage),
        by=row.by,
        is_back=is_back,
    )
