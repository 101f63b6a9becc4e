"""Keeps the churn register: ends a contract with why and how it was used last, says why later, and takes an end back."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Min

from tenure import clock
from tenure.actions.importing.records import difference, put, snapshot
from tenure.actions.renewals import RenewalError, last_period, row_of, write_down, write_rows
from tenure.actions.staleness import mark_stale
from tenure.answers.last_usage import LastUsage, last_usage
from tenure.answers.renewals import UNSAID
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.contract import Contract, ContractLine, ContractPeriod
from tenure.records.departure import ChurnReason, Departure
from tenure.values.voice import worded

NOUN: Final = "departure"
NOBODY: Final = UNSAID
LONGEST_NAME: Final = 200
LONGEST_NOTE: Final = 4_000
_LONGEST_AHEAD: Final = 3_660  # days


@dataclass(frozen=True, slots=True)
class Ending:
    """What is said of an end: ``reason`` is the number of one of the workspace's reasons, None when nobody knows."""

    reason: int | None = None
    competitor: str = ""
    note: str = ""
    notice_on: date | None = None


def end_contract(*, contract: Contract, ends_on: date, said: Ending, by: str) -> Departure:
    """Let the contract end on a day, the first without it, and enter that in the register.

    The end and the notice go in by the rules of the import; with them are kept the MRR that ends, the length of
    membership and the active days of the last thirteen weeks. An end already said of it is replaced. Raises RenewalError.
    """
    today = clock.now().date()
    account = contract.account
    if ends_on > today + timedelta(_LONGEST_AHEAD):
        raise RenewalError(worded("That is more than ten years ahead: choose a nearer day."))
    usage = last_usage(contract.workspace, [account.pk], min(ends_on, today))[account.pk]
    with transaction.atomic():
        for earlier in _in_force(contract):
            _take_back(earlier, by)
        contract = Contract.objects.select_related("workspace", "account").get(pk=contract.pk)
        period = last_period(contract)
        if ends_on <= period.starts_on:
            raise RenewalError(
                worded("Its latest period began on {starts_on}: choose a later day.", starts_on=str(period.starts_on))
            )
        before = _terms(contract, period)
        said_row = row_of(contract, period) | {"ends_on": ends_on.isoformat()}
        if said.notice_on is not None:
            said_row["notice_given_on"] = said.notice_on.isoformat()
        write_rows(contract, said_row, by=by)
        departure = register(contract, period, ends_on, usage, by=by)
        _say(departure, said)
        departure.save()
        _note(departure, "create", by, before, snapshot(departure))
        for unsaid in Departure.objects.filter(contract=contract, taken_back_at=None, by=NOBODY):
            withdraw(unsaid, by)  # now somebody said it
    return departure


def explain(*, departure: Departure, said: Ending, by: str) -> AuditEntry | None:
    """Say, or say otherwise, why it left; None when that changes nothing. Raises RenewalError."""
    with transaction.atomic():
        row = Departure.objects.select_for_update().get(workspace=departure.workspace_id, pk=departure.pk)
        was = snapshot(row)
        _say(row, said)
        row.by = by
        before, after = difference(was, snapshot(row))
        if not after.keys() - {"by"}:
            return None
        row.save()
        return _note(row, "explain", by, before, after)


def take_back(*, departure: Departure, by: str) -> None:
    """It does not leave after all: the contract's end and notice are as before, where nobody changed them since.

    Raises RenewalError where somebody did, or when nobody said this end: only renewing the contract helps then.
    """
    with transaction.atomic():
        row = Departure.objects.select_for_update().get(workspace=departure.workspace_id, pk=departure.pk)
        if row.taken_back_at is not None:
            return
        _take_back(row, by)


