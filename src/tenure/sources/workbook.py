"""What does a workbook (XLSX) show? The values of its first sheet with content: results of formulas, not formulas."""

import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import python_calamine

from tenure.sources.failures import SourceError
from tenure.sources.table import MOST_COLUMNS, BadCell, Cells, header_row, tidy_headers
from tenure.sources.unpacking import check_archive, survey_sheet

_FIRST = 20  # rows among which the headers are looked for
_SHOWN_ERROR = BadCell("the cell shows an error in the workbook")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST_MERGES = 100_000

Span = tuple[int, int, int]  # column, first row, last row of a merged cell


class WorkbookFile:
    """The first visible sheet with content of an XLSX workbook."""

    def __init__(self, path: Path) -> None:
        self.notes: list[str] = []
        parts = check_archive(path)
        if "xl/workbook.xml" not in parts:
            raise SourceError("This is a ZIP file but not an XLSX workbook. Unpack it and import what is inside.")
        sheet_parts = _sheet_parts(path)
        surveys = {name: survey_sheet(path, part) for name, part in sheet_parts.items() if part in parts}
        try:
            book = python_calamine.CalamineWorkbook.from_path(str(path))
            self._sheet = _first_with_content(book)
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise SourceError(f"This workbook cannot be opened: {error}") from None
        survey = surveys.get(self._sheet.name)
        self._errors = survey.errors if survey else frozenset()
        self._error_rows = frozenset(row for row, _ in self._errors)
        self._spans = _spans(self._sheet)
        self._find_headers()
        self._say(len(book.sheet_names))
        self.taken_for: dict[str, object] = {"format": "xlsx", "sheet": self._sheet.name}

    def rows(self) -> Iterator[Cells]:
        """Rows beneath the headers, as shown."""
        yield from islice(self._shown(), self._skipped, None)

    def _find_headers(self) -> None:
        first = list(islice(self._shown(), _FIRST))
        at = header_row(first)
        if at < 0:
            raise SourceError("This workbook is empty: its first row must name the columns.")
        width = max((i + 1 for row in first for i, cell in enumerate(row) if str(cell).strip()), default=0)
        if width > MOST_COLUMNS:
            raise SourceError(f"This sheet has {width:,} columns; at most {MOST_COLUMNS:,} can be read.")
        if any(str(cell).strip() for row in first[:at] for cell in row):
            self.notes.append(f"The headers were found in row {at + 1} of the sheet; what stands above was left out.")
        self.headers = tidy_headers(first[at][:width], self.notes)
        self._skipped = at + 1

    def _say(self, sheets: int) -> None:
        if sheets > 1:
            self.notes.append(
                f"The workbook has {sheets} sheets: the first one with content, “{self._sheet.name}”, is read."
            )
        if beneath := sum(1 for _, _, last in self._spans if last >= self._skipped):
            self.notes.append(
                f"{beneath:,} merged cell{'s reach' if beneath > 1 else ' reaches'} over several rows: "
                "the value counts in each of them."
            )
        if self._errors:
            self.notes.append(f"{len(self._errors):,} cell(s) show an error such as #DIV/0!: they have no value.")

    def _shown(self) -> Iterator[list[object]]:
        """All rows of the sheet from its top, merged cells filled down, error cells marked, whole numbers whole."""
        starts = [first for _, first, _ in self._spans]
        longest = max((last - first for _, first, last in self._spans), default=0)
        above: dict[Span, object] = {}
        for number, raw in enumerate(self._sheet.iter_rows()):
            row = [_as_shown(cell) for cell in raw]
            if number in self._error_rows:
                row = [_SHOWN_ERROR if (number, column) in self._errors else cell for column, cell in enumerate(row)]
            near = (
                self._spans[bisect_right(starts, number - longest - 1) : bisect_right(starts, number)] if starts else ()
            )
            for span in near:
                column, first, last = span
                if number == first and column < len(row):
                    above[span] = row[column]
                elif first < number <= last and column < len(row):
                    row[column] = above.get(span, "")
                    if number == last:
                        above.pop(span, None)
            yield row


def _as_shown(cell: Any) -> object:
    """A workbook keeps every number as a float, but shows 12 as 12."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, timedelta):
        return str(cell)
    return cell


def _spans(sheet: python_calamine.CalamineSheet) -> list[Span]:
    ranges = sheet.merged_cell_ranges or []
    if len(ranges) > _MOST_MERGES:
        raise SourceError(f"This sheet has {len(ranges):,} merged cells: unmerge them or save it as CSV.")
    found = [(left, top, bottom) for (top, left), (bottom, _) in ranges if bottom > top]
    return sorted(found, key=lambda span: (span[1], span[0]))


def _first_with_content(book: python_calamine.CalamineWorkbook) -> python_calamine.CalamineSheet:
    visible = [
        index
        for index, meta in enumerate(book.sheets_metadata)
        if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        and meta.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    for index in visible:
        sheet = book.get_sheet_by_index(index)
        if sheet.total_height:
            return sheet
    raise SourceError("This workbook is empty: no sheet that can be seen holds anything.")


def _sheet_parts(path: Path) -> dict[str, str]:
    """Which part of the archive holds which sheet."""
    try:
        with zipfile.ZipFile(path) as archive:
            links = _parse(archive.read("xl/_rels/workbook.xml.rels"))
            targets = {link.get("Id"): (link.get("Target") or "") for link in links}
            sheets = [node for node in _parse(archive.read("xl/workbook.xml")).iter() if node.tag.endswith("}sheet")]
    except (KeyError, ET.ParseError, zipfile.BadZipFile) as error:
        raise SourceError(f"This workbook is damaged: {error}") from None
    found = {}
    for node in sheets:
        target = targets.get(node.get(_RELATION), "")
        found[node.get("name") or ""] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _parse(xml: bytes) -> ET.Element:
    """XML without a document type: those are what entity bombs need."""
    if re.search(rb"<!DOCTYPE|<!ENTITY", xml, re.IGNORECASE):
        raise SourceError("This workbook declares entities, which no spreadsheet program writes: it was not opened.")
    return ET.fromstring(xml)  # noqa: S314 - entities were refused above
