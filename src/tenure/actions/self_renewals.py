"""Lets contracts that renew themselves run on for another term when their last has ended and nobody stopped them."""

from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tenure import clock
from tenure.actions.departures import NOUN, withdraw
from tenure.actions.own_terms import A_DAY, ITSELF, noted
from tenure.actions.renewals import RenewalError, last_period, renew
from tenure.answers.renewals import is_trial, last_periods, months_of
from tenure.records.audit import AuditEntry
from tenure.records.contract import Contract, ContractPeriod
from tenure.records.departure import Departure
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

AT_ONCE: Final = 100  # terms that one pass adds


def renew_themselves(*, workspace: Workspace) -> bool:
    """Add the terms that contracts which renew themselves have begun by today, some at a time; whether more wait.

    Not for one of which notice was given, whose end is in the churn register, which another contract of the same
    product follows, or whose next term somebody took back.
    """
    today, added = clock.now().date(), 0
    waiting = _waiting(workspace, today).order_by("ends_on", "pk")
    for period in waiting.select_related("contract__workspace", "contract__account"):
        if is_trial(period.plan) or _was_taken_back(period):
            continue
        try:
            added += len(run_on(contract=period.contract, by=ITSELF, most=AT_ONCE - added))
        except RenewalError:  # what cannot be written stays as it is, and the register asks about it
            continue
        if added >= AT_ONCE:
            return True
    return False


def run_on(*, contract: Contract, by: str, most: int = AT_ONCE) -> list[AuditEntry]:
    """Add terms as long as its last, with the same MRR, until one ends after today; at most so many. Raises RenewalError."""
    today = clock.now().date()
    entries: list[AuditEntry] = []
    with transaction.atomic():
        last = last_period(contract)
        months = months_of(last)
        while last.ends_on is not None and last.ends_on <= today and len(entries) < most:
            entries.append(renew(contract=contract, months=months, mrr=last.mrr, by=by))
            last = last_period(contract)
    return entries


def stay_unsaid(*, departure: Departure, by: str) -> None:
    """Who was thought to have left without a word stays: its contract runs on, and it is out of the register.

    Raises RenewalError where the contract is gone.
    """
    with transaction.atomic():
        row = Departure.objects.select_for_update().get(workspace=departure.workspace_id, pk=departure.pk)
        contracts = Contract.objects.select_related("workspace", "account").filter(workspace=row.workspace_id)
        found = contracts.filter(pk=row.contract_id or 0).first()
        if found is None:
            raise RenewalError(worded("That contract is no longer there: load the page again."))
        run_on(contract=found, by=by)
        ends_on = last_period(found).ends_on
        if ends_on is not None and ends_on <= clock.now().date():
            raise RenewalError(
                worded("It ended too many terms ago to run on from then: enter its next period instead.")
            )
        if row.taken_back_at is None:
            withdraw(row, by)


def was_unsaid(departure: Departure) -> bool:
    """Whether nobody said this end: it was entered because the last contract had ended."""
    return _entered(departure.workspace_id).filter(record=departure.pk).exists()


def _entered(workspace: int) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(workspace=workspace, noun=NOUN, verb="enter")


def _waiting(workspace: Workspace, today: date) -> QuerySet[ContractPeriod]:
    """The last periods that have ended, of contracts that renew themselves and that nobody stopped."""
    unsaid = Exists(_entered(workspace.pk).filter(record=OuterRef("pk")))
    whose = Departure.objects.filter(
        workspace=workspace, account=OuterRef("contract__account"), taken_back_at=None, ends_on__gte=OuterRef("ends_on")
    )
    # An account that was entered without a word has left with all its contracts, whichever of them it was entered for.
    left = whose.filter(Q(contract=OuterRef("contract"), ends_on=OuterRef("ends_on")) | unsaid)
    follows = ContractPeriod.objects.filter(
        workspace=workspace,
        contract__account=OuterRef("contract__account"),
        contract__product=OuterRef("contract__product"),
        starts_on__gte=OuterRef("ends_on"),
        starts_on__lte=OuterRef("follows_by"),
    ).exclude(contract=OuterRef("contract"))
    return (
        last_periods(workspace)
        .filter(contract__renews_itself=True, contract__notice_given_on=None, ends_on__lte=today)
        .annotate(follows_by=F("ends_on") + A_DAY)
        .filter(~Exists(left), ~Exists(follows))
    )


def _was_taken_back(period: ContractPeriod) -> bool:
    """Whether the term that follows this one was added already: then it is gone because somebody took it back."""
    starts_on = str(period.ends_on)
    added = noted(period.workspace_id, [period.contract_id]).values_list("after", flat=True)
    return any((after or {}).get("starts_on") == starts_on for after in added)
