"""What is wrong with one cell, and where is it?"""

from dataclasses import dataclass
from typing import Final

from tenure.values.voice import later, worded

_SHOWN = 80
QUOTED: Final = later("“{value}” {reason}")


class CellError(Exception):
    """The cell does not hold what its column should; the message continues the sentence “… X”."""


@dataclass(frozen=True, slots=True)
class Problem:
    """``row`` 1 is the first row beneath the headers; ``column`` as the file calls it; ``value`` shortened."""

    row: int
    column: str
    value: str
    reason: str

    def as_json(self) -> dict[str, object]:
        """The form of reports and of `tenure import --json`."""
        return {"row": self.row, "column": self.column, "value": self.value, "reason": self.reason}


def shortened(value: object) -> str:
    """A cell for a report: one line, at most 80 characters."""
    text = "".join(char if char.isprintable() else "�" for char in str(value)[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def quoted(value: str, reason: str) -> str:
    """What a cell holds, and what is wrong with it; the reason alone of a cell that shows nothing."""
    return worded(QUOTED, value=value, reason=reason) if value else reason


def too_many_cells(cells: int, headers: int) -> str:
    """Why a row stays out that goes further than the headers."""
    return worded("the row has {cells} cells, but there are {headers} headers", cells=str(cells), headers=str(headers))
