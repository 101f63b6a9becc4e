"""What is in the cells of a table of figures, and which of its rows and columns are shown?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from babel import Locale

from tenure.answers.business import Answer
from tenure.console.retention import written
from tenure.console.retention.asked import Looked
from tenure.console.retention.words import PARTS, WORDS

FIRST: Final = 12  # rows of the first page
LATER: Final = 50  # of each that follows
UNTOLD: Final = "–"

Column = tuple[str, str]  # a figure, and which part of it


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure, and the part of an address that asks why it is so; empty: nothing asks."""

    value: str
    address: str = ""
    is_loss: bool = False


def cell(column: Column, answer: Answer, looked: Looked, locale: Locale, address: str = "") -> Cell:
    """The cell of a column; ``address`` says of what it is."""
    figure, part = column
    value = written.value(part or figure, answer.value, looked.currency, locale)
    asks = address and f"{address}&figure={figure}" + (f"&part={part}" if part else "")
    return Cell(value, asks, part == "profit" and (answer.value or 0) < 0)


def title(column: Column) -> str:
    """What a column is called."""
    figure, part = column
    return str((PARTS[part] if part else WORDS[figure]).title)


def told(rows: Iterable[Sequence[Cell]]) -> list[int]:
    """The places of the columns that can be told of any row."""
    return [
        at for at, column in enumerate(zip(*rows, strict=True)) if any(one.value not in {UNTOLD, ""} for one in column)
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows that a page of a table shows, from the largest; how many are larger, and how many smaller."""

    rows: slice
    larger: int
    smaller: int
    following: int  # the number of the page of the smaller ones


def shown(page: int, count: int) -> Shown:
    """Those of a page of ``count`` rows; a page that there is not is the first."""
    start = FIRST + LATER * (page - 2) if page > 1 else 0
    if start >= count:
        page, start = 1, 0
    stop = start + (LATER if start else FIRST)
    return Shown(slice(start, stop), start, max(count - stop, 0), page + 1)
