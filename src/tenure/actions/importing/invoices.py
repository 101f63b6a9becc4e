"""Writes rows of an invoices file: what an account was asked to pay, and when it did."""

from collections.abc import Sequence
from datetime import date

from tenure.actions.importing.money import settle_amount
from tenure.actions.importing.plain import Given, Noun, write
from tenure.actions.importing.records import Outcome
from tenure.records.imports import Import
from tenure.sources.reading import Reading, Row
from tenure.values.voice import worded


def _settle(given: Given) -> None:
    settle_amount(given)
    _settle_due(given)
    _settle_paid(given)


def _settle_due(given: Given) -> None:
    said, now = given.row.values, given.now
    due, issued = said.get("due_on"), now["issued_on"]
    if isinstance(due, date) and due < issued:
        given.report("due_on", worded("lies before the invoice, issued on {day}: it is left out", day=str(issued)))
    elif due is not None:
        now["due_on"] = due


def _settle_paid(given: Given) -> None:
    """The day of payment; of an invoice that is only said to be paid, the day on which it was due will do."""
    now, paid = given.now, given.row.values.get("paid_on")
    state = given.row.values.get("state") or (paid if isinstance(paid, str) else None)
    if state == "open" and isinstance(paid, date):
        given.report("paid_on", "is a day of payment, and the invoice is said to be open: it counts as open")
    if state == "open":
        now["paid_on"] = None
    elif isinstance(paid, date):
        now["paid_on"] = paid
    elif state == "paid" and now["paid_on"] is None:
        now["paid_on"] = now["due_on"] or now["issued_on"]
    if state == "cancelled":
        now["amount"] = 0


INVOICES = Noun(
    table="invoice",
    columns={
        "account_id": None,
        "key": "",
        "issued_on": None,
        "due_on": None,
        "amount": 0,
        "currency": "",
        "paid_on": None,
        "created_at": None,
    },
    taken=("issued_on",),
    settle=_settle,
    brings_people=True,
)


def write_invoices(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update the invoice of each row. Runs inside the caller's transaction."""
    return write(INVOICES, of, reading, rows)
