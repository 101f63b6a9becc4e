"""What is every file once it is open? Headers and rows that can be read again from the start, in bounded memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that the file itself marks as wrong."""

    reason: str

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A row that cannot be taken apart into cells; ``text`` is its beginning."""

    reason: str
    text: str = ""


Cells = Sequence[object]


class Table(Protocol):
    """An open file. ``taken_for`` says what it was found to be, ``notes`` what the reader of the report should know."""

    headers: tuple[str, ...]
    taken_for: dict[str, object]
    notes: list[str]

    def rows(self) -> Iterator[Cells | BadLine]:
        """Every row beneath the headers, blank ones as an empty sequence, so that row numbers stay those of the file."""
        ...


class ArrowTable(Table, Protocol):
    """A file whose columns can be had without going through Python."""

    def batches(self, rows: int) -> Iterator[pa.RecordBatch]:
        """The rows in order, at most that many at a time, under the names of ``headers``."""
        ...

    def sample(self) -> list[Cells]:
        """A few thousand rows from all over the file."""
        ...
