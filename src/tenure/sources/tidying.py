"""What in a file is no record? Headers repeated, totals and remarks at its end; and what cells did somebody correct?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tenure.sources.failures import MappingError
from tenure.sources.folding import folded, words
from tenure.sources.headers import tidy_header
from tenure.sources.reshaping import Reshaping
from tenure.sources.survey import is_blank
from tenure.sources.table import BadLine, Cells, Table
from tenure.values.voice import worded, worded_for

_TOTALS = words(
    "total, totals, grand total, sum, overall, subtotal, totaal, eindtotaal, subtotaal, som, gesamt, gesamtsumme, summe, "
    "insgesamt, zwischensumme, endsumme, итого, всего, общий итог, сумма"
)
_INITIALS = frozenset(initial for word in _TOTALS for initial in (word[0], word[0].upper()))
_BLANK: tuple[Cells, str] = ((), "")


def _left_out(what: str, count: int) -> str:
    """What was left out: ``headers`` that are repeated, a ``total`` or ``remarks`` at the end."""
    if what == "headers":
        return worded_for(
            count,
            "{n} row was left out: they repeat the headers.",
            "{n} rows were left out: they repeat the headers.",
        )
    if what == "total":
        return worded_for(
            count,
            "{n} row was left out: it is a total at the end.",
            "{n} rows were left out: it is a total at the end.",
        )
    return worded_for(count, "{n} row was left out: remarks at the end.", "{n} rows were left out: remarks at the end.")


class TidyTable:
    """A file without what is no row of it, with cells as they were corrected. What is left out stays as a blank row."""

    def __init__(
        self, table: Table, corrections: Mapping[int, Mapping[str, str]], shape: Reshaping | None = None
    ) -> None:
        self._table = table
        self._shape = shape
        self._own = table.headers
        self.headers = shape.headers if shape else table.headers
        self.taken_for = table.taken_for
        self.notes = table.notes
        self._left_out: Counter[str] = Counter()
        self._corrections = {row: self._located(cells) for row, cells in corrections.items()}
        self._made_from = len(self._own)  # columns from there on are new: they are corrected once they are made
        self._has_footer = bool(shape and shape.export.has_footer)

    def rows(self) -> Iterator[Cells | BadLine]:
        """Every row beneath the headers, in order and with the number it has in the file."""
        self._left_out.clear()
        rows = self._table.rows()
        if self._corrections:
            rows = self._corrected(rows, 0, self._made_from)
        rows = self._tidied(rows)
        if self._shape:
            rows = self._shape.rows(rows)
        return self._corrected(rows, self._made_from, len(self.headers)) if self._shape and self._corrections else rows

    def notes_on_rows(self) -> list[str]:
        """What was left out, once all rows were read."""
        found = [_left_out(what, count) for what, count in self._left_out.items()]
        return found + (self._shape.notes() if self._shape else [])

    def _located(self, cells: Mapping[str, str]) -> dict[int, str]:
        for header in cells:
            if header not in self.headers:
                raise MappingError(
                    worded("A correction is for the column “{header}”, which the file has not.", header=header)
                )
        return {self.headers.index(header): cell for header, cell in cells.items()}

    def _corrected(self, rows: Iterator[Cells | BadLine], first: int, end: int) -> Iterator[Cells | BadLine]:
        """Rows with the corrected cells of some of their columns."""
        for number, row in enumerate(rows, start=1):
            wanted = {at: cell for at, cell in self._corrections.get(number, {}).items() if first <= at < end}
            if not wanted or isinstance(row, BadLine):
                yield row
                continue
            cells = list(row)
            for at, cell in wanted.items():
                cells += [None] * (at + 1 - len(cells))
                cells[at] = cell
            yield cells

    def _tidied(self, rows: Iterator[Cells | BadLine]) -> Iterator[Cells | BadLine]:
        """Hold back what looks like a total or a remark until it is known whether a row follows."""
        held: list[tuple[Cells, str]] = []
        first_header = next((header for header in self._own if not header.startswith("Column ")), "")
        at_first = self._own.index(first_header) if first_header else 0
        for row in rows:
            if isinstance(row, BadLine):
                yield from self._released(held)
                yield row
                continue
            if not any(row) and is_blank(row):
                if held:
                    held.append(_BLANK)
                else:
                    yield ()
            elif why := self._why_no_row(row):
                held.append((row, why))
            elif len(row) > at_first and row[at_first] == first_header and self._repeats_headers(row):
                yield from self._released(held)
                self._left_out["headers"] += 1
                yield ()
            else:
                if held:
                    yield from self._released(held)
                yield row
        for _, why in held:
            self._left_out[why] += bool(why)
            yield ()
        self._left_out = +self._left_out

    def _released(self, held: list[tuple[Cells, str]]) -> Iterator[Cells | BadLine]:
        for row, _ in held:
            yield row
        held.clear()

    def _why_no_row(self, row: Cells) -> str:
        """Why this may be no row, if it is the last; empty for what certainly is one."""
        for cell in row:
            if cell is None or cell == "":
                continue
            if type(cell) is not str:
                return ""
            if cell[0] in _INITIALS and _is_total(row, cell, len(self._own)):
                return "total"
            break
        if self._has_footer and len(self._own) > 1 and sum(1 for cell in row if not _is_empty(cell)) == 1:
            return "remarks"
        return ""

    def _repeats_headers(self, row: Cells) -> bool:
        texts = [tidy_header(cell) for cell in row]
        return len(self._own) > 1 and all(
            not text or text == header or header.startswith(f"{text} (")
            for text, header in zip(texts, self._own, strict=False)
        )


def _is_empty(cell: object) -> bool:
    return cell is None or (type(cell) is str and (not cell or cell.isspace()))


def _is_total(row: Cells, word: str, width: int) -> bool:
    """A word for a total, and besides it nothing but numbers, some cells left blank."""
    if folded(word).rstrip("0123456789") not in _TOTALS:
        return False
    filled = [cell for cell in row if not _is_empty(cell)]
    return len(filled) < width and all(_is_figure(cell) for cell in filled[1:])


def _is_figure(cell: object) -> bool:
    if type(cell) is not str:
        return isinstance(cell, int | float) and not isinstance(cell, bool)
    letters = sum(char.isalpha() for char in cell)
    return any(char.isdigit() for char in cell) and letters <= 4  # 1.234,50 EUR


def as_tidy(table: Table, corrections: Mapping[int, Mapping[str, str]], shape: Reshaping | None) -> "Table":
    """The table as it is where nothing in it can be out of order, such as a Parquet file."""
    plain = table.taken_for.get("format") in ("parquet", "jsonl", "json")
    return table if plain and not corrections and not shape else TidyTable(table, corrections, shape)


def notes_on(table: Table) -> Sequence[str]:
    """What was left out of a table that was read to its end."""
    return table.notes_on_rows() if isinstance(table, TidyTable) else ()
