"""Writes rows of a contracts file: each row a period, periods that follow each other one contract, options as lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenure.actions.contract_book import Agreement, Book
from tenure.actions.importing.chains import whole_months
from tenure.actions.importing.money import minor_units
from tenure.actions.importing.records import Outcome
from tenure.actions.own_terms import give_way
from tenure.records.account_keys import by_key
from tenure.records.contract import ContractLine, ContractPeriod
from tenure.records.imports import Import
from tenure.sources.money import Amount
from tenure.sources.problems import Problem, shortened
from tenure.sources.reading import Reading, Row
from tenure.values.voice import worded

_FOR_EVER = 2200  # ends such as 9999-12-31 are how some systems write "runs on"


@dataclass(slots=True)
class _Entry:
    """One row that goes in: the period it is about, and whether it made or changed anything."""

    row: Row
    agreement: Agreement
    period: ContractPeriod
    is_new: bool = False
    is_changed: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """The options that the row names; none where it says nothing of them."""
        said = self.row.values.get("options")
        return said if isinstance(said, tuple) else ()

    def set(self, record: Any, name: str, value: Any) -> None:
        """Set a field and note whether that is news."""
        if getattr(record, name) != value:
            setattr(record, name, value)
            self.is_changed = True


def write_contracts(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update a period for each row. Runs inside the caller's transaction.

    A row of an unknown account, or that ends before it starts, stays out.
    """
    outcome = Outcome()
    keys = sorted({str(row.values["account"]) for row in rows})
    accounts = by_key(of.workspace_id, keys)
    book = Book(of, list(accounts.values()), [str(key) for row in rows if (key := row.values.get("key"))])
    entries: list[_Entry] = []
    for row in rows:
        account = accounts.get(str(row.values["account"]))
        if problem := _problem(reading, row, account, book):
            outcome.refuse(problem)
        elif account is not None:
            entries.append(_enter(of, reading, row, account, book))
    came = [(entry.agreement, entry.period, entry.options, entry.row.number) for entry in entries]
    outcome.stale = give_way(of, book, came)
    for account, product in sorted({_place(entry.agreement) for entry in entries}):
        book.bring_together(account, product)
    _describe(of, book, entries)
    outcome.changes = list(book.store())
    outcome.created = sum(entry.is_new for entry in entries)
    outcome.updated = sum(entry.is_changed and not entry.is_new for entry in entries)
    outcome.unchanged = len(entries) - outcome.created - outcome.updated
    outcome.records = {entry.row.number: entry.period.contract_id for entry in entries}
    outcome.stale |= {entry.period.contract.account_id for entry in entries if entry.is_new or entry.is_changed}
    return outcome


def _place(agreement: Agreement) -> tuple[int, str]:
    return agreement.contract.account_id, agreement.contract.product


def _problem(reading: Reading, row: Row, account: int | None, book: Book) -> Problem | None:
    values = row.values
    if account is None:
        shown = shortened(values["account"])
        return Problem(row.number, reading.header("account"), shown, worded("there is no account “{name}”", name=shown))
    key, end, start = values.get("key"), values.get("ends_on"), values["starts_on"]
    if isinstance(end, date) and isinstance(start, date) and end <= start:
        return Problem(
            row.number,
            reading.header("ends_on"),
            str(end),
            worded("ends no later than it starts, on {day}", day=str(start)),
        )
    if key and (found := book.by_key.get(str(key))) and found.contract.account_id != account:
        return Problem(
            row.number, reading.header("key"), shortened(key), worded("this contract belongs to another account")
        )
    return None


def _enter(of: Import, reading: Reading, row: Row, account: int, book: Book) -> _Entry:
    """Find or make the period of a row and set what the row says of it."""
    values = row.values
    start, key = values["starts_on"], values.get("key")
    assert isinstance(start, date)  # noqa: S101 - a row without a start was kept out when it was read
    product = str(values.get("product") or "")
    if key:
        agreement = book.by_key.get(str(key)) or book.open(account, product, start, str(key))
    else:
        same = (found for found in book.of_product(account, product) if found.period(start))
        agreement = next(same, None) or book.open(account, product, start, None)
    agreement.row = row.number
    period = agreement.period(start)
    entry = _Entry(row, agreement, period or ContractPeriod(workspace_id=of.workspace_id, contract=agreement.contract))
    if period is None:
        entry.is_new = True
        entry.period.starts_on = start
        agreement.periods.append(entry.period)
    _fill(entry, reading)
    return entry


def _fill(entry: _Entry, reading: Reading) -> None:
    values, period = entry.row.values, entry.period
    if "ends_on" in values:  # a blank end says that it runs on; a cell that could not be read says nothing
        end = values["ends_on"]
        entry.set(period, "ends_on", end if isinstance(end, date) and end.year < _FOR_EVER else None)
    currency, mrr = monthly(values, reading.style.currency)
    entry.set(period, "currency", currency)
    entry.set(period, "mrr", mrr)
    for name in ("plan", "seats"):
        if values.get(name) is not None:
            entry.set(period, name, values[name])
    term = values.get("term_months")
    if term is None and "term_months" not in reading.match.columns and period.ends_on:
        term = whole_months(period.starts_on, period.ends_on)
    if term is not None:
        entry.set(period, "term_months", term)


def monthly(values: dict[str, object], currency: str) -> tuple[str, int]:
    """Currency and recurring revenue a month in minor units, rounded half to even.

    The currency is that of its column, else of the cell, else the one given.
    """
    months = 1
    amount = values.get("mrr")
    if amount is None and (amount := values.get("arr")) is not None:
        months = 12
    elif amount is None:
        amount, months = values["amount"], int(str(values["billing_months"]))
    assert isinstance(amount, Amount)  # noqa: S101 - a row without an amount was kept out when it was read
    code = str(values.get("currency") or amount.currency or currency)
    return code, minor_units(amount.number / months, code)


def _describe(of: Import, book: Book, entries: Sequence[_Entry]) -> None:
    """What a row says of its contract holds if its period is the latest; options belong to the period."""
    owner = {id(period): agreement for agreement in book.agreements for period in agreement.periods}
    for entry in entries:
        agreement = entry.agreement = owner[id(entry.period)]
        agreement.row = max(agreement.row, entry.row.number)
        if entry.period.starts_on == max(period.starts_on for period in agreement.periods):
            for name in ("notice_given_on", "notice_days", "renews_itself"):
                if entry.row.values.get(name) is not None:
                    entry.set(agreement.contract, name, entry.row.values[name])
            if entry.row.values.get("product") and not agreement.is_made:
                entry.set(agreement.contract, "product", entry.row.values["product"])
        _set_options(of, book, entry)


def _set_options(of: Import, book: Book, entry: _Entry) -> None:
    start, end = entry.period.starts_on, entry.period.ends_on
    wanted, existing = entry.options, entry.agreement.options(start)
    if wanted:
        for name in wanted:
            if name not in existing:
                line = ContractLine(workspace_id=of.workspace_id, contract=entry.agreement.contract, option=name)
                line.starts_on = start
                existing[name] = line
                entry.agreement.lines.append(line)
                entry.is_changed = True
        for name in existing.keys() - set(wanted):
            book.drop_line(entry.agreement, existing.pop(name))
            entry.is_changed = True
    for line in existing.values():
        entry.set(line, "ends_on", end)
