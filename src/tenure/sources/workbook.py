"""What does a workbook (XLSX, XLSB, ODS) show? The values of one of its sheets: results of formulas, not formulas."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine

from tenure.sources.failures import SourceError
from tenure.sources.folding import folded
from tenure.sources.headers import FIRST_ROWS, are_names, header_row, tidy_header, tidy_headers, titles_above
from tenure.sources.settings import Settings
from tenure.sources.table import MOST_COLUMNS, BadCell, Cells
from tenure.sources.unpacking import SheetSurvey
from tenure.sources.workbook_parts import WorkbookParts, look_into
from tenure.values.voice import later, worded, worded_for

_SHOWN_ERROR = BadCell(later("the cell shows an error in the workbook"))
_MOST_MERGES = 100_000
_FITS_WELL = 0.6  # enough to look at no further sheet
_A_TABLE = 1e-6  # what is at least a table goes before a sheet of remarks
_MOST_SHEETS = 50  # that are looked at for one that fits

Span = tuple[int, int, int]  # column, first row, last row of a merged cell
Fits = Callable[[Sequence[str]], float]  # how well headers fit what is looked for, from 0 for not at all to 1


# Which sheet is read, of several.
_ASKED_FOR = later("The workbook has {sheets} sheets: the one that was asked for, “{sheet}”, is read.")
_FITS = later("The workbook has {sheets} sheets: the one that fits, “{sheet}”, is read.")
_WITH_A_TABLE = later("The workbook has {sheets} sheets: the first one with a table, “{sheet}”, is read.")
_WITH_CONTENT = later("The workbook has {sheets} sheets: the first one with content, “{sheet}”, is read.")


class WorkbookFile:
    """One visible sheet of a workbook: the one that is wanted, else the one whose headers fit best, else the first table."""

    def __init__(self, path: Path, settings: Settings | None = None, fits: Fits | None = None) -> None:
        self.notes: list[str] = []
        parts = look_into(path)
        try:
            self._book = python_calamine.CalamineWorkbook.from_path(str(path))
            found, why = self._choose(parts, (settings or Settings()).sheet, fits)
        except python_calamine.PasswordError:
            raise SourceError(worded("This workbook is locked with a password: save it without one.")) from None
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise SourceError(worded("This workbook cannot be opened: {said}", said=str(error))) from None
        self._sheet = found
        self.headers, self._skipped = found.find_headers(self.notes)
        self._say(why)
        self.taken_for: dict[str, object] = {"format": parts.format, "sheet": found.name}
        if len(self._visible()) > 1:
            self.taken_for["sheets"] = [self._book.sheet_names[at] for at in self._visible()]

    def rows(self) -> Iterator[Cells]:
        """Rows beneath the headers, as shown."""
        yield from islice(self._sheet.shown(), self._skipped, None)

    def _visible(self) -> list[int]:
        return [
            at
            for at, meta in enumerate(self._book.sheets_metadata)
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
            and meta.visible == python_calamine.SheetVisibleEnum.Visible
        ]

    def _choose(self, parts: WorkbookParts, wanted: str, fits: Fits | None) -> "tuple[_Sheet, str]":
        """The sheet to read, and which one that is among the others."""
        names = self._book.sheet_names
        if wanted:
            for at, name in enumerate(names):
                if folded(name) == folded(wanted):
                    return self._open(parts, at), _ASKED_FOR
            raise SourceError(
                worded(
                    "There is no sheet “{wanted}”. There are: {names}.",
                    wanted=wanted,
                    names=", ".join(f"“{name}”" for name in names),
                )
            )
        best: _Sheet | None = None
        best_score, seen = 0.0, 0
        trouble = SourceError(worded("This workbook is empty: no sheet that can be seen holds anything."))
        for at in self._visible()[:_MOST_SHEETS]:
            try:
                sheet = self._open(parts, at)
                if sheet.is_empty:
                    continue
                seen += 1
                headers = sheet.find_headers([])[0]
            except SourceError as error:  # which matters only where no other sheet will do
                trouble = error
                continue
            score = (fits(headers) if fits else 1.0) or _A_TABLE * sheet.is_table
            if best is None or score > best_score:
                best, best_score = sheet, score
            if score >= _FITS_WELL:
                break
        if best is None:
            raise trouble
        which = _FITS if best_score > _A_TABLE else _WITH_A_TABLE
        return best, which if seen > 1 else _WITH_CONTENT

    def _open(self, parts: WorkbookParts, at: int) -> "_Sheet":
        survey = parts.survey(self._book.sheet_names[at], at)
        return _Sheet(self._book.get_sheet_by_index(at), survey)

    def _say(self, why: str) -> None:
        sheets, sheet = len(self._book.sheet_names), self._sheet
        if sheets > 1:
            self.notes.append(worded(why, sheets=str(sheets), sheet=sheet.name))
        if beneath := sum(1 for _, _, last in sheet.spans if last >= self._skipped):
            self.notes.append(
                worded_for(
                    beneath,
                    "{n} merged cell reaches over several rows: the value counts in each of them.",
                    "{n} merged cells reach over several rows: the value counts in each of them.",
                )
            )
        if sheet.errors:
            self.notes.append(
                worded_for(
                    len(sheet.errors),
                    "{n} cell shows an error such as #DIV/0!: it has no value.",
                    "{n} cells show an error such as #DIV/0!: they have no value.",
                )
            )


class _Sheet:
    """A sheet that was looked through and opened."""

    def __init__(self, sheet: python_calamine.CalamineSheet, survey: SheetSurvey) -> None:
        self._sheet = sheet
        self.name = sheet.name
        self.errors = survey.errors
        merged = [*survey.merged, *(sheet.merged_cell_ranges or [])]
        if len(merged) > _MOST_MERGES:
            raise SourceError(
                worded("This sheet has {n} merged cells: unmerge them or save it as CSV.", n=f"{len(merged):,}")
            )
        down = [(left, top, bottom) for (top, left), (bottom, _) in merged if bottom > top]
        self.spans: list[Span] = sorted(down, key=lambda span: (span[1], span[0]))
        self._across = [(top, left, right) for (top, left), (_, right) in merged if right > left]

    @property
    def is_empty(self) -> bool:
        return self._sheet.end is None

    @property
    def is_table(self) -> bool:
        """Whether a row of several names has a row beneath it: a sheet of remarks has not."""
        first = list(islice(self.shown(), FIRST_ROWS))
        at = header_row(first)
        return at >= 0 and sum(1 for cell in first[at] if str(cell).strip()) > 1 and len(first) > at + 1

    def find_headers(self, notes: list[str]) -> tuple[tuple[str, ...], int]:
        """The headers, and how many rows to skip for what is beneath them."""
        first = list(islice(self.shown(), FIRST_ROWS))
        at = header_row(first)
        if at < 0:
            raise SourceError(worded("This workbook is empty: its first row must name the columns."))
        if at + 1 < len(first) and self._reaching_across(at) and are_names(first[at + 1]):
            at += 1  # above stood the names of groups of columns
        width = max((i + 1 for row in first for i, cell in enumerate(row) if str(cell).strip()), default=0)
        if width > MOST_COLUMNS:
            raise SourceError(
                worded(
                    "This sheet has {n} columns; at most {most} can be read.", n=f"{width:,}", most=f"{MOST_COLUMNS:,}"
                )
            )
        titles_above(
            notes, first, at,
            later("The headers were found in row {row} of the sheet; what stands above was left out."),
        )  # fmt: skip
        raw = [*first[at], *[""] * (width - len(first[at]))][:width]
        for left, right in self._reaching_across(at):  # a name across two columns is the name of both
            raw[left : right + 1] = [raw[left]] * (min(right + 1, width) - left)
        groups = {
            column: tidy_header(first[at - 1][left])
            for left, right in self._reaching_across(at - 1)
            for column in range(left, right + 1)
            if left < len(first[at - 1])
        }
        return tidy_headers(raw, notes, groups), at + 1

    def _reaching_across(self, row: int) -> list[tuple[int, int]]:
        """First and last column of each cell of a row that reaches across several."""
        return [(left, right) for top, left, right in self._across if top == row]

    def shown(self) -> Iterator[list[object]]:
        """All rows of the sheet from its top, merged cells filled down, error cells marked, whole numbers whole."""
        starts = [first for _, first, _ in self.spans]
        longest = max((last - first for _, first, last in self.spans), default=0)
        error_rows = {row for row, _ in self.errors}
        above: dict[Span, object] = {}
        for number, raw in enumerate(self._sheet.iter_rows()):
            near: Sequence[Span] = ()
            if starts:
                near = self.spans[bisect_right(starts, number - longest - 1) : bisect_right(starts, number)]
            if not near and not any(raw) and raw.count("") == len(raw) and number not in error_rows:
                yield []
                continue
            row = [_as_shown(cell) for cell in raw]
            if number in error_rows:
                row = [_SHOWN_ERROR if (number, column) in self.errors else cell for column, cell in enumerate(row)]
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
