"""Which format is a file in? Its first bytes say so; its name decides only between kinds of text."""

from pathlib import Path

from tenure.sources.failures import SourceError
from tenure.sources.json_lines import JsonLinesFile, looks_like_json
from tenure.sources.parquet import ParquetFile
from tenure.sources.separated import SeparatedFile
from tenure.sources.settings import Settings
from tenure.sources.table import Table
from tenure.sources.workbook import Fits, WorkbookFile

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
        raise SourceError(f"The file {path} cannot be opened: {error.strerror or error}.") from None
    if not head.strip():
        raise SourceError("This file is empty: its first row must name the columns.")
    for magic, name in _PACKED.items():
        if head.startswith(magic):
            raise SourceError(f"This file is packed with {name}: unpack it first.")
    if head.startswith(_OLD_EXCEL):
        raise SourceError(
            "This is an old Excel file (.xls) or one locked with a password: save it as .xlsx or .ods without one."
        )
    if head.startswith(b"PAR1"):
        return ParquetFile(path)
    if head.startswith(b"PK\x03\x04"):
        return WorkbookFile(path, settings, fits)
    if looks_like_json(head):
        return JsonLinesFile(path)
    if _is_page(head):
        raise SourceError(
            "This is a web page (HTML) or XML, whatever it is called: open it in a spreadsheet program and save it as .xlsx "
            "or .csv."
        )
    if path.suffix.lower() in (".xlsx", ".xlsb", ".ods", ".parquet"):
        raise SourceError(
            f"This file is called {path.suffix} but is not one: it is damaged, or something else was renamed."
        )
    return SeparatedFile(path, settings)


def _is_page(head: bytes) -> bool:
    """What some programs call .xls is a page with a table."""
    start = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta"))
