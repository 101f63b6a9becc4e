"""What happened to an account that its use may answer to? Touchpoints and changes of its contracts, by day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tenure.records.account import Account
from tenure.records.contract import Contract, ContractPeriod
from tenure.records.touchpoint import Touchpoint

Kind = Literal["touchpoint", "contract"]
Change = Literal["begins", "grows", "shrinks", "renews", "ends", "notice"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on a day; ``what`` is a touchpoint's channel, or what became of a contract."""

    kind: Kind
    what: str


def marks(account: Account, last: date, days: int) -> Mapping[date, list[Mark]]:
    """Those of so many days that end with ``last``; every day that has some."""
    first = last - timedelta(days=days - 1)
    found: dict[date, list[Mark]] = {}
    touched = Touchpoint.objects.filter(
        workspace=account.workspace_id, account=account, is_held=True, at__date__gte=first, at__date__lte=last
    )
    for at, channel in touched.order_by("at").values_list("at", "channel"):
        found.setdefault(at.date(), []).append(Mark("touchpoint", channel))
    for day, what in _changes(account, first, last):
        found.setdefault(day, []).append(Mark("contract", what))
    return found


def _changes(account: Account, first: date, last: date) -> Iterator[tuple[date, Change]]:
    contracts = Contract.objects.filter(workspace=account.workspace_id, account=account)
    for contract in contracts.prefetch_related("periods"):
        before: ContractPeriod | None = None
        for period in sorted(contract.periods.all(), key=lambda one: one.starts_on):
            if first <= period.starts_on <= last:
                yield period.starts_on, _begun(before, period)
            before = period
        if before is not None and before.ends_on is not None and first <= before.ends_on <= last:
            yield before.ends_on, "ends"
        notice = contract.notice_given_on
        if notice is not None and first <= notice <= last:
            yield notice, "notice"


def _begun(before: ContractPeriod | None, period: ContractPeriod) -> Change:
    if before is None:
        return "begins"
    if period.mrr == before.mrr:
        return "renews"
    return "grows" if period.mrr > before.mrr else "shrinks"
