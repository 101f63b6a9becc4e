"""What do CSV and TSV files hold? Rows of text, whatever separates them."""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tenure.sources.encoding import detect_encoding
from tenure.sources.failures import SourceError
from tenure.sources.headers import FIRST_ROWS, header_row, tidy_headers, titles_above
from tenure.sources.settings import Settings
from tenure.sources.table import MOST_COLUMNS, BadLine, Cells
from tenure.values.voice import later, worded

_CANDIDATES = (",", ";", "\t", "|")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_SAMPLE_LINES = 500
_SAMPLE_CHARS = 512 * 1024
# A quotation mark inside quotation marks as databases write it, with a backslash instead of twice.
_BACKSLASH = re.compile(r'(?:^|[,;\t|])"[^"\r\n]*\\"(?![,;\t|\r\n])', re.MULTILINE)


class SeparatedFile:
    """A CSV or TSV file."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._encoding = detect_encoding(path, settings.encoding)
        self.notes: list[str] = []
        sample = self._sample()
        first, _, rest = sample.partition("\n")
        self._declared = first.strip().lower().startswith("sep=") and len(first.strip()) == 5
        if self._declared:
            self._separator = first.strip()[4]
            sample = rest
        else:
            self._separator = settings.separator or detect_separator(sample)
        self._escape = "\\" if '""' not in sample and _BACKSLASH.search(sample) else None
        if self._escape:
            self.notes.append(worded("Quotation marks inside cells are taken as written with a backslash before them."))
        self._width = 0  # cells of a row, once the headers are known
        self._skipped = self._find_headers()
        self.taken_for: dict[str, object] = {
            "format": "tsv" if self._separator == "\t" else "csv",
            "encoding": self._encoding.name,
            "encoding_how": self._encoding.how,
            "separator": _NAMES.get(self._separator, self._separator),
        }

    def rows(self) -> Iterator[Cells | BadLine]:
        """Rows beneath the headers."""
        yield from islice(self._all(), self._skipped, None)

    def _find_headers(self) -> int:
        first = [[] if isinstance(row, BadLine) else row for row in islice(self._all(), FIRST_ROWS)]
        at = header_row(first)
        if at < 0:
            raise SourceError(worded("This file is empty: its first row must name the columns."))
        if len(first[at]) > MOST_COLUMNS:
            raise SourceError(
                worded(
                    "This file has {n} columns; at most {most} can be read.",
                    n=f"{len(first[at]):,}",
                    most=f"{MOST_COLUMNS:,}",
                )
            )
        titles_above(
            self.notes, first, at,
            later("The headers were found in row {row} of the file; what stands above was left out."),
        )  # fmt: skip
        self.headers = tidy_headers(first[at], self.notes)
        self._width = len(self.headers)
        return at + 1

    def _sample(self) -> str:
        with self._path.open(encoding=self._encoding.name, newline="") as file:
            text = file.read(_SAMPLE_CHARS)
        lines = text.splitlines(keepends=True)
        return "".join(lines[:_SAMPLE_LINES] if len(lines) > _SAMPLE_LINES else lines)

    def _all(self) -> Iterator[Cells | BadLine]:
        with self._path.open(encoding=self._encoding.name, newline="") as file:
            if self._declared:
                file.readline()
            yield from self._rows(file)

    def _rows(self, lines: Iterator[str]) -> Iterator[Cells | BadLine]:
        """A quotation mark that is never closed would swallow the rows beneath it: then its line is bad, and they are not."""
        feed = _Feed(lines)
        reader = self._reader(feed, strict=True)
        while True:
            feed.taken.clear()
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._mended(feed, str(error))
                reader = self._reader(feed, strict=True)

    def _mended(self, feed: "_Feed", error: str) -> Cells | BadLine:
        """What to make of a row whose quotation marks do not fit; the lines that are not part of it are given back."""
        first, *rest = feed.taken
        if self._is_unclosed(rest, error):
            feed.give_back(rest)
            return BadLine(worded("a quotation mark is opened and never closed"), first.strip())
        feed.give_back(feed.taken)
        feed.taken.clear()
        try:
            return next(self._reader(feed, strict=False))  # as spreadsheets read it
        except csv.Error:
            feed.give_back(feed.taken[1:])
            limit = csv.field_size_limit()
            return BadLine(
                worded("a cell is longer than {most} characters: is a quotation mark missing?", most=f"{limit:,}"),
                first[:100],
            )

    def _is_unclosed(self, rest: list[str], error: str) -> bool:
        """Whether what stands beneath are rows of their own, and not further lines of a cell."""
        return rest[0].count(self._separator) + 1 >= self._width if rest else "end of data" in error

    def _reader(self, lines: Iterator[str], *, strict: bool) -> Iterator[list[str]]:
        return csv.reader(
            lines, delimiter=self._separator, escapechar=self._escape, doublequote=self._escape is None, strict=strict
        )


class _Feed:
    """Lines of a file. ``taken`` are those since it was cleared; they may be given back to be read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        self._again.extendleft(reversed(lines))


def detect_separator(sample: str) -> str:
    """The character that cuts most rows of the sample into the same number of cells, and into most cells."""
    scores = {candidate: _score(sample, candidate) for candidate in _CANDIDATES}
    return max(_CANDIDATES, key=lambda candidate: scores[candidate])


def _score(sample: str, separator: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    reader = csv.reader(sample.splitlines(keepends=True), delimiter=separator)
    try:
        widths.update(len(row) for row in reader if any(cell.strip() for cell in row))
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width < 2:
        # Headers may be wide where all rows beneath are short or missing.
        return 0.01 * (max(widths) > 1), max(widths)
    return rows / widths.total(), width