def _take_back(row: Departure, by: str) -> None:
    entries = AuditEntry.objects.filter(workspace=row.workspace_id, noun=NOUN, record=row.pk, verb="create")
    entry = entries.order_by("pk").last()
    if entry is None or not entry.before or row.contract_id is None:
        raise RenewalError(worded("Nobody said this end: renew the contract instead."))
    contract = Contract.objects.get(workspace=row.workspace_id, pk=row.contract_id)
    period = last_period(contract)
    if period.pk != entry.before["period"] or period.ends_on != row.ends_on:
        raise RenewalError(
            worded("The contract was changed since, so its end stays as it is: change it by hand instead.")
        )
    _restore(contract, period, entry.before)
    mark_stale(row.workspace, [row.account_id])
    withdraw(row, by)


def withdraw(row: Departure, by: str) -> None:
    """Out of the register, which keeps that it was there."""
    row.taken_back_at = clock.now()
    row.save(update_fields=["taken_back_at"])
    _note(row, "take_back", by, {"taken_back_at": None}, {"taken_back_at": row.taken_back_at.isoformat()})


def _terms(contract: Contract, period: ContractPeriod) -> dict[str, Any]:
    """What ending a contract changes, so that it can be put back."""
    lines = ContractLine.objects.filter(contract=contract, starts_on=period.starts_on)
    return {
        "period": period.pk,
        "contract": {"notice_given_on": snapshot(contract)["notice_given_on"]},
        "term": {name: snapshot(period)[name] for name in ("ends_on", "term_months")},
        "lines": {str(line.pk): snapshot(line)["ends_on"] for line in lines},
    }


def _restore(contract: Contract, period: ContractPeriod, before: dict[str, Any]) -> None:
    contract.save(update_fields=put(contract, before["contract"]))
    period.save(update_fields=put(period, before["term"]))
    lines = ContractLine.objects.filter(contract=contract, pk__in=[int(pk) for pk in before["lines"]])
    for line in lines:
        line.save(update_fields=put(line, {"ends_on": before["lines"][str(line.pk)]}))


def register(contract: Contract, period: ContractPeriod, ends_on: date, usage: LastUsage, *, by: str) -> Departure:
    """What the register keeps of an end whatever is said of it; not saved yet."""
    return Departure(
        workspace_id=contract.workspace_id, account=contract.account, contract=contract, ends_on=ends_on,
        mrr=period.mrr, currency=period.currency, member_days=(ends_on - first_day(contract.account)).days,
        usage=usage.as_json(), by=by, created_at=clock.now(),
    )  # fmt: skip


def first_day(account: Account) -> date:
    """The first day of the account's first contract."""
    periods = ContractPeriod.objects.filter(workspace=account.workspace_id, contract__account=account)
    found: date = periods.aggregate(first=Min("starts_on"))["first"]
    return found


def _say(row: Departure, said: Ending) -> None:
    competitor, note = " ".join(said.competitor.split()), said.note.strip()
    if len(competitor) > LONGEST_NAME:
        raise RenewalError(worded("The name of a competitor has at most {most} characters.", most=str(LONGEST_NAME)))
    if len(note) > LONGEST_NOTE:
        raise RenewalError(worded("A note has at most {most} characters.", most=str(LONGEST_NOTE)))
    if said.notice_on is not None and said.notice_on > row.ends_on:
        raise RenewalError(worded("Notice is given before the end: choose an earlier day."))
    row.competitor, row.note, row.notice_on = competitor, note, said.notice_on
    row.reason = None
    if said.reason is not None:
        row.reason = ChurnReason.objects.filter(workspace=row.workspace_id, pk=said.reason).first()
        if row.reason is None:
            raise RenewalError(worded("That reason is no longer there: load the page again."))


def _in_force(contract: Contract) -> list[Departure]:
    rows = Departure.objects.select_for_update().filter(workspace=contract.workspace_id, contract=contract)
    rows = rows.filter(taken_back_at=None).exclude(by=NOBODY).order_by("-pk")
    ends_on = last_period(contract).ends_on
    return [row for row in rows if row.ends_on == ends_on]


def _note(row: Departure, verb: str, by: str, before: dict[str, Any], after: dict[str, Any]) -> AuditEntry:
    return write_down(row.workspace_id, verb, NOUN, row.pk, by=by, before=before, after=after)
