"""What do the rows of a known export come to? New columns, several rows of one order as one, rows that stay out."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from tenure.sources.cells import as_text
from tenure.sources.exports.export import Export, position
from tenure.sources.folding import folded, words
from tenure.sources.numbers import parse_number
from tenure.sources.problems import CellError, too_many_cells
from tenure.sources.survey import is_blank
from tenure.sources.table import BadLine, Cells
from tenure.values.voice import worded, worded_for

Step = Callable[[list[object]], None]
_LINE_ROOM = 300
_MOST_NOTES = 10
_WORD = re.compile(r"[\w'’]+")  # won't is not won


def _what_became(count: int, header: str, held: str) -> str:
    if not header:
        return worded_for(
            count,
            "{n} row was further lines of the order above, and count with it.",
            "{n} rows were further lines of the order above, and count with it.",
        )
    return worded_for(
        count,
        "{n} row was left out: {header} is “{held}”.",
        "{n} rows were left out: {header} is “{held}”.",
        header=header,
        held=held or worded("blank"),
    )


class Reshaping:
    """How rows of an export are changed. ``headers`` has the new columns at the end, ``wanted`` is field -> header."""

    def __init__(self, export: Export, headers: Sequence[str]) -> None:
        self.export = export
        self._width = len(headers)
        self._new = {name: _free_name(name, headers) for name in (*export.always, *export.made)}
        self.headers = (*headers, *self._new.values())
        self.wanted = self._wanted()
        self.ignored = self._ignored()
        # Of rows that stay out: header and what it holds; both empty for further lines of an order.
        self.said: Counter[tuple[str, str]] = Counter()
        self._steps = self._planned()
        self._refusals = self._planned_refusals()

    def rows(self, rows: Iterator[Cells | BadLine]) -> Iterator[Cells | BadLine]:
        """Each row as it counts; one that stays out is blank, so that the numbers of the others stay those of the file."""
        self.said.clear()
        shaped = map(self._shaped, rows)
        return map(self._admitted, self._joined(shaped) if self.export.lines_of else shaped)

    def notes(self) -> list[str]:
        """What became of rows that stay out, after all of them were read."""
        often = self.said.most_common(_MOST_NOTES)
        rest = self.said.total() - sum(count for _, count in often)
        found = [_what_became(count, header, held) for (header, held), count in often]
        if rest:
            found.append(worded_for(rest, "{n} other row was left out.", "{n} other rows were left out."))
        return found

    def _shaped(self, raw: Cells | BadLine) -> Cells | BadLine:
        if isinstance(raw, BadLine) or is_blank(raw):
            return raw
        row = list(raw)
        if len(row) > self._width and not is_blank(row[self._width :]):
            reason = too_many_cells(len(row), self._width)
            return BadLine(reason, str(row[self._width]))
        row[self._width :] = [None] * (len(self.headers) - self._width)
        row += [None] * (len(self.headers) - len(row))
        for step in self._steps:
            step(row)
        return row

    def _admitted(self, row: Cells | BadLine) -> Cells | BadLine:
        if isinstance(row, BadLine) or not row:
            return row
        for at, is_refused in self._refusals:
            if is_refused(row[at]):
                self.said[self.headers[at], _text(row[at])] += 1
                return ()
        return row

    def _joined(self, rows: Iterator[Cells | BadLine]) -> Iterator[Cells | BadLine]:
        """Further lines of an order become part of its first row; they are blank themselves."""
        key, line = (position(self.headers, name) for name in (self.export.lines_of, self.export.line))
        held: list[object] | None = None
        after = 0
        for row in rows:
            if held is not None and isinstance(row, list) and _is_same(held, row, key):
                if line is not None:
                    _add_line(held, line, row[line])
                self.said["", ""] += 1
                after += 1
                continue
            if held is not None:
                yield held
                yield from ((),) * after
            held, after = None, 0
            if isinstance(row, list):
                held = row
            else:
                yield row
        if held is not None:
            yield held
            yield from ((),) * after

    def _at(self, wanted: str) -> int | None:
        """The position of a new column, else of one that the file has."""
        if wanted in self._new:
            return self.headers.index(self._new[wanted])
        return position(self.headers[: self._width], wanted)

    def _wanted(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, wanted in self.export.mapping.items():
            at = self._at(wanted)
            if not wanted:
                found[name] = ""
            elif at is not None and self.headers[at] not in found.values():
                found[name] = self.headers[at]
        return found

    def _ignored(self) -> frozenset[str]:
        found = set(self._new.values())
        for pattern in self.export.ignored:
            start, star, _ = pattern.partition("*")
            plain = folded(start)
            found |= {
                header
                for header in self.headers
                if (folded(header).startswith(plain) if star else folded(header) == plain)
            }
        return frozenset(found)

    def _planned(self) -> list[Step]:
        steps: list[Step] = [_strip_apostrophes] if self.export.has_apostrophes else []
        steps += [_first_of(at) for name in self.export.first_of if (at := self._at(name)) is not None]
        for name, divisor in self.export.divided.items():
            if (at := self._at(name)) is not None:
                steps.append(_divided(at, divisor))
        for name, value in self.export.always.items():
            steps.append(_always(self.headers.index(self._new[name]), value))
        for name, sources in self.export.made.items():
            positions = [[self._at(part.strip()) for part in source.split("+")] for source in sources]
            known = [[at for at in group if at is not None] for group in positions]
            made = _made(self.headers.index(self._new[name]), known)
            if where := self.export.made_where.get(name):
                made = _where(self._at(where[0]), words(where[1]), made)
            steps.append(made)
        return steps

    def _planned_refusals(self) -> list[tuple[int, Callable[[object], bool]]]:
        found: list[tuple[int, Callable[[object], bool]]] = []
        for name, listed in self.export.only.items():
            if (at := self._at(name)) is not None:
                found.append((at, _has_none(words(listed))))
        for name, listed in self.export.without.items():
            if (at := self._at(name)) is not None:
                found.append((at, _is_one(words(listed))))
        return found


def merged_wanted(export: Mapping[str, str], said: Mapping[str, str], headers: Sequence[str]) -> dict[str, str]:
    """What the export says of its columns, but what the person said goes first: of fields and of columns."""
    taken = {folded(header) for header in said.values()}
    fields = {folded(name) for name in said}
    kept = {
        name: header
        for name, header in export.items()
        if folded(name) not in fields and (not header or folded(header) not in taken)
    }
    return {**kept, **said} if headers else dict(said)


def _free_name(name: str, headers: Sequence[str]) -> str:
    return name if position(headers, name) is None else f"{name} (made)"


def _text(cell: object) -> str:
    try:
        return "" if cell is None else as_text(cell)
    except CellError:
        return ""


def _is_same(one: list[object], other: list[object], key: int | None) -> bool:
    return key is not None and _text(one[key]) != "" and _text(one[key]) == _text(other[key])


def _add_line(row: list[object], at: int, cell: object) -> None:
    joined = f"{_text(row[at])}, {_text(cell)}".strip(", ")
    row[at] = joined if len(joined) <= _LINE_ROOM else row[at]


def _strip_apostrophes(row: list[object]) -> None:
    for at, cell in enumerate(row):
        if type(cell) is str and cell.startswith("'"):
            row[at] = cell[1:]


def _first_of(at: int) -> Step:
    def step(row: list[object]) -> None:
        if type(row[at]) is str:
            row[at] = str(row[at]).split(";")[0].strip()

    return step


def _divided(at: int, divisor: int) -> Step:
    def step(row: list[object]) -> None:
        cell = row[at]
        if isinstance(cell, bool) or cell is None:
            return
        try:
            number = cell if isinstance(cell, int | float | Decimal) else parse_number(str(cell), ".")
            row[at] = int(Decimal(str(number)) / divisor + Decimal("0.5"))
        except CellError:
            return  # a time such as 0:30:00 says what it is

    return step


def _always(at: int, value: str) -> Step:
    def step(row: list[object]) -> None:
        row[at] = value

    return step


def _made(at: int, groups: Sequence[Sequence[int]]) -> Step:
    def step(row: list[object]) -> None:
        for group in groups:
            parts = [text for source in group if (text := _text(row[source]))]
            if len(parts) == 1 and len(group) == 1:
                row[at] = row[group[0]]
                return
            if parts:
                row[at] = " ".join(parts)
                return

    return step


def _where(at: int | None, wanted: frozenset[str], made: Step) -> Step:
    def step(row: list[object]) -> None:
        if at is not None and folded(_text(row[at])) in wanted:
            made(row)

    return step


def _has_none(wanted: frozenset[str]) -> Callable[[object], bool]:
    def is_refused(cell: object) -> bool:
        return not any(folded(word) in wanted for word in _WORD.findall(_text(cell)))

    return is_refused


def _is_one(unwanted: frozenset[str]) -> Callable[[object], bool]:
    def is_refused(cell: object) -> bool:
        return folded(_text(cell)) in unwanted

    return is_refused
