"""Which format is a file in? Its first bytes say so; its name decides only between kinds of text."""

from pathlib import Path

from tenure.sources.failures import SourceError
from tenure.sources.json_lines import JsonLinesFile, looks_like_json
from tenure.sources.parquet import ParquetFile
from tenure.sources.separated import SeparatedFile
from tenure.sources.settings import Settings
from tenure.sources.table import Table
from tenure.sources.workbook import Fits, WorkbookFile
from tenure.values.voice import worded

_PACKED = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def open_table(path: Path, settings: Settings, fits: Fits | None = None) -> Table:
    """Open a file, whatever it is; of several sheets the one whose headers fit best.

    Raises SourceError with a sentence when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise SourceError(
            worded("The file {path} cannot be opened: {said}.", path=str(path), said=str(error.strerror or error))
        ) from None
    _refuse_what_is_packed(head)
    if head.startswith(b"PAR1"):
        return ParquetFile(path)
    if head.startswith(b"PK\x03\x04"):
        return WorkbookFile(path, settings, fits)
    if looks_like_json(head):
        return JsonLinesFile(path)
    _refuse_what_is_no_text(path, head)
    return SeparatedFile(path, settings)


def _refuse_what_is_packed(head: bytes) -> None:
    if not head.strip():
        raise SourceError(worded("This file is empty: its first row must name the columns."))
    for magic, name in _PACKED.items():
        if head.startswith(magic):
            raise SourceError(worded("This file is packed with {name}: unpack it first.", name=name))
    if head.startswith(_OLD_EXCEL):
        raise SourceError(
            worded(
                "This is an old Excel file (.xls) or one locked with a password: save it as .xlsx or .ods without one."
            )
        )


def _refuse_what_is_no_text(path: Path, head: bytes) -> None:
    if _is_page(head):
        raise SourceError(
            worded(
                "This is a web page (HTML) or XML, whatever it is called: open it in a spreadsheet program and save it as "
                ".xlsx or .csv."
            )
        )
    if path.suffix.lower() in (".xlsx", ".xlsb", ".ods", ".parquet"):
        raise SourceError(
            worded(
                "This file is called {ending} but is not one: it is damaged, or something else was renamed.",
                ending=path.suffix,
            )
        )


def _is_page(head: bytes) -> bool:
    """What some programs call .xls is a page with a table."""
    start = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta"))
