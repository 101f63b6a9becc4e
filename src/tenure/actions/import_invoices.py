"""Writes rows of an invoices file: what an account was asked to pay, and when it did."""

from collections.abc import Sequence
from datetime import date

from tenure.actions.import_money import settle_amount
from tenure.actions.import_plain import Given, Noun, write
from tenure.actions.import_records import Outcome
from tenure.records.imports import Import
from tenure.sources.reading import Reading, Row


def _settle(given: Given) -> None:
    settle_amount(given)
    said, now = given.row.values, given.now
    due, issued = said.get("due_on"), now["issued_on"]
    if isinstance(due, date) and due < issued:
        given.report("due_on", f"lies before the invoice, issued on {issued}: it is left out")
    elif due is not None:
        now["due_on"] = due


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
    taken=("issued_on", "paid_on"),  # paid before it was issued: paid in advance
    settle=_settle,
    brings_people=True,
)


def write_invoices(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update the invoice of each row. Runs inside the caller's transaction."""
    return write(INVOICES, of, reading, rows)
