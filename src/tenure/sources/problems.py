"""What is wrong with one cell, and where is it?"""

from dataclasses import dataclass

_SHOWN = 80


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


def rows_were(count: int, which: str = "") -> str:
    """How a sentence about rows begins: "1 row was", "12 other rows were"."""
    return f"1 {which}row was" if count == 1 else f"{count:,} {which}rows were"
