"""Takes a file in: any kind of records or events, batch by batch, so that it may stop and go on anywhere."""

from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import IntegrityError, OperationalError, transaction

from tenure import clock
from tenure.actions.bulk import hold_more_pages
from tenure.actions.importing.batches import ATTEMPTS, BATCH_ROWS, batches, may_try_again, prepared, write_batch
from tenure.actions.importing.claim import claimed
from tenure.actions.importing.events import import_events
from tenure.actions.importing.parents import write_parents
from tenure.actions.importing.progress import SAME_AS, ImportRefused, Progress, advance, note_changes, take_turns
from tenure.actions.importing.records import Outcome
from tenure.actions.importing.repeats import fold_repeats
from tenure.actions.orders import note_orders_changed
from tenure.actions.staleness import mark_stale
from tenure.actions.webhooks import tell
from tenure.answers.file_settings import settings_in
from tenure.eventlog.home import Home
from tenure.eventlog.spool import Spool
from tenure.records.audit import AuditEntry
from tenure.records.imports import Import
from tenure.records.workspace import Workspace
from tenure.sources.identity import file_digest
from tenure.sources.reading import Reading, Row, open_file
from tenure.sources.settings import Settings
from tenure.values.topics import IMPORT_DONE
from tenure.values.voice import worded


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
    waiting: Import | None = None,
) -> Import:
    """Import a file of a kind (accounts, orders, events, …) and return the import, done.

    Records are committed in batches with their count; events in chunks of the log. An import of the same file that
    stopped half-way is continued, or the one that is ``waiting`` for this. ``progress`` is called with rows done and
    rows in all.
    Raises SourceError or MappingError (nothing was done) when the file cannot be read as asked, and ImportRefused when
    another process works on the same import, the stopped one was read otherwise, or the database was busy for too long.
    """
    said = settings_in(workspace, settings or Settings())
    reading = open_file(path, kind, said)
    try:
        digest = file_digest(path, said)
        of = _begin(workspace, path, digest, reading, by) if waiting is None else _take_up(waiting, reading)
        with claimed(of) as keep:
            if not _is_done(of, reading):
                note = _noting(keep, progress)
                if kind == "events":
                    import_events(of, reading, home=home, spool=spool, progress=note)
                else:
                    _import_rows(of, reading, note)
                _finish(of)
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        raise ImportRefused("The database was busy with other work. The same import again goes on with it.") from error
    return of


def _noting(keep: Callable[[], None], progress: Progress | None) -> Progress:
    def note(done: int, total: int) -> None:
        keep()
        if progress:
            progress(done, total)

    return note


def _begin(workspace: Workspace, path: Path, digest: str, reading: Reading, by: str) -> Import:
    """The import of this very file that is not done, else a new one."""
    kind = reading.kind.name
    with transaction.atomic():
        take_turns(workspace.pk)
        stopped = Import.objects.filter(workspace=workspace, kind=kind, digest=digest, state=Import.State.RUNNING)
        if (of := stopped.order_by("pk").last()) is not None:
            return of
        now = clock.now()
        of = Import.objects.create(
            workspace=workspace, kind=kind, file_name=path.name[-300:], digest=digest, settings=reading.as_json, by=by,
            rows_total=reading.count, started_at=now,
        )  # fmt: skip
        AuditEntry.objects.create(
            workspace=workspace, at=now, by=by, verb="import", noun="import", record=of.pk,
            after={"kind": kind, "file": of.file_name},
        )  # fmt: skip
    return of


def _take_up(of: Import, reading: Reading) -> Import:
    """An import that somebody asked for begins; one that began already goes on."""
    now = clock.now()
    with transaction.atomic():
        mine = Import.objects.filter(pk=of.pk, workspace=of.workspace_id, state=Import.State.WAITING)
        if mine.update(state=Import.State.RUNNING, settings=reading.as_json, rows_total=reading.count, started_at=now):
            AuditEntry.objects.create(
                workspace=of.workspace, at=now, by=of.by, verb="import", noun="import", record=of.pk,
                after={"kind": of.kind, "file": of.file_name},
            )  # fmt: skip
    return of


def _is_done(of: Import, reading: Reading) -> bool:
    """Whether somebody else finished the import before it could be claimed. Raises ImportRefused when it cannot go on."""
    of.refresh_from_db()
    if of.state != Import.State.RUNNING:
        if of.state == Import.State.UNDONE:
            raise ImportRefused(
                worded(
                    "Import {number} of this very file is being taken back. Import it again after that.",
                    number=str(of.pk),
                )
            )
        return True
    if {name: value for name, value in of.settings.items() if name != SAME_AS} != reading.as_json:
        raise ImportRefused(
            worded(
                "Import {number} of this file stopped half-way and read it otherwise. "
                "Continue it with the same options, or take it back first: tenure undo {number}.",
                number=str(of.pk),
            )
        )
    if of.rows_total != reading.count:
        of.rows_total = reading.count
        of.save(update_fields=["rows_total"])
    return False


def _import_rows(of: Import, reading: Reading, progress: Progress) -> None:
    hold_more_pages()
    rows = fold_repeats(prepared(of.kind, reading.rows()), reading, of.rows_done)
    for batch in batches(rows, BATCH_ROWS):
        _write_batch(of, reading, batch)
        progress(of.rows_done, reading.count)
    if of.kind == "accounts" and "parent" in reading.match.columns:
        whole = (row for row in fold_repeats(reading.rows(), reading, 0) if not row.is_bad and row.later is None)
        for batch in batches(whole, BATCH_ROWS):
            _write_parents(of, reading, batch)


def _write_batch(of: Import, reading: Reading, batch: Sequence[Row]) -> None:
    """Commit a batch: its records, what undo needs, what is stale and how far the import is, all or nothing."""
    for left in reversed(range(ATTEMPTS)):
        try:
            with transaction.atomic():
                advance(of, rows=len(batch))
                _commit(of, write_batch(of, reading, batch))
            return
        except (IntegrityError, OperationalError) as error:
            # A call that came in meanwhile made the same account, say: look again and find it.
            if not left or not may_try_again(error):
                raise
            of.refresh_from_db()


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
            raise ImportRefused(worded("Import {number} was taken back while it ran.", number=str(of.pk)))
        of.state, of.finished_at = Import.State.DONE, now
        if of.kind == "orders":
            note_orders_changed(workspace=of.workspace)
        counts = {name: getattr(of, name) for name in ("created", "updated", "unchanged", "failed")}
        AuditEntry.objects.create(
            workspace=of.workspace, at=now, by=of.by, verb="finish", noun="import", record=of.pk, after=counts
        )
        tell(of.workspace, IMPORT_DONE, {f"import:{of.pk}": {"import": of.pk, "kind": of.kind, **counts}})
