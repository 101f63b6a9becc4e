"""Takes an import back: what it created goes, what it changed is as before; what was changed or used since stays, and is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db import transaction

from tenure import clock
from tenure.actions.importing.progress import Progress
from tenure.actions.importing.undo_records import Kept, Undoing, take_back
from tenure.actions.orders import note_orders_changed
from tenure.actions.staleness import mark_stale
from tenure.answers.ids_in_log import ids_in_log
from tenure.eventlog.home import Home
from tenure.eventlog.imports import remove_import
from tenure.eventlog.spool import Spool
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.imports import Import, ImportRow
from tenure.records.slices import SLICE
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

BATCH_ROWS = 1_000
_MOST_KEPT = 1_000


class UndoRefused(Exception):  # noqa: N818 - reads as what happened
    """There is nothing to take back; the sentence says why."""


@dataclass(slots=True)
class Undone:
    """What was taken back, in records and events, and the first thousand records that were not, with the reason."""

    of: Import
    deleted: int = 0
    restored: int = 0
    events: int = 0
    kept: int = 0
    reasons: list[Kept] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The form of `tenure undo --json`."""
        return {
            "import": self.of.pk,
            "kind": self.of.kind,
            "deleted": self.deleted,
            "restored": self.restored,
            "events": self.events,
            "kept": self.kept,
            "reasons": [kept.as_json() for kept in self.reasons],
        }


def undo_import(
    *,
    import_id: int,
    home: Home,
    spool: Spool,
    by: str,
    workspace: Workspace | None = None,
    progress: Progress | None = None,
) -> Undone:
    """Take an import back, also one that stopped half-way; a stopped undo goes on where it was.

    Raises UndoRefused when there is no such import (in the workspace, when one is given) or it was taken back before.
    """
    of = _claim(import_id, workspace)
    done = Undone(of)
    if of.kind == "events":
        done.events = remove_import(home, spool, of.workspace.slug, of.pk)
    rows = ImportRow.objects.filter(of=of, workspace=of.workspace_id)
    total, seen = rows.count(), 0
    used = _used_by_events(of, home)
    for batch in _newest_first(of):
        _take_batch_back(done, batch, used)
        seen += len(batch)
        if progress:
            progress(seen, total)
    _finish(done, by)
    return done


def _claim(import_id: int, workspace: Workspace | None) -> Import:
    """Mark the import as being taken back, so that a process that still runs it stops."""
    with transaction.atomic():
        found = Import.objects.select_for_update().filter(pk=import_id)
        of = (found if workspace is None else found.filter(workspace=workspace)).select_related("workspace").first()
        if of is None:
            raise UndoRefused(
                worded("There is no import {number} in {workspace}.", number=str(import_id), workspace=workspace.slug)
                if workspace
                else worded("There is no import {number}.", number=str(import_id))
            )
        # What was kept, because it had changed since, may be taken back once that was.
        kept = ImportRow.objects.filter(of=of, workspace=of.workspace_id)
        if of.undone_at is not None and not kept.exists():
            raise UndoRefused(
                worded(
                    "Import {number} was taken back already, on {day} at {time} UTC.",
                    number=str(of.pk),
                    day=f"{of.undone_at:%Y-%m-%d}",
                    time=f"{of.undone_at:%H:%M}",
                )
            )
        of.state = Import.State.UNDONE
        of.save(update_fields=["state"])
    return of


def _newest_first(of: Import) -> Iterator[list[ImportRow]]:
    """What the import did, last deed first, in batches."""
    upto: int | None = None
    while True:
        rows = ImportRow.objects.filter(of=of, workspace=of.workspace_id)
        if upto is not None:
            rows = rows.filter(pk__lt=upto)
        batch = list(rows.order_by("-pk")[:BATCH_ROWS])
        if not batch:
            return
        upto = batch[-1].pk
        yield batch


def _used_by_events(of: Import, home: Home) -> set[str]:
    """Keys of accounts that this import created and that events from elsewhere name."""
    created = ImportRow.objects.filter(of=of, workspace=of.workspace_id, table="account", before__isnull=True)
    numbers = list(created.values_list("record", flat=True))
    keys: set[str] = set()
    for start in range(0, len(numbers), SLICE):
        some = Account.objects.filter(workspace=of.workspace_id, pk__in=numbers[start : start + SLICE])
        keys.update(some.values_list("key", flat=True))
    return ids_in_log(home, of.workspace.slug, keys)


def _take_batch_back(done: Undone, batch: Sequence[ImportRow], used: set[str]) -> None:
    with transaction.atomic():
        undoing = Undoing(done.of, used)
        for _, deeds in groupby(_numbered(batch), key=lambda pair: (pair[0], _deed(pair[1]))):
            take_back(undoing, [row for _, row in deeds])
        ImportRow.objects.filter(pk__in=undoing.settled).delete()
        if undoing.stale:
            mark_stale(done.of.workspace, undoing.stale)
    done.deleted += undoing.deleted
    done.restored += undoing.restored
    done.kept += len(undoing.kept)
    done.reasons += undoing.kept[: _MOST_KEPT - len(done.reasons)]


def _deed(row: ImportRow) -> tuple[str, str]:
    return row.table, "created" if row.before is None else "changed" if row.after else "deleted"


def _numbered(batch: Sequence[ImportRow]) -> Iterator[tuple[int, ImportRow]]:
    """Rows with a number that rises when a record comes a second time: deeds on one record are taken back in order."""
    number = 0
    seen: set[tuple[str, int]] = set()
    for row in batch:
        if (row.table, row.record) in seen:
            number, seen = number + 1, set()
        seen.add((row.table, row.record))
        yield number, row


def _finish(done: Undone, by: str) -> None:
    now = clock.now()
    with transaction.atomic():
        Import.objects.filter(pk=done.of.pk, workspace=done.of.workspace_id).update(
            undone_at=now, undone_by=by, kept=[kept.as_json() for kept in done.reasons]
        )
        done.of.undone_at = now
        if done.of.kind == "orders":
            note_orders_changed(workspace=done.of.workspace)
        after = {name: value for name, value in done.as_json().items() if name != "reasons"}
        AuditEntry.objects.create(
            workspace=done.of.workspace, at=now, by=by, verb="undo", noun="import", record=done.of.pk, after=after
        )
