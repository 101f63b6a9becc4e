"""What does Tenure hold of a workspace? All of it in one zip, written as it is read, so that its size costs no memory."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.db.models import JSONField, Model, QuerySet

from tenure.records.workspace import Workspace

PIECE: Final = 1 << 16  # bytes that are handed on at once, about
ROWS: Final = 500  # read from the database at a time
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # that a zip can say; when a file of the log was written says nothing
# What opens doors, and what is only a queue or a copy of what is there anyway.
_SECRET: Final[Mapping[str, frozenset[str]]] = {
    "apikey": frozenset({"hash"}), "webhook": frozenset({"secret"}), "noticechoice": frozenset({"chat"}),
}  # fmt: skip
_LEFT_OUT: Final = frozenset({"job", "keptanswer", "keptcount", "lease", "staleaccount", "factsmark", "user", "upload"})


class _Pipe(io.RawIOBase):
    """What the zip is written into, and taken out of again."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def __len__(self) -> int:
        return len(self._held)

    def take(self) -> bytes:
        """Everything that was written since the last time."""
        taken = bytes(self._held)
        self._held.clear()
        return taken


def everything(workspace: Workspace, log: Path, told: Callable[[int, int], None] | None = None) -> Iterator[bytes]:
    """The zip, piece by piece: a CSV for each table, JSON Lines where rows hold more than cells, a README, and the log.

    ``log`` is a folder that nobody writes to meanwhile. Rows are read as they are when their turn comes; what changes
    then may be in one file and not in another. ``told`` learns before each piece how many rows and files of the log are
    in, of how many.
    """
    pipe, done = _Pipe(), 0
    files = sorted(file for file in log.rglob("*") if file.is_file())
    total = sum(rows.count() for _, rows, _ in _tables(workspace)) + len(files) if told else 0
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", readme(workspace))
        for name, rows, fields in _tables(workspace):
            is_json = any(isinstance(field, JSONField) for field in fields)
            write = _json_lines if is_json else _csv
            path = f"{name}.{'jsonl' if is_json else 'csv'}"
            with archive.open(path, "w", force_zip64=True) as file:
                for piece in write(rows, [field.attname for field in fields]):
                    file.write(piece)
                    done += 1
                    if len(pipe) >= PIECE:
                        _tell(told, done, total)
                        yield pipe.take()
            _tell(told, done, total)
            yield pipe.take()
        for source in files:
            yield from _as_it_is(archive, source, f"log/{source.relative_to(log).as_posix()}", pipe)
            done += 1
            _tell(told, done, total)
    yield pipe.take()


def _as_it_is(archive: zipfile.ZipFile, source: Path, name: str, pipe: _Pipe) -> Iterator[bytes]:
    """A file of the log, which is packed already."""
    with source.open("rb") as read, archive.open(zipfile.ZipInfo(name, _EARLIEST), "w", force_zip64=True) as file:
        while piece := read.read(PIECE):
            file.write(piece)
            yield pipe.take()


def _tell(told: Callable[[int, int], None] | None, done: int, total: int) -> None:
    if told is not None:
        told(min(done, total), total)  # the heads of tables are lines, too, and rows may come meanwhile


def readme(workspace: Workspace) -> str:
    """What the archive holds, and how its events are read."""
    return (
        f"Everything that Tenure holds of the workspace {workspace.name} ({workspace.slug}).\n\n"
        "Each file is a table. Columns that end in _id hold the id of a row in another file. Times are UTC, amounts are\n"
        "whole minor units (cents). Passwords, keys and secrets are left out.\n\n"
        "Events are in the folder log, in open tables (Delta Lake) that any engine reads as they are, once unpacked:\n"
        "  log/events  every event as it was sent\n"
        "  log/days    what was used on each day\n"
        "  log/facts   what was known on each day\n"
        "DuckDB, for one, reads them with delta_scan('log/events').\n"
    )


def _tables(workspace: Workspace) -> Iterator[tuple[str, QuerySet[Any], list[Any]]]:
    """Every table with rows of workspaces: its name, this workspace's rows by number, and the fields to show."""
    models: list[type[Model]] = sorted(apps.get_app_config("records").get_models(), key=lambda one: one.__name__)
    for model in models:
        name = model._meta.model_name or ""
        columns = {field.name for field in model._meta.concrete_fields}
        if name in _LEFT_OUT or not ("workspace" in columns or model is Workspace):
            continue
        rows = model._default_manager.filter(
            **({"pk": workspace.pk} if model is Workspace else {"workspace": workspace})
        )
        fields = [field for field in model._meta.concrete_fields if field.name not in _SECRET.get(name, frozenset())]
        yield name, rows.order_by("pk"), fields


def _csv(rows: QuerySet[Any], names: list[str]) -> Iterator[bytes]:
    yield _line(names)
    for row in _read(rows, names):
        yield _line([_cell(value) for value in row])


def _read(rows: QuerySet[Any], names: list[str]) -> Iterator[tuple[Any, ...]]:
    """All rows by number, in slices that are each read to their end.

    An open cursor would hold SQLite to what it was when it was opened: nothing could be written beside it by the same
    connection once others had written, not even how far the copy is, and the write-ahead log would grow all the while.
    """
    number = names.index(rows.model._meta.pk.attname)
    last = None
    while some := list((rows if last is None else rows.filter(pk__gt=last)).values_list(*names)[:ROWS]):
        yield from some
        last = some[-1][number]


def _line(cells: list[Any]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _cell(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _json_lines(rows: QuerySet[Any], names: list[str]) -> Iterator[bytes]:
    say: Callable[[Any], str] = str
    for row in _read(rows, names):
        whole = {name: _cell(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(whole, ensure_ascii=False, default=say).encode() + b"\n"
