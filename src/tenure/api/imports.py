"""What came in by file, what became of it, and how is it taken back? A program may bring files, too."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, TypedDict

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import AfterValidator, BaseModel, Field

from tenure.actions.importing.by_worker import ask_undo, start_import
from tenure.actions.importing.uploads import (
    begin_upload,
    discard_upload,
    finish_upload,
    read_otherwise,
    settings_of,
    upload_path,
)
from tenure.answers.process import home
from tenure.api.caller import Caller, caller_of
from tenure.api.choices import among, example, one_of, without_zero_bytes
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.paths import address
from tenure.api.problems import Refusal, Wrong
from tenure.records.imports import Import as Row
from tenure.sources.failures import SourceError
from tenure.sources.known_kinds import KINDS
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings

router = Router(tags=["imports"])
LARGEST = 2**63 - 1
Kind = Annotated[str, AfterValidator(among(KINDS)), one_of(KINDS)]
Short = Annotated[str, AfterValidator(without_zero_bytes), Field(max_length=100)]


_EXAMPLE = {
    "id": 81, "kind": "orders", "file_name": "orders.csv", "state": "done", "rows_total": 120, "rows_done": 120,
    "created": 118, "updated": 0, "unchanged": 0, "failed": 2, "by": "key 3", "started_at": "2026-03-01T09:30:00Z",
    "finished_at": "2026-03-01T09:30:04Z", "undone_at": None, "trouble": "",
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
    undone_at: datetime | None = Field(description="null while it is being taken back, too")
    trouble: str = Field(description="Why it does not go on; empty when nothing is the matter")


class Finding(BaseModel):
    """What is wrong with one cell; row 1 is the first beneath the headers."""

    row: int
    column: str
    value: str
    reason: str


class Kept(BaseModel):
    """A record that was not taken back, the row that it came from, and why it stays."""

    row: int
    record: str
    reason: str


class WholeImport(Import):
    """An import with what is wrong with which row: the first thousand findings."""

    model_config = example(
        **_EXAMPLE,
        errors=[{"row": 7, "column": "Customer", "value": "acne", "reason": "there is no account “acne”"}],
        kept=[],
    )

    errors: list[Finding]
    kept: list[Kept] = Field(description="Records that were not taken back: the first thousand")


class ImportSettings(BaseModel):
    """How to read the file; what is left out is detected."""

    kind: Kind = Field(description="What the rows are")
    mapping: Annotated[str, AfterValidator(without_zero_bytes)] = Field(
        "",
        max_length=10_000,
        description="Which column is which field, a pair a line",
        examples=["key=Customer number"],
    )
    encoding: Short = Field("", examples=["utf-8"])
    separator: Short = Field("", description="comma, semicolon, tab, pipe or a character")
    decimal: Short = Field("", description="point or comma")
    dates: Literal["", "dmy", "mdy", "ymd"] = Field("", description="The order of day, month and year")
    sheet: Short = Field("", description="Of a workbook")


@router.get("", response=page_of(Import), operation_id="list_imports", summary="List imports")
def list_all(request: HttpRequest, query: Query[Paging]) -> dict[str, Any]:
    """The newest first."""
    refuse_unknown(request, Paging)
    rows = Row.objects.filter(workspace=caller_of(request).workspace).defer("errors", "settings", "kept")
    found = cut(rows, query, newest_first=True)
    items = [Import.model_validate(row, from_attributes=True) for row in found.rows]
    return page(request, items, found.next_cursor)


@router.get("/{int:id}", response=WholeImport, operation_id="get_import", summary="Get an import")
def get(request: HttpRequest, id: int) -> WholeImport:  # noqa: A002 - the name stands in the address
    """With what is wrong with which row."""
    return _shown(_one(caller_of(request), id))


@router.post("", response={202: WholeImport}, operation_id="create_import", summary="Import a file")
def create(
    request: HttpRequest, response: HttpResponse, settings: Form[ImportSettings], file: File[UploadedFile]
) -> Status[WholeImport]:
    """CSV, TSV, XLSX, ODS, JSON Lines or Parquet. The worker does it: ask for the import until its state is done.

    A file that cannot be read is refused at once. The same file again changes nothing.
    """
    caller = caller_of(request)
    try:
        how = _settings(settings)
        upload = begin_upload(workspace=caller.workspace, file_name=file.name or "", size=file.size or 0, by=caller.by)
        finish_upload(upload=upload, **_keep(file, upload_path(home(), upload)))
        read_otherwise(upload=upload, kind=settings.kind, settings=how, by=caller.by)
        try:
            open_file(upload_path(home(), upload), upload.kind, settings_of(upload))
        except SourceError:
            discard_upload(upload=upload, home=home(), by=caller.by)
            raise
        started = start_import(upload=upload, by=caller.by)
    except (SourceError, ValueError) as error:
        wrong = Wrong(field="file", value=(file.name or "")[:80], reason=str(error))
        raise Refusal(422, str(error), [wrong]) from None
    response["Location"] = address("imports", str(started.pk))
    return Status(202, _shown(started))


@router.post("/{int:id}/undo", response={202: WholeImport}, operation_id="undo_import", summary="Take an import back")
def undo(request: HttpRequest, id: int) -> Status[WholeImport]:  # noqa: A002 - the name stands in the address
    """What it created goes, what it changed is as before; what was changed or used since stays, and is listed.

    The worker does it: it is done when undone_at is set.
    """
    caller = caller_of(request)
    row = _one(caller, id)
    if not ask_undo(workspace=caller.workspace, import_id=row.pk, by=caller.by):
        raise Refusal(409, f"Import {row.pk} was taken back already, or is being taken back.")
    return Status(202, _shown(_one(caller, id)))


class _Kept(TypedDict):
    size: int
    digest: str


def _keep(file: UploadedFile, path: Path) -> _Kept:
    """Put a file where uploads lie, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part, digest, size = path.with_name(f"{path.name}.part"), sha256(), 0
    try:
        with part.open("wb") as copy:
            for piece in file.chunks():
                digest.update(piece)
                size += copy.write(piece)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return {"size": size, "digest": digest.hexdigest()}


def _settings(given: ImportSettings) -> Settings:
    """Raises ValueError with a sentence."""
    pairs = [line.partition("=") for line in given.mapping.splitlines() if line.strip()]
    if bad := [name for name, sign, _ in pairs if not sign or not name.strip()]:
        raise ValueError(f"“{bad[0][:80]}” is not FIELD=HEADER, such as key=Account ID")
    mapping = {name.strip(): header for name, _, header in pairs}
    return Settings(
        mapping=mapping,
        encoding=given.encoding,
        separator=given.separator,
        decimal=given.decimal,
        dates=given.dates,
        sheet=given.sheet,
    )


def _one(caller: Caller, number: int) -> Row:
    row = Row.objects.filter(workspace=caller.workspace, pk=number).first() if number <= LARGEST else None
    if row is None:
        raise Refusal(404, f"There is no import {str(number)[:30]} in the workspace of this key.")
    return row


def _shown(row: Row) -> WholeImport:
    return WholeImport.model_validate(row, from_attributes=True)
