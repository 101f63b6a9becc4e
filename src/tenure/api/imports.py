"""What came in by file, what became of it, and how is it taken back? A program may bring files, too."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import AfterValidator, BaseModel, Field

from tenure.actions.import_progress import ImportRefused
from tenure.actions.import_undo import UndoRefused, undo_import
from tenure.actions.imports import import_file
from tenure.answers.process import home, spool
from tenure.api.caller import Caller, caller_of
from tenure.api.choices import among, example, one_of
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.problems import Refusal, Wrong
from tenure.records.imports import Import as Row
from tenure.sources.failures import SourceError
from tenure.sources.known_kinds import KINDS
from tenure.sources.settings import Settings

router = Router(tags=["imports"])
LARGEST = 2**63 - 1
Kind = Annotated[str, AfterValidator(among(KINDS)), one_of(KINDS)]
Short = Annotated[str, Field(max_length=100)]


_EXAMPLE = {
    "id": 81, "kind": "orders", "file_name": "orders.csv", "state": "done", "rows_total": 120, "rows_done": 120,
    "created": 118, "updated": 0, "unchanged": 0, "failed": 2, "by": "key 3", "started_at": "2026-03-01T09:30:00Z",
    "finished_at": "2026-03-01T09:30:04Z", "undone_at": None,
}  # fmt: skip


class Import(BaseModel):
    """One file that came in, and what became of its rows."""

    model_config = example(**_EXAMPLE)

    id: int
    kind: str
    file_name: str
    state: Annotated[str, one_of(Row.State.values)]
    rows_total: int
    rows_done: int
    created: int
    updated: int
    unchanged: int
    failed: int
    by: str
    started_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None


class Finding(BaseModel):
    """What is wrong with one cell; row 1 is the first beneath the headers."""

    row: int
    column: str
    value: str
    reason: str


class WholeImport(Import):
    """An import with what is wrong with which row: the first thousand findings."""

    model_config = example(
        **_EXAMPLE,
        errors=[{"row": 7, "column": "Customer", "value": "acne", "reason": "there is no account “acne”"}],
    )

    errors: list[Finding]


class ImportSettings(BaseModel):
    """How to read the file; what is left out is detected."""

    kind: Kind = Field(description="What the rows are")
    mapping: str = Field(
        "",
        max_length=10_000,
        description="Which column is which field, a pair a line",
        examples=["key=Customer number"],
    )
    encoding: Short = Field("", examples=["utf-8"])
    separator: Short = Field("", description="comma, semicolon, tab, pipe or a character")
    decimal: Short = Field("", description="point or comma")
    dates: Literal["", "dmy", "mdy", "ymd"] = Field("", description="The order of day, month and year")


class Kept(BaseModel):
    """A record that was not taken back, and why."""

    record: str
    reason: str


class Undone(BaseModel):
    """What was taken back, in records and events."""

    model_config = example(
        id=81, deleted=117, restored=0, events=0, kept=1,
        reasons=[{"record": "order 1001", "reason": "it was changed since"}],
    )  # fmt: skip

    id: int
    deleted: int
    restored: int
    events: int
    kept: int
    reasons: list[Kept] = Field(description="The first thousand that were kept")


@router.get("", response=page_of(Import), operation_id="list_imports", summary="List imports")
def list_all(request: HttpRequest, query: Query[Paging]) -> dict[str, Any]:
    """The newest first."""
    refuse_unknown(request, Paging)
    rows = Row.objects.filter(workspace=caller_of(request).workspace).defer("errors", "settings")
    found = cut(rows, query, newest_first=True)
    items = [Import.model_validate(row, from_attributes=True) for row in found.rows]
    return page(request, items, found.next_cursor)


@router.get("/{int:id}", response=WholeImport, operation_id="get_import", summary="Get an import")
def get(request: HttpRequest, id: int) -> WholeImport:  # noqa: A002 - the name stands in the address
    """With what is wrong with which row."""
    return _shown(_one(caller_of(request), id))


@router.post("", response={201: WholeImport}, operation_id="create_import", summary="Import a file")
def create(request: HttpRequest, settings: Form[ImportSettings], file: File[UploadedFile]) -> Status[WholeImport]:
    """CSV, TSV, XLSX, ODS, JSON Lines or Parquet. Answers when every row was looked at; the same file again changes nothing."""
    caller = caller_of(request)
    name = Path(file.name or "").name.replace("\0", "")[-200:] or "file"
    with tempfile.TemporaryDirectory(prefix="tenure-import-") as folder:
        path = Path(folder) / name
        with path.open("wb") as copy:
            copy.writelines(file.chunks())
        try:
            row = import_file(
                workspace=caller.workspace, kind=settings.kind, path=path, home=home(), spool=spool(),
                by=caller.by, settings=_settings(settings),
            )  # fmt: skip
        except ImportRefused as error:
            raise Refusal(409, str(error)) from None
        except (SourceError, ValueError) as error:
            wrong = Wrong(field="file", value=name[:80], reason=str(error))
            raise Refusal(422, str(error), [wrong]) from None
    return Status(201, _shown(row))


@router.post("/{int:id}/undo", response=Undone, operation_id="undo_import", summary="Take an import back")
def undo(request: HttpRequest, id: int) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """What it created goes, what it changed is as before; what was changed or used since stays, and is listed."""
    caller = caller_of(request)
    row = _one(caller, id)
    try:
        done = undo_import(import_id=row.pk, workspace=caller.workspace, home=home(), spool=spool(), by=caller.by)
    except (UndoRefused, ImportRefused) as error:
        raise Refusal(409, str(error)) from None
    return {
        "id": row.pk,
        "deleted": done.deleted,
        "restored": done.restored,
        "events": done.events,
        "kept": done.kept,
        "reasons": [{"record": kept.record, "reason": kept.reason} for kept in done.reasons],
    }


def _settings(given: ImportSettings) -> Settings:
    """Raises ValueError with a sentence."""
    pairs = [line.partition("=") for line in given.mapping.splitlines() if line.strip()]
    if bad := [name for name, sign, _ in pairs if not sign or not name.strip()]:
        raise ValueError(f"“{bad[0][:80]}” is not FIELD=HEADER, such as key=Account ID")
    mapping = {name.strip(): header for name, _, header in pairs}
    return Settings(mapping, given.encoding, given.separator, given.decimal, given.dates)


def _one(caller: Caller, number: int) -> Row:
    row = Row.objects.filter(workspace=caller.workspace, pk=number).first() if number <= LARGEST else None
    if row is None:
        raise Refusal(404, f"There is no import {str(number)[:30]} in the workspace of this key.")
    return row


def _shown(row: Row) -> WholeImport:
    return WholeImport.model_validate(row, from_attributes=True)
