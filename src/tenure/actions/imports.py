"""Takes a file in: accounts, contacts, contracts or events, batch by batch, so that it may stop and go on anywhere."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import IntegrityError, transaction

from tenure import clock
from tenure.actions.bulk import hold_more_pages
from tenure.actions.import_accounts import write_accounts
from tenure.actions.import_contacts import write_contacts
from tenure.actions.import_contracts import write_contracts
from tenure.actions.import_events import import_events
from tenure.actions.import_parents import write_parents
from tenure.actions.import_progress import SAME_AS, ImportRefused, Progress, advance, note_changes
from tenure.actions.import_records import Outcome
from tenure.actions.import_repeats import fold_repeats
from tenure.actions.staleness import mark_stale
from tenure.eventlog.home import Home
from tenure.eventlog.spool import Spool
from tenure.records.audit import AuditEntry
from tenure.records.imports import Import
from tenure.records.workspace import Workspace
from tenure.sources.reading import Reading, Row, open_file
from tenure.sources.settings import Settings

BATCH_ROWS = 5_000
_WRITERS: dict[str, Callable[[Import, Reading, Sequence[Row]], Outcome]] = {
    "accounts": write_accounts,
    "contacts": write_contacts,
    "contracts": write_contracts,
}
T = TypeVar("T")


def import_file(
    *,
    workspace: Workspace,
    kind: str,
    path: Path,
    home: Home,
    spool: Spool,
    by: str,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Import:
    """Import a file of a kind (accounts, contacts, contracts, events) and return the import, done.

    Accounts, contacts and contracts are committed in batches with their count; events in chunks of the log. An import of
    the same file that stopped half-way is continued. ``progress`` is called with rows done and rows in all.
    Raises SourceError or MappingError (nothing was done) when the file cannot be read as asked, and ImportRefused when
    another process works on the same import or the stopped one was read otherwise.
    """
    reading = open_file(path, kind, replace(settings or Settings(), currency=workspace.currency))
    of = _begin(workspace, kind, path, reading, by)
    if kind == "events":
        import_events(of, reading, home=home, spool=spool, progress=progress)
    else:
        _import_rows(of, reading, progress)
    _finish(of)
    return of


def _begin(workspace: Workspace, kind: str, path: Path, reading: Reading, by: str) -> Import:
    """The stopped import of this very file, else a new one."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with transaction.atomic():
        stopped = Import.objects.filter(workspace=workspace, kind=kind, digest=digest, state=Import.State.RUNNING)
        of = stopped.order_by("pk").last()
        if of is not None:
            if {name: value for name, value in of.settings.items() if name != SAME_AS} != reading.as_json:
                raise ImportRefused(
                    f"Import {of.pk} of this file stopped half-way and read it otherwise. "
                    f"Continue it with the same options, or take it back first: tenure undo {of.pk}."
                )
            return of
        now = clock.now()
        of = Import.objects.create(
            workspace=workspace, kind=kind, file_name=path.name[-300:], digest=digest, settings=reading.as_json, by=by,
            started_at=now,
        )  # fmt: skip
        AuditEntry.objects.create(
            workspace=workspace, at=now, by=by, verb="import", noun="import", record=of.pk,
            after={"kind": kind, "file": of.file_name},
        )  # fmt: skip
    return of


def _import_rows(of: Import, reading: Reading, progress: Progress | None) -> None:
    hold_more_pages()
    done = of.rows_done
    rows = fold_repeats(reading.rows(), reading, done)
    for batch in batches(rows, BATCH_ROWS):
        _write_batch(of, reading, batch)
        if progress:
            progress(of.rows_done, reading.count)
    if of.kind == "accounts" and "parent" in reading.match.columns:
        whole = (row for row in fold_repeats(reading.rows(), reading, 0) if not row.is_bad and row.later is None)
        for batch in batches(whole, BATCH_ROWS):
            _write_parents(of, reading, batch)


def _write_batch(of: Import, reading: Reading, batch: Sequence[Row]) -> None:
    """Commit a batch: its records, what undo needs, what is stale and how far the import is, all or nothing."""
    try:
        _try_batch(of, reading, batch)
    except IntegrityError:
        # A call that came in meanwhile made the same account: look again and find it.
        of.refresh_from_db()
        _try_batch(of, reading, batch)


def _try_batch(of: Import, reading: Reading, batch: Sequence[Row]) -> None:
    with transaction.atomic():
        advance(of, rows=len(batch))
        good = [row for row in batch if not row.is_bad and row.later is None]
        outcome = _WRITERS[of.kind](of, reading, good)
        stand_ins = sum(row.is_stand_in for row in batch)
        outcome.failed += sum(row.is_bad for row in batch) + stand_ins
        # A row that a later one about the same record takes up changes nothing itself; one stood in for did go in.
        outcome.unchanged += sum(not row.is_bad and row.later is not None for row in batch) - stand_ins
        outcome.problems += [problem for row in batch for problem in row.problems]
        outcome.problems.sort(key=lambda problem: problem.row)
        _commit(of, outcome)


def _write_parents(of: Import, reading: Reading, batch: Sequence[Row]) -> None:
    with transaction.atomic():
        advance(of, rows=0)
        outcome = write_parents(of, reading, batch)
        outcome.unchanged = -outcome.updated
        _commit(of, outcome)


def _commit(of: Import, outcome: Outcome) -> None:
    note_changes(of, outcome)
    if outcome.stale:
        mark_stale(of.workspace, outcome.stale)


def _finish(of: Import) -> None:
    now = clock.now()
    with transaction.atomic():
        ended = Import.objects.filter(pk=of.pk, workspace=of.workspace_id, state=Import.State.RUNNING)
        if not ended.update(state=Import.State.DONE, finished_at=now):
            raise ImportRefused(f"Import {of.pk} was taken back while it ran.")
        of.state, of.finished_at = Import.State.DONE, now
        counts = {name: getattr(of, name) for name in ("created", "updated", "unchanged", "failed")}
        AuditEntry.objects.create(
            workspace=of.workspace, at=now, by=of.by, verb="finish", noun="import", record=of.pk, after=counts
        )


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of that many items in order; the last may be shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
