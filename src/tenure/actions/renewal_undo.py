"""Takes back what a member just said or did about a renewal, as the audit's entry notes it."""

from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.departures import NOUN as DEPARTURE
from tenure.actions.departures import take_back
from tenure.actions.importing.records import put, snapshot
from tenure.actions.own_terms import NOUN as RENEWAL
from tenure.actions.own_terms import noted
from tenure.actions.renewals import TERMS, WORD, RenewalError
from tenure.actions.staleness import mark_stale
from tenure.actions.taking_back import CHANGED, UndoError, is_as_left, note_undone
from tenure.records.audit import AuditEntry
from tenure.records.contract import Contract, ContractLine, ContractPeriod
from tenure.records.departure import Departure
from tenure.records.renewal import RenewalWord
from tenure.values.voice import worded


def renewal_back(entry: AuditEntry) -> None:
    """Take back what an entry notes of a renewal; raises UndoError where that is no longer possible."""
    back = _UNDOING.get((entry.noun, entry.verb))
    if back is None:
        raise UndoError(worded(CHANGED))
    back(entry)
    note_undone(entry)


def undo_itself(*, contract: Contract, by: str) -> None:
    """Take back the latest term of a contract that renewed itself: it is not added again. Raises UndoError."""
    with transaction.atomic():
        entry = renewed_itself(contract)
        if entry is None:
            raise UndoError(worded(CHANGED))
        _renewed(entry)
        AuditEntry.objects.create(
            workspace=contract.workspace, at=clock.now(), by=by, verb="undo", noun=RENEWAL, record=contract.pk,
            before=entry.after, after=entry.before,
        )  # fmt: skip


def renewed_itself(contract: Contract) -> AuditEntry | None:
    """The entry of its latest period where nobody had to add that."""
    latest = contract.periods.order_by("starts_on").last()
    entry = noted(contract.workspace_id, [contract.pk]).last()
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
    if not is_as_left(row, entry):
        raise UndoError(worded(CHANGED))
    row.save(update_fields=put(row, dict(entry.before or {})))
    mark_stale(row.workspace, [row.account_id])


def _renewed(entry: AuditEntry) -> None:
    row, made = _contract(entry), dict(entry.after or {})
    period = ContractPeriod.objects.filter(contract=row, starts_on=made["starts_on"]).first()
    if period is None or snapshot(period) != made or ContractPeriod.objects.filter(
        contract=row, starts_on__gt=period.starts_on
    ).exists():  # fmt: skip
        raise UndoError(worded(CHANGED))
    ContractLine.objects.filter(contract=row, starts_on=period.starts_on).delete()
    period.delete()
    row.save(update_fields=put(row, dict(entry.before or {})))
    mark_stale(row.workspace, [row.account_id])


def _stay(entry: AuditEntry) -> None:
    row = Departure.objects.filter(workspace=entry.workspace_id, pk=entry.record or 0).first()
    if row is None:
        raise UndoError(worded(CHANGED))
    try:
        take_back(departure=row, by=entry.by)
    except RenewalError as error:
        raise UndoError(str(error)) from None


def _explained(entry: AuditEntry) -> None:
    row = Departure.objects.select_for_update().get(workspace=entry.workspace_id, pk=entry.record or 0)
    if not is_as_left(row, entry):
        raise UndoError(worded(CHANGED))
    row.save(update_fields=put(row, dict(entry.before or {})))


def _contract(entry: AuditEntry) -> Contract:
    row = Contract.objects.select_for_update().filter(workspace=entry.workspace_id, pk=entry.record or 0).first()
    if row is None:
        raise UndoError(worded(CHANGED))
    return row


_UNDOING: Final = {
    (WORD, "create"): _unsay,
    (WORD, "clear"): _say_again,
    (TERMS, "change"): _terms,
    (RENEWAL, "renew"): _renewed,
    (DEPARTURE, "create"): _stay,
    (DEPARTURE, "explain"): _explained,
}
