"""Which cells did a person mend on the page? Only those that say something else than before."""

from collections.abc import Mapping, Sequence

CELL, WAS = "cell-", "was-"


def mended(said: Mapping[str, str], headers: Sequence[str]) -> dict[tuple[int, str], str]:
    """(row, header) -> the cell as it should be. Fields are called ``cell-ROW-POSITION``; ``was-…`` holds what stood there."""
    found: dict[tuple[int, str], str] = {}
    for name, text in said.items():
        row, _, position = name.removeprefix(CELL).partition("-")
        if not name.startswith(CELL) or not (row.isdecimal() and position.isdecimal()) or int(position) >= len(headers):
            continue
        if text.strip() != said.get(name.replace(CELL, WAS, 1), "").strip():
            found[int(row), headers[int(position)]] = text.strip()
    return found
