"""Says what is expected of a renewal, by when notice is due, and renews: each noted so that it can be taken back."""

from datetime import date
from typing import Any, Final

from django.db import transaction

from tenure import clock
from tenure.actions.importing.records import difference, snapshot
from tenure.actions.one_record import NotWritten, change_one
from tenure.actions.own_terms import NOUN as RENEWAL
from tenure.actions.staleness import mark_stale
from tenure.calc.forecast import FORECASTS
from tenure.calc.recurrence import day_kept, months_later
from tenure.records.audit import AuditEntry
from tenure.records.contract import Contract, ContractLine, ContractPeriod
from tenure.records.renewal import RenewalWord
from tenure.values.voice import voice, worded

LONGEST_NOTE: Final = 1_000
LONGEST_NOTICE: Final = 1_100  # days: three years
LONGEST_TERM: Final = 120  # months
WORD, TERMS = "renewal_word", "contract_terms"


class RenewalError(ValueError):
    """What cannot be said or done about a renewal; the sentence says what to change."""


def say_word(*, contract: Contract, word: str, by: str, note: str = "") -> AuditEntry:
    """Say whether the contract will renew at the end of its latest period: this counts before what health suggests.

    Raises RenewalError for a word that is none, an overlong note, or a contract without an end ahead.
    """
    note = note.strip()
    if word not in FORECASTS:
        raise RenewalError(worded("Choose commit, likely or at risk."))
    if len(note) > LONGEST_NOTE:
        raise RenewalError(worded("A note has at most {most} characters.", most=str(LONGEST_NOTE)))
    due_on = end_ahead(contract)
    with transaction.atomic():
        row = RenewalWord.objects.create(
            workspace_id=contract.workspace_id, contract=contract, due_on=due_on, word=word, note=note, by=by,
            at=clock.now(),
        )  # fmt: skip
        return write_down(contract.workspace_id, "create", WORD, row.pk, by=by, before=None, after=snapshot(row))


def clear_word(*, contract: Contract, by: str) -> AuditEntry | None:
    """Let health speak again about the end that is ahead; None when nobody had said anything."""
    with transaction.atomic():
        rows = RenewalWord.objects.filter(
            workspace=contract.workspace_id, contract=contract, due_on=end_ahead(contract)
        )
        said = [snapshot(row) for row in rows.order_by("at", "pk")]
        if not said:
            return None
        rows.delete()
        return write_down(
            contract.workspace_id, "clear", WORD, contract.pk, by=by, before={"words": said}, after={"words": []}
        )


def set_terms(*, contract: Contract, notice_days: int | None, renews_itself: bool | None, by: str) -> AuditEntry | None:
    """Say how many days before its end notice is due, and whether it renews by itself; None for either: nobody knows.

    Returns None when nothing changes; raises RenewalError for days that are none.
    """
    if notice_days is not None and not 0 <= notice_days <= LONGEST_NOTICE:
        raise RenewalError(worded("Notice is due 0 to {most} days before the end.", most=str(LONGEST_NOTICE)))
    with transaction.atomic():
        row = Contract.objects.select_for_update().get(workspace=contract.workspace_id, pk=contract.pk)
        was = snapshot(row)
        row.notice_days, row.renews_itself = notice_days, renews_itself
        before, after = difference(was, snapshot(row))
        if not after:
            return None
        row.save(update_fields=list(after))
        mark_stale(row.workspace, [row.account_id])
        return write_down(row.workspace_id, "change", TERMS, row.pk, by=by, before=before, after=after)


def renew(*, contract: Contract, months: int, mrr: int, by: str, after: date | None = None) -> AuditEntry:
    """Add the period that follows the latest, of so many months and at this MRR (minor units), with the same options.

    ``after``: the end that whoever renews saw; where it is no longer the latest, nothing is added. By the rules of the
    import; notice that was given counts no more. Raises RenewalError.
    """
    if not 1 <= months <= LONGEST_TERM:
        raise RenewalError(worded("A term has 1 to {most} months.", most=str(LONGEST_TERM)))
    if mrr < 0:
        raise RenewalError(worded("MRR is an amount of 0 or more."))
    with transaction.atomic():
        Contract.objects.select_for_update().get(workspace=contract.workspace_id, pk=contract.pk)
        last = last_period(contract)
        if last.ends_on is None:
            raise RenewalError(worded("This contract runs on without an end: there is nothing to renew."))
        if after is not None and last.ends_on != after:
            raise RenewalError(_moved(last.ends_on, after))
        lines = ContractLine.objects.filter(contract=contract, starts_on=last.starts_on)
        day = day_kept(last.ends_on, contract.periods.earliest("starts_on").starts_on)
        said = row_of(contract, last) | {
            "starts_on": last.ends_on.isoformat(),
            "ends_on": months_later(last.ends_on, months, day).isoformat(),
            "mrr": {"amount": mrr, "currency": last.currency},
            "term_months": months,
            "options": list(lines.values_list("option", flat=True)),
        }
        before = {"notice_given_on": snapshot(contract)["notice_given_on"]}
        write_rows(contract, said, cleared=["notice_given_on"] if contract.notice_given_on else [], by=by)
        return write_down(
            contract.workspace_id, "renew", RENEWAL, contract.pk, by=by, before=before,
            after=snapshot(last_period(contract)),
        )  # fmt: skip


def _moved(ends_on: date, seen: date) -> str:
    if ends_on > seen:
        return worded("It was already renewed until {day}.", day=voice().day(ends_on))
    return worded("It now ends on {day}: look at it again before you renew it.", day=voice().day(ends_on))


def end_ahead(contract: Contract) -> date:
    """The end of the latest period; raises RenewalError when it has passed, or there is none."""
    ends_on = last_period(contract).ends_on
    if ends_on is None:
        raise RenewalError(worded("This contract runs on without an end: nothing is due."))
    if ends_on <= clock.now().date():
        raise RenewalError(worded("This contract has ended already."))
    return ends_on


def last_period(contract: Contract) -> ContractPeriod:
    """The latest period; raises RenewalError where there is none."""
    mine = ContractPeriod.objects.filter(workspace=contract.workspace_id, contract=contract)
    found = mine.order_by("starts_on").last()
    if found is None:
        raise RenewalError(worded("This contract has no period, so nothing can be said of its end."))
    return found


def row_of(contract: Contract, period: ContractPeriod) -> dict[str, Any]:
    """A period as a row of an import would say it, without its options."""
    said: dict[str, Any] = {
        "key": contract.key,
        "account": contract.account.key,
        "starts_on": period.starts_on.isoformat(),
        "mrr": {"amount": period.mrr, "currency": period.currency},
    }
    known = {"plan": period.plan or None, "seats": period.seats, "term_months": period.term_months}
    return said | {name: value for name, value in known.items() if value is not None}


def write_rows(contract: Contract, said: dict[str, Any], *, by: str, cleared: list[str] | None = None) -> None:
    """Write it by the rules of the import; raises RenewalError with its reasons."""
    try:
        change_one(
            workspace=contract.workspace,
            kind="contracts",
            number=contract.pk,
            rows=[said],
            cleared=cleared or [],
            by=by,
        )
    except NotWritten as error:
        raise RenewalError(worded("That cannot be written: {error}.", error=str(error))) from error


def write_down(
    workspace: int,
    verb: str,
    noun: str,
    record: int,
    *,
    by: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> AuditEntry:
    """The entry by which it is taken back; inside the caller's transaction."""
    return AuditEntry.objects.create(
        workspace_id=workspace, at=clock.now(), by=by, verb=verb, noun=noun, record=record,
        before=before, after=after,
    )  # fmt: skip
