"""Takes back what a member just said or did about a renewal, as the audit's entry notes it."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction

from tenure import clock
from tenure.actions.departures import NOUN as DEPARTURE
from tenure.actions.departures import take_back
from tenure.actions.import_records import put, snapshot
from tenure.actions.renewals import RENEWAL, TERMS, WORD, RenewalError
from tenure.actions.self_renewals import ITSELF
from tenure.actions.staleness import mark_stale
from tenure.records.audit import AuditEntry
from tenure.records.contract import Contract, ContractLine, ContractPeriod
from tenure.records.departure import Departure
from tenure.records.renewal import RenewalWord
from tenure.records.workspace import Workspace
from tenure.values.voice import later, worded

UNDO_WITHIN: Final = timedelta(hours=1)
_CHANGED: Final = later("That was changed since, so it stays as it is: change it by hand instead.")


def undo_renewal(*, workspace: Workspace, entry: int, by: str) -> None:
    """Take back what the same actor did within the hour; raises RenewalError where that is no longer possible."""
    with transaction.atomic():
        nouns = (WORD, TERMS, RENEWAL, DEPARTURE)
        mine = AuditEntry.objects.select_for_update().filter(workspace=workspace, noun__in=nouns, by=by)
        found = mine.filter(pk=entry, at__gte=clock.now() - UNDO_WITHIN).first()
        undo = _UNDOING.get((found.noun, found.verb)) if found is not None else None
        if found is None or undo is None:
            raise RenewalError(worded("That cannot be taken back any more: it was done long ago, or by somebody else."))
        undo(found)
        AuditEntry.objects.create(
            workspace=workspace, at=clock.now(), by=by, verb="undo", noun=found.noun, record=found.record,
            before=found.after, after=found.before,
        )  # fmt: skip


def undo_itself(*, contract: Contract, by: str) -> None:
    """Take back the latest term of a contract that renewed itself: it is not added again. Raises RenewalError."""
    with transaction.atomic():
        entry = renewed_itself(contract)
        if entry is None:
            raise RenewalError(worded(_CHANGED))
        _renewed(entry)
        AuditEntry.objects.create(
            workspace=contract.workspace, at=clock.now(), by=by, verb="undo", noun=RENEWAL, record=contract.pk,
            before=entry.after, after=entry.before,
        )  # fmt: skip


def renewed_itself(contract: Contract) -> AuditEntry | None:
    """The entry of its latest period where nobody had to add that."""
    latest = contract.periods.order_by("starts_on").last()
    mine = AuditEntry.objects.filter(
        workspace=contract.workspace_id, noun=RENEWAL, verb="renew", record=contract.pk, by=ITSELF
    )
    entry = mine.order_by("pk").last()
    return entry if latest is not None and entry is not None and entry.after == snapshot(latest) else None


def _unsay(entry: AuditEntry) -> None:
    RenewalWord.objects.filter(workspace=entry.workspace_id, pk=entry.record or 0).delete()


def _say_again(entry: AuditEntry) -> None:
    for said in (entry.before or {}).get("words", ()):
        row = RenewalWord(workspace_id=entry.workspace_id)
        put(row, said)
        row.save()


def _terms(entry: AuditEntry) -> None:
    row = _contract(entry)
    now = snapshot(row)
    if any(now[name] != value for name, value in (entry.after or {}).items()):
        raise RenewalError(worded(_CHANGED))
    row.save(update_fields=put(row, dict(entry.before or {})))
    mark_stale(row.workspace, [row.account_id])


def _renewed(entry: AuditEntry) -> None:
    row, made = _contract(entry), dict(entry.after or {})
    period = ContractPeriod.objects.filter(contract=row, starts_on=made["starts_on"]).first()
    if period is None or snapshot(period) != made or ContractPeriod.objects.filter(
        contract=row, starts_on__gt=period.starts_on
    ).exists():  # fmt: skip
        raise RenewalError(worded(_CHANGED))
    ContractLine.objects.filter(contract=row, starts_on=period.starts_on).delete()
    period.delete()
    row.save(update_fields=put(row, dict(entry.before or {})))
    mark_stale(row.workspace, [row.account_id])


def _stay(entry: AuditEntry) -> None:
    row = Departure.objects.filter(workspace=entry.workspace_id, pk=entry.record or 0).first()
    if row is None:
        raise RenewalError(worded(_CHANGED))
    take_back(departure=row, by=entry.by)


def _explained(entry: AuditEntry) -> None:
    row = Departure.objects.select_for_update().get(workspace=entry.workspace_id, pk=entry.record or 0)
    now: dict[str, Any] = snapshot(row)
    if any(now[name] != value for name, value in (entry.after or {}).items()):
        raise RenewalError(worded(_CHANGED))
    row.save(update_fields=put(row, dict(entry.before or {})))


def _contract(entry: AuditEntry) -> Contract:
    row = Contract.objects.select_for_update().filter(workspace=entry.workspace_id, pk=entry.record or 0).first()
    if row is None:
        raise RenewalError(worded(_CHANGED))
    return row


_UNDOING: Final = {
    (WORD, "create"): _unsay,
    (WORD, "clear"): _say_again,
    (TERMS, "change"): _terms,
    (RENEWAL, "renew"): _renewed,
    (DEPARTURE, "create"): _stay,
    (DEPARTURE, "explain"): _explained,
}
