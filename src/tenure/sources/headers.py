"""Which row of a file names its columns, and what are they called? Titles may stand above, and names may be there twice."""

from collections.abc import Mapping, Sequence
from functools import cache

from tenure.sources.folding import folded
from tenure.sources.known_kinds import KINDS
from tenure.sources.table import Cells
from tenure.values.voice import worded

FIRST_ROWS = 20  # among which the headers are looked for
_ENOUGH = 2  # more names that are known make a row of headers out of one that may be data


def header_row(first: Sequence[Cells]) -> int:
    """Which of the first rows holds the headers; -1 for none.

    It is the first that is more than half as wide as the widest, unless a later one has more names that are known: groups
    of columns have names of their own above.
    """
    widths = [sum(1 for cell in row if _is_filled(cell)) for row in first]
    widest = max(widths, default=0)
    likely = [at for at, width in enumerate(widths) if width * 2 > widest]
    if not likely:
        return -1
    known = {at: _known(first[at], widths[at]) for at in likely}
    best = max(likely, key=lambda at: (known[at], -at))
    return best if known[best] >= known[likely[0]] + _ENOUGH else likely[0]


def are_names(row: Cells) -> bool:
    """Whether at least half of the cells of a row are names of columns that are known."""
    return _known(row, sum(1 for cell in row if _is_filled(cell))) >= _ENOUGH


def tidy_headers(raw: Sequence[object], notes: list[str], groups: Mapping[int, str] | None = None) -> tuple[str, ...]:
    """Headers as text: trimmed, each one once; a nameless column is called by its position.

    ``groups`` are names that stand above several columns: they tell columns of one name apart.
    """
    headers: list[str] = []
    texts = [tidy_header(cell) for cell in raw]
    for at, text in enumerate(texts):
        group = (groups or {}).get(at, "")
        if group and (not text or texts.count(text) > 1) and (named := f"{group} {text}".strip()) not in headers:
            headers.append(named)
            continue
        name = text or f"Column {at + 1}"
        again = 1
        while name in headers:
            again += 1
            name = f"{text} ({again})"
        if again > 1:
            notes.append(
                worded("Two columns are called “{text}”: the later one is called “{name}” here.", text=text, name=name)
            )
        headers.append(name)
    return tuple(headers)


def tidy_header(cell: object) -> str:
    """A header as one line of text."""
    return " ".join("".join(c if c.isprintable() else " " for c in str("" if cell is None else cell)).split())


def titles_above(notes: list[str], first: Sequence[Cells], at: int, message: str) -> None:
    """Say that something stands above the headers: ``message`` has a place for their ``{row}``."""
    if any(_is_filled(cell) for row in first[:at] for cell in row):
        notes.append(worded(message, row=str(at + 1)))


def _is_filled(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def _known(row: Cells, width: int) -> int:
    """How many cells are names that some field of some kind has; none where fewer than half are."""
    texts = {folded(cell) for cell in row if isinstance(cell, str)}
    count = len(texts & _names())
    return count if 2 * count >= width else 0


@cache
def _names() -> frozenset[str]:
    return frozenset(folded(name) for kind in KINDS.values() for field in kind.fields for _, name in field.headers)
