"""Writes rows of an orders file: what was bought once, and how much of it was given back."""

from collections.abc import Sequence
from datetime import date, timedelta

from tenure.actions.importing.money import minor_units, settle_amount
from tenure.actions.importing.plain import Given, Noun, write
from tenure.actions.importing.records import Outcome
from tenure.records.imports import Import
from tenure.sources.money import Amount
from tenure.sources.reading import Reading, Row
from tenure.values.money import Money
from tenure.values.voice import worded

_A_DAY = timedelta(days=1)  # the order's day is that of UTC, the refund's that of whoever wrote it down


def _settle(given: Given) -> None:
    settle_amount(given)
    said, now = given.row.values, given.now
    refunded = said.get("refunded")
    if isinstance(refunded, Amount):
        _settle_refund(given, refunded)
    if now["refunded"] > now["amount"]:
        taken_back = Money(now["refunded"], now["currency"])
        raise given.keep_out(
            "amount", worded("is less than what was refunded of this order, {amount}", amount=str(taken_back))
        )
    ordered = now["ordered_at"].date()
    day = said.get("refunded_on")
    if isinstance(day, date) and day < ordered - _A_DAY:
        given.report(
            "refunded_on", worded("lies before the order, on {day}: the day of the order is taken", day=str(ordered))
        )
        day = ordered
    if day is not None and not now["refunded"]:
        given.report("refunded_on", worded("is the day of a refund, but no amount was refunded"))
    now["refunded_on"] = (day or now["refunded_on"] or ordered) if now["refunded"] else None


def _settle_refund(given: Given, refunded: Amount) -> None:
    """Take an amount refunded; more than the order's, or in another currency, it is left out and reported."""
    now, currency = given.now, given.now["currency"]
    amount = minor_units(refunded.number, currency)
    if refunded.currency not in (None, currency):
        given.report(
            "refunded",
            worded("is in {named}, but the order is in {currency}", named=str(refunded.currency), currency=currency),
        )
    elif amount > now["amount"]:
        given.report(
            "refunded", worded("is more than the order's amount, {amount}", amount=str(Money(now["amount"], currency)))
        )
    else:
        now["refunded"] = amount


ORDERS = Noun(
    table="order",
    columns={
        "account_id": None,
        "key": "",
        "ordered_at": None,
        "product": "",
        "amount": 0,
        "currency": "",
        "refunded": 0,
        "refunded_on": None,
        "created_at": None,
    },
    taken=("ordered_at", "product"),
    settle=_settle,
    brings_people=True,
)


def write_orders(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update the order of each row. Runs inside the caller's transaction."""
    return write(ORDERS, of, reading, rows)
