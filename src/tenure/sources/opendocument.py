"""What does an OpenDocument spreadsheet (ODS) span? Its rows and cells say how often they are repeated, blank or not."""

import re
from collections.abc import Iterator
from pathlib import Path

from tenure.sources.failures import SourceError
from tenure.sources.unpacking import MOST_TEXT, Place, SheetSurvey, check_extent, part_chunks
from tenure.values.voice import worded

CONTENT = "content.xml"
_LONGEST_TAG = 1 << 20
# Quotation marks are heeded, so that nothing can hide behind a sign in an attribute.
_TAG = re.compile(
    rb"""<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])"""
    rb"""((?:[^<>"'/]*+(?:"[^"]*+"|'[^']*+'|/(?!>)))*+[^<>"'/]*+)(/?)>"""
)
_NUMBER = rb"""="0*(\d{1,9})\""""
_ROWS_REPEATED = re.compile(rb"table:number-rows-repeated" + _NUMBER)
_COLUMNS_REPEATED = re.compile(rb"table:number-columns-repeated" + _NUMBER)
_ROWS_SPANNED = re.compile(rb"table:number-rows-spanned" + _NUMBER)
_COLUMNS_SPANNED = re.compile(rb"table:number-columns-spanned" + _NUMBER)
_MOST_MERGES = 100_000


class _Sheet:
    """What was seen of a sheet so far."""

    def __init__(self) -> None:
        self.row = self.column = self.width = self.height = self.text = 0
        self.rows_repeated = 1
        self.row_is_filled = False
        self.row_began = 0
        self.errors: set[Place] = set()
        self.merged: list[tuple[Place, Place]] = []

    def begin_row(self, attributes: bytes, at: int) -> None:
        self.column, self.row_is_filled, self.row_began = 0, False, at
        self.rows_repeated = _count(_ROWS_REPEATED, attributes)

    def cell(self, attributes: bytes, is_empty: bool) -> None:
        times = _count(_COLUMNS_REPEATED, attributes) if b"repeated" in attributes else 1
        if not is_empty or b"office:" in attributes:
            self.row_is_filled = True
            self.width = max(self.width, self.column + times)
            if b'"error"' in attributes:
                self.errors.add((self.row, self.column))
            if b"spanned" in attributes:
                self._merge(attributes)
        self.column += times

    def _merge(self, attributes: bytes) -> None:
        down, across = _count(_ROWS_SPANNED, attributes), _count(_COLUMNS_SPANNED, attributes)
        if down > 1 or across > 1:
            self.merged.append(((self.row, self.column), (self.row + down - 1, self.column + across - 1)))
        if len(self.merged) > _MOST_MERGES:
            raise SourceError(
                worded(
                    "This sheet has over {most} merged cells: unmerge them or save it as CSV.", most=f"{_MOST_MERGES:,}"
                )
            )

    def end_row(self, at: int) -> None:
        if self.row_is_filled:
            self.height = self.row + self.rows_repeated
            self.text += (at - self.row_began) * self.rows_repeated
            check_extent(self.height, self.width)
            if self.text > MOST_TEXT:
                raise SourceError(
                    worded("This spreadsheet repeats its rows until they fill the memory: save it as CSV.")
                )
        self.row += self.rows_repeated


def survey_document(path: Path) -> list[SheetSurvey]:
    """What was seen in each sheet, in their order. Raises SourceError when one spans too much to hold."""
    found: list[SheetSurvey] = []
    sheet = _Sheet()
    for closing, name, attributes, empty, at in _tags(path):
        if name == b"table":
            if closing:
                found.append(SheetSurvey(frozenset(sheet.errors), tuple(sheet.merged)))
            sheet = _Sheet()
        elif name == b"table-row":
            if not closing:
                sheet.begin_row(attributes, at)
            if closing or empty:
                sheet.end_row(at)
        elif not closing:
            sheet.cell(attributes, bool(empty))
    return found


def _tags(path: Path) -> Iterator[tuple[bytes, bytes, bytes, bytes, int]]:
    """Each tag of tables, rows and cells, and how far into the document it is."""
    tail, before = b"", 0
    for chunk in part_chunks(path, CONTENT):
        text = tail + chunk
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise SourceError(
                worded("This workbook declares entities, which no spreadsheet program writes: it was not opened.")
            )
        end = text.rfind(b"<")  # the last tag may go on in the next chunk
        if end < 0 or len(text) - end > _LONGEST_TAG:
            end = len(text)
        for found in _TAG.finditer(text, 0, end):
            yield found[1], found[2], found[3], found[4], before + found.start()
        before += end
        tail = text[end:]
    for found in _TAG.finditer(tail):
        yield found[1], found[2], found[3], found[4], before + found.start()


def _count(wanted: "re.Pattern[bytes]", attributes: bytes) -> int:
    return max(int(found[1]), 1) if (found := wanted.search(attributes)) else 1
