"""What do rows of each kind come to? One writer for each kind of record, and what a batch of rows made of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from django.db import IntegrityError, OperationalError

from tenure.actions.importing.accounts import write_accounts
from tenure.actions.importing.assets import write_assets
from tenure.actions.importing.contacts import write_contacts
from tenure.actions.importing.contracts import write_contracts
from tenure.actions.importing.invoices import write_invoices
from tenure.actions.importing.measurements import write_measurements
from tenure.actions.importing.notes import write_notes
from tenure.actions.importing.orders import write_orders
from tenure.actions.importing.records import Outcome
from tenure.actions.importing.tickets import write_tickets
from tenure.actions.importing.touchpoints import count_alike, write_touchpoints
from tenure.records.imports import Import
from tenure.sources.reading import Reading, Row

BATCH_ROWS = 5_000
ATTEMPTS = 5
_DEADLOCK = "40P01"  # PostgreSQL's word for two that wait for each other, of which it lets one begin again
T = TypeVar("T")
Writer = Callable[[Import, Reading, Sequence[Row]], Outcome]

WRITERS: dict[str, Writer] = {
    "accounts": write_accounts,
    "contacts": write_contacts,
    "contracts": write_contracts,
    "orders": write_orders,
    "invoices": write_invoices,
    "assets": write_assets,
    "measurements": write_measurements,
    "touchpoints": write_touchpoints,
    "tickets": write_tickets,
    "notes": write_notes,
}
_PREPARED: Mapping[str, Callable[[Iterable[Row]], Iterable[Row]]] = {"touchpoints": count_alike}


def prepared(kind: str, rows: Iterable[Row]) -> Iterable[Row]:
    """All rows of a file in order, with what a writer has to know of those before them."""
    return _PREPARED[kind](rows) if kind in _PREPARED else rows


def write_batch(of: Import, reading: Reading, batch: Sequence[Row]) -> Outcome:
    """Write a batch of rows that `fold_repeats` gave, bad ones among them. Runs inside the caller's transaction."""
    good = [row for row in batch if not row.is_bad and row.later is None]
    outcome = WRITERS[of.kind](of, reading, good)
    stand_ins = sum(row.is_stand_in for row in batch)
    outcome.failed += sum(row.is_bad for row in batch) + stand_ins
    # A row that a later one about the same record takes up changes nothing itself; one stood in for did go in.
    outcome.unchanged += sum(not row.is_bad and row.later is not None for row in batch) - stand_ins
    outcome.problems += [problem for row in batch for problem in row.problems]
    outcome.problems.sort(key=lambda problem: problem.row)
    return outcome


def may_try_again(error: IntegrityError | OperationalError) -> bool:
    """Whether a transaction failed only because another one was quicker."""
    return isinstance(error, IntegrityError) or getattr(error.__cause__, "sqlstate", "") == _DEADLOCK


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of that many items in order; the last may be shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
