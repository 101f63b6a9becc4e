"""Brings a file of events into the log: in order of days, in large chunks, each exactly once."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from django.db import transaction

from tenure.actions.identities import ensure_people
from tenure.actions.importing.progress import SAME_AS, ImportRefused, Progress, advance, note_changes
from tenure.actions.importing.records import Change, Outcome, snapshot
from tenure.eventlog.home import Home
from tenure.eventlog.imports import append_import, remove_import
from tenure.eventlog.schema import EVENTS
from tenure.eventlog.spool import Spool
from tenure.eventlog.tables import events_table
from tenure.records.account import Account
from tenure.records.imports import Import
from tenure.records.slices import SLICE
from tenure.sources.day_order import by_day
from tenure.sources.event_columns import event_batches
from tenure.sources.problems import Problem
from tenure.sources.reading import Reading
from tenure.sources.row_ids import row_ids
from tenure.values.moment import DAY

_IDENTITY = ("user_id", "anonymous_id", "group_id", "event", "time", "value", "payload")
_AHEAD = timedelta(hours=24)  # a time further in future is stored as it came, and flagged


def import_events(of: Import, reading: Reading, *, home: Home, spool: Spool, progress: Progress | None) -> None:
    """Append the good rows to the log. A chunk that is in already, because the import stopped after it, is passed over.

    The accounts concerned need no mark here: the facts round finds the new files by the log's version.
    """
    _start_over(of)
    if (same := _done_before(of)) is not None:
        # Nothing was appended: this import is told from those that did by the note in its settings.
        _count_unchanged(of, same)
        return
    scan = _Scan(of, reading)
    overlap = _Overlap(of, home)
    with tempfile.TemporaryDirectory(dir=_scratch(home)) as folder:
        for chunk, rows in enumerate(by_day(scan.tables(), Path(folder))):
            events = _as_events(of, rows)
            known = overlap.count(events)
            append_import(home, spool, of.workspace.slug, of.pk, chunk, events)
            _note_chunk(of, events, known, scan if chunk == 0 else None, home=home, spool=spool)
            if progress:
                progress(of.rows_done, reading.count)
    if not scan.good:
        _note_chunk(of, EVENTS.empty_table(), 0, scan, home=home, spool=spool)


class _Scan:
    """One pass over the file: typed good rows, and the count and first problems of the others."""

    def __init__(self, of: Import, reading: Reading) -> None:
        self._of, self._reading = of, reading
        self.failed = self.good = 0
        self.problems: list[Problem] = []

    def tables(self) -> Iterator[pa.Table]:
        years = self._of.workspace.history_years
        oldest = self._of.started_at - years * 365.25 * DAY
        for batch in event_batches(self._reading, oldest):
            self.failed += batch.failed
            self.good += batch.rows.num_rows
            self.problems += batch.problems[: 1_000 - len(self.problems)] if len(self.problems) < 1_000 else []
            yield batch.rows.drop_columns(["row"])


class _Overlap:
    """How many rows of a chunk the log has already, from other imports: told by their ids, day by day.

    They are appended all the same: an id counts once when the log is read, and taking back one of two imports that
    share rows then leaves the other whole.
    """

    def __init__(self, of: Import, home: Home) -> None:
        others = Import.objects.filter(workspace=of.workspace_id, kind="events")
        others = others.exclude(pk=of.pk).exclude(state=Import.State.UNDONE)
        self._table = events_table(home, of.workspace.slug) if others.exists() else None
        self._own = of.pk

    def count(self, events: pa.Table) -> int:
        if self._table is None or not events.num_rows:
            return 0
        days = pc.unique(pc.cast(events["time"], pa.date32())).to_pylist()
        files = self._table.files([day.isoformat() for day in days])
        if not files:
            return 0
        stored = ds.dataset(files).to_table(
            columns=["message_id"], filter=(ds.field("import_id").is_null()) | (ds.field("import_id") != self._own)
        )
        return int(pc.sum(pc.is_in(events["message_id"], value_set=stored["message_id"])).as_py() or 0)


def _scratch(home: Home) -> Path:
    folder = home.root / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _start_over(of: Import) -> None:
    """Count again from the start: chunks are made anew from the file, and those in the log are not appended twice."""
    with transaction.atomic():
        advance(of, rows=-of.rows_done)
        of.created = of.updated = of.unchanged = of.failed = 0
        of.errors = []
        of.save(update_fields=["created", "updated", "unchanged", "failed", "errors"])


def _done_before(of: Import) -> Import | None:
    """An earlier import of the very same file whose events are in the log."""
    done = Import.objects.filter(workspace=of.workspace_id, kind="events", digest=of.digest, state=Import.State.DONE)
    return next((found for found in done.order_by("pk") if found.settings == of.settings), None)


def _count_unchanged(of: Import, same: Import) -> None:
    with transaction.atomic():
        advance(of, rows=same.rows_done)
        of.unchanged, of.failed, of.errors = same.created + same.unchanged, same.failed, same.errors
        of.settings = {**of.settings, SAME_AS: same.pk}
        of.save(update_fields=["unchanged", "failed", "errors", "settings"])


def _as_events(of: Import, rows: pa.Table) -> pa.Table:
    """Rows under the columns of the log."""
    count = rows.num_rows
    given = rows["message_id"].combine_chunks()
    made = row_ids(rows, _IDENTITY) if given.null_count else given
    ahead = pc.greater(rows["time"], pa.scalar(of.started_at + _AHEAD, EVENTS.field("time").type))
    constant = {
        "type": pa.repeat("track", count),
        "received_at": pa.repeat(pa.scalar(of.started_at, EVENTS.field("received_at").type), count),
        "import_id": pa.repeat(pa.scalar(of.pk, pa.int64()), count),
        "flag": pc.if_else(ahead, pa.scalar("future"), pa.scalar(None, pa.string())),
        "message_id": pc.coalesce(given, made),
    }
    columns = [
        constant[field.name]
        if field.name in constant
        else rows[field.name]
        if field.name in rows.column_names
        else pa.nulls(count, field.type)
        for field in EVENTS
    ]
    return pa.Table.from_arrays(columns, schema=EVENTS)


def _note_chunk(of: Import, events: pa.Table, known: int, scan: _Scan | None, *, home: Home, spool: Spool) -> None:
    """Count a chunk once it is in the log; with the first one, what the pass over the file found wrong."""
    failed, problems = (scan.failed, scan.problems) if scan else (0, [])
    users = pc.unique(events["user_id"]).drop_null().to_pylist()
    try:
        with transaction.atomic():
            advance(of, rows=events.num_rows + failed)
            made = ensure_people(workspace=of.workspace, user_ids=users, by=f"import {of.pk}")
            outcome = Outcome(unchanged=known, failed=failed, problems=problems)
            outcome.created = events.num_rows - known
            outcome.changes = _accounts_made(of, made)
            note_changes(of, outcome)
    except ImportRefused:
        # Taken back meanwhile: what was appended after that must go, too.
        if Import.objects.filter(pk=of.pk, state=Import.State.UNDONE).exists():
            remove_import(home, spool, of.workspace.slug, of.pk)
        raise


def _accounts_made(of: Import, made: set[int]) -> list[Change]:
    """Where accounts are people, events bring new ones along; undo takes them back as well."""
    numbers = sorted(made)
    accounts = [
        account
        for start in range(0, len(numbers), SLICE)
        for account in Account.objects.filter(workspace=of.workspace_id, pk__in=numbers[start : start + SLICE])
    ]
    return [Change(0, "account", account.pk, None, snapshot(account) | {"history": {}}) for account in accounts]
