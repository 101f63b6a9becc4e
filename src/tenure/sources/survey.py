"""What does one pass over a file show? How many rows it has, a sample from all over it, and which records it names twice."""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from tenure.sources.table import BadLine, Cells

_HEAD = 1_000
_SPREAD = 2_000

KeyOf = Callable[[Cells], str]


@dataclass(frozen=True, slots=True)
class Repeats:
    """Records that several rows name: the last row of each, and what each of those rows said, as hashes."""

    last: dict[int, int] = field(default_factory=dict)
    content: dict[int, int] = field(default_factory=dict)

    def later(self, key: str, row: int) -> int | None:
        """The last row that names the same record, when that is not this row."""
        if not self.last or not key:
            return None
        found = self.last.get(hash(key))
        return found if found is not None and found > row else None

    def differ(self, row: int, other: int) -> bool:
        """Whether two rows of one record say different things."""
        return self.content.get(row) != self.content.get(other)


@dataclass(frozen=True, slots=True)
class Survey:
    """``rows`` counts those that are not blank."""

    rows: int
    sample: list[Cells]
    repeats: Repeats


def survey(rows: Iterable[Cells | BadLine], key_of: KeyOf | None) -> Survey:
    """Read all rows once. ``key_of`` gives the text that says which record a row is; 16 bytes a row are kept for it."""
    count = 0
    sample = _Sample()
    keys, contents = array("q"), array("q")
    for row in rows:
        if isinstance(row, BadLine) or is_blank(row):
            count += isinstance(row, BadLine)
            if key_of:
                keys.append(0)
                contents.append(0)
            continue
        count += 1
        sample.offer(row)
        if key_of:
            key = key_of(row)
            keys.append(hash(key) if key else 0)
            contents.append(hash(tuple(row)))
    return Survey(count, sample.rows, _repeats(keys, contents))


def is_blank(row: Cells) -> bool:
    """Whether no cell of a row holds anything."""
    for cell in row:  # noqa: SIM110 - a generator takes ten times as long, and this looks at every row twice
        if cell is not None and cell != "" and not (type(cell) is str and cell.isspace()):
            return False
    return True


class _Sample:
    """The first thousand rows, and up to two thousand at even distances over the rest."""

    def __init__(self) -> None:
        self._head: list[Cells] = []
        self._spread: list[Cells] = []
        self._step, self._seen = 1, 0

    def offer(self, row: Cells) -> None:
        if len(self._head) < _HEAD:
            self._head.append(row)
            return
        self._seen += 1
        if self._seen % self._step == 0:
            self._spread.append(row)
            if len(self._spread) > _SPREAD:
                self._spread = self._spread[1::2]
                self._step *= 2

    @property
    def rows(self) -> list[Cells]:
        return self._head + self._spread


def _repeats(keys: "array[int]", contents: "array[int]") -> Repeats:
    counts = pc.value_counts(pa.array(keys, type=pa.int64())) if keys else None
    if counts is None:
        return Repeats()
    often = counts.filter(pc.greater(counts.field("counts"), 1)).field("values").to_pylist()
    if not (twice := set(often) - {0}):
        return Repeats()
    last: dict[int, int] = {}
    content: dict[int, int] = {}
    for row, key in enumerate(keys, start=1):
        if key in twice:
            last[key] = row
            content[row] = contents[row - 1]
    return Repeats(last, content)
