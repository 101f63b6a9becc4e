"""Creates and changes records as programs ask for, without a file, by the very rules of the import."""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, OperationalError, transaction

from tenure import clock
from tenure.actions.importing.batches import (
    ATTEMPTS,
    BATCH_ROWS,
    WRITERS,
    batches,
    may_try_again,
    prepared,
    write_batch,
)
from tenure.actions.importing.parents import write_parents
from tenure.actions.importing.progress import take_turns
from tenure.actions.importing.records import Outcome
from tenure.actions.importing.repeats import fold_repeats
from tenure.actions.orders import note_orders_changed
from tenure.actions.staleness import mark_stale
from tenure.actions.webhooks import tell_created
from tenure.records.audit import AuditEntry
from tenure.records.imports import Import
from tenure.records.workspace import Workspace
from tenure.sources.given import read_given

_NAMED = 100  # records that an audit entry names

Said = Mapping[str, object]


def upsert(*, workspace: Workspace, kind: str, rows: Sequence[Said], by: str) -> Outcome:
    """Create or change the record of each row of a kind (all but events); row 1 is the first.

    A row is field -> JSON value; see `read_given`. As in an import, bad rows stay out and are reported, good ones go in,
    all in one transaction; what was in already changes nothing. Raises ValueError when there is no such kind.
    """
    if kind not in WRITERS:
        raise ValueError(f"There is no kind “{kind}”: choose {', '.join(WRITERS)}.")
    for left in reversed(range(ATTEMPTS)):
        try:
            with transaction.atomic():
                take_turns(workspace.pk)
                outcome = _write(Import(workspace=workspace, kind=kind, by=by, started_at=clock.now()), rows)
                _note(workspace, kind, outcome, by)
            return outcome
        except (IntegrityError, OperationalError) as error:
            # A call that came in meanwhile made the same account, say: look again and find it.
            if not left or not may_try_again(error):
                raise
    raise AssertionError("the last attempt returns or raises")


def _write(of: Import, said: Sequence[Said]) -> Outcome:
    """What the rows came to. The import is none that is kept: it says whose the rows are, and when they came."""
    reading, given = read_given(of.kind, said, of.workspace.currency)
    rows = list(fold_repeats(prepared(of.kind, given), reading, 0))
    whole = Outcome()
    for batch in batches(rows, BATCH_ROWS):
        _add(whole, write_batch(of, reading, batch))
    if of.kind == "accounts" and "parent" in reading.match.columns:
        _add_parents(whole, write_parents(of, reading, [row for row in rows if not row.is_bad and row.later is None]))
    for row in rows:
        if row.later is not None and row.later in whole.records:
            whole.records[row.number] = whole.records[row.later]
    return whole


def _add(whole: Outcome, part: Outcome) -> None:
    whole.created += part.created
    whole.updated += part.updated
    whole.unchanged += part.unchanged
    whole.failed += part.failed
    whole.problems += part.problems
    whole.changes += part.changes
    whole.stale |= part.stale
    whole.records |= part.records


def _add_parents(whole: Outcome, parents: Outcome) -> None:
    """Count as updated only the accounts that nothing else changed."""
    changed = {change.record for change in whole.changes}
    parents.updated = len({change.record for change in parents.changes} - changed)
    parents.unchanged = -parents.updated
    _add(whole, parents)


def _note(workspace: Workspace, kind: str, outcome: Outcome, by: str) -> None:
    """Queue the accounts that facts read anew, and write down who changed what."""
    if not outcome.changes:
        return
    mark_stale(workspace, outcome.stale)
    if kind == "orders":
        note_orders_changed(workspace=workspace, changes=outcome.changes)
    tell_created(workspace, outcome.new_accounts())
    entry = AuditEntry(workspace=workspace, at=clock.now(), by=by, verb="upsert", noun=kind.removesuffix("s"))
    if len(outcome.changes) == 1:
        (change,) = outcome.changes
        entry.noun, entry.record, entry.before, entry.after = change.table, change.record, change.before, change.after
    else:
        records = sorted({change.record for change in outcome.changes})[:_NAMED]
        entry.after = {"created": outcome.created, "updated": outcome.updated, "records": records}
    entry.save()
