"""Where do records of others repeat somebody's words? Strikes them out of what was written there, as erasing the log does."""

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any

import pyarrow as pa
from django.db.models import Model, TextField
from django.db.models.functions import Cast

from tenure.eventlog.traces import Traces
from tenure.records.account import AccountHistory
from tenure.records.audit import AuditEntry
from tenure.records.backtest import Backtest
from tenure.records.contact import Contact
from tenure.records.departure import Departure
from tenure.records.health import AccountHealth, HealthChange, HealthOverride
from tenure.records.imports import Import, ImportRow
from tenure.records.incident import Incident, IncidentAccount
from tenure.records.merge import Merge
from tenure.records.note import Note
from tenure.records.notice import Notice
from tenure.records.objective import Objective
from tenure.records.order import Order
from tenure.records.play import Play, PlayRun, PlayStep, PlayVersion
from tenure.records.renewal import RenewalWord
from tenure.records.segment import Segment
from tenure.records.signal import Alert, Signal, SignalState
from tenure.records.snooze import Snooze
from tenure.records.task import Task
from tenure.records.ticket import Ticket
from tenure.records.touchpoint import Touchpoint
from tenure.records.view import View
from tenure.records.workspace import Workspace

Strike = Callable[[pa.ChunkedArray], pa.ChunkedArray]
_ROWS = 5_000
# What people and programs wrote about others. Keys and names are not among it: others are found by theirs.
_JSON: tuple[tuple[type[Model], str], ...] = (
    (AccountHistory, "value"),
    (AccountHealth, "facts"),
    (AccountHealth, "detail"),
    (Contact, "traits"),
    (Import, "errors"),
    (Import, "settings"),
    (Import, "kept"),
    (Merge, "undoing"),
    (Segment, "rule"),
    (Signal, "definition"),
    (SignalState, "values"),
    (Alert, "values"),
    (Incident, "rule"),
    (Play, "draft"),
    (PlayVersion, "definition"),
    (Backtest, "definition"),
)
_TEXT: tuple[tuple[type[Model], str], ...] = (
    (Import, "file_name"),
    (Import, "trouble"),
    (HealthOverride, "reason"),
    (HealthChange, "cause"),
    (Order, "product"),
    (Touchpoint, "summary"),
    (Touchpoint, "service"),
    (Touchpoint, "by"),
    (Touchpoint, "outcome"),
    (Touchpoint, "next_step"),
    (Touchpoint, "place"),
    (Task, "title"),
    (Task, "reason"),
    (Ticket, "subject"),
    (Note, "text"),
    (Note, "by"),
    (Merge, "kept_name"),
    (Merge, "gone_name"),
    (Objective, "title"),
    (Snooze, "reason"),
    (RenewalWord, "note"),
    (Departure, "note"),
    (Departure, "competitor"),
    (View, "name"),
    (View, "query"),
    (Task, "script"),
    (Segment, "name"),
    (Signal, "name"),
    (Alert, "note"),
    (Incident, "title"),
    (Incident, "description"),
    (Incident, "apology"),
    (Incident, "goodwill"),
    (IncidentAccount, "why"),
    (Play, "name"),
    (PlayRun, "ended_because"),
    (PlayStep, "why"),
    (Notice, "text"),
    (Notice, "error"),
    (Backtest, "name"),
)


def strike(workspace: Workspace, words: Collection[str]) -> None:
    """Strike words of six characters and more out of a workspace's records; shorter ones tell nobody by.

    What an import remembers in order to undo itself, and what the audit remembers, goes where it holds one of them.
    Runs inside the caller's transaction.
    """
    traces = Traces(frozenset(), frozenset(), frozenset(), frozenset(words))
    if not traces.words:
        return
    for model, name in _JSON:
        for row, struck in _struck(model, workspace, name, traces.strike_json):
            model._default_manager.filter(pk=row).update(**{name: json.loads(struck)})
    for model, name in _TEXT:
        for row, struck in _struck(model, workspace, name, traces.strike_text):
            model._default_manager.filter(pk=row).update(**{name: struck})
    for name in ("before", "after"):
        for row, _ in _struck(ImportRow, workspace, name, traces.strike_json):
            ImportRow.objects.filter(pk=row).delete()
        for row, _ in _struck(AuditEntry, workspace, name, traces.strike_json):
            AuditEntry.objects.filter(pk=row).update(before=None, after={"erased": True})


def to_strike(workspace: Workspace) -> int:
    """How many rows are gone through for that, those of several columns as often."""
    models = [model for model, _ in (*_JSON, *_TEXT)] + [ImportRow, ImportRow, AuditEntry, AuditEntry]
    return sum(model._default_manager.filter(workspace=workspace).count() for model in models)


def _struck(model: type[Model], workspace: Workspace, name: str, by: Strike) -> Iterator[tuple[int, str]]:
    """(row, new text) of the rows whose text changes."""
    rows: Any = model._default_manager.filter(workspace=workspace).annotate(written=Cast(name, TextField()))
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", "written")[:_ROWS]):
        texts = pa.chunked_array([pa.array([text for _, text in found], pa.string())])
        for (row, text), struck in zip(found, by(texts).to_pylist(), strict=True):
            last = row  # in slices, because rows are changed between them
            if struck != text:
                yield row, struck
