"""What is this file taken for, which column is what, and which cells cannot be read? What a page shows before an import."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from tenure.sources.failures import MappingError
from tenure.sources.fields import Kind
from tenure.sources.formats import open_table
from tenure.sources.guess import guess_file
from tenure.sources.known_kinds import KINDS
from tenure.sources.mapping import likely_columns
from tenure.sources.problems import Problem, shortened
from tenure.sources.reading import KNOWN, Reading, Row, open_file
from tenure.sources.settings import Settings
from tenure.sources.survey import is_blank
from tenure.sources.table import BadLine, Table
from tenure.values.voice import worded

MOST_ROWS = 20_000  # that are looked through for cells to mend
MOST_PROBLEMS = 300
MOST_OF_COLUMN = 100
MOST_REPEATS = 20
PREVIEW_ROWS = 8
_SAMPLE_ROWS = 300
_EXAMPLES = 3

Becomes = Literal["field", "trait", "property", "ignored"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file. ``name`` is the field or trait that it becomes, ``type`` what a trait holds."""

    position: int
    header: str
    examples: tuple[str, ...]
    becomes: Becomes
    name: str
    type: str
    problems: int
    is_own: bool = True  # of the file, not made for a known export


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. ``missing``: fields of which the file needs one or all of a way, and has no column for any.

    ``reading`` is None exactly when something is missing; then there are no rows and problems either. ``looked`` rows of
    ``count`` were looked through, up to ``last_row``; of these ``left_out`` cannot go in. ``repeats``: row and the later
    one about the same.
    """

    kind: Kind
    taken_for: Mapping[str, object]
    columns: Sequence[Column]
    notes: Sequence[str]
    missing: Sequence[Sequence[Sequence[str]]] = ()
    trouble: str = ""
    reading: Reading | None = None
    count: int = 0
    rows: Sequence[Row] = ()
    problems: Sequence[Problem] = ()
    problem_count: int = 0
    left_out: int = 0
    looked: int = 0
    last_row: int = 0
    repeats: Sequence[tuple[int, int]] = ()
    repeat_count: int = 0

    @property
    def own_columns(self) -> Mapping[str, int]:
        """Header -> position of columns that stand in the file itself, whose cells can be mended."""
        return {column.header: column.position for column in self.columns if column.is_own}


def look(path: Path, kind: str, settings: Settings) -> Look:
    """Look at a file as of a kind, or of the likeliest kind when none is named. Raises SourceError when it is no table."""
    if not kind:
        kind = next((name for name, _ in guess_file(path, settings)), "accounts")
    try:
        reading = open_file(path, kind, settings)
    except MappingError as error:
        return _without_reading(path, KINDS[kind], settings, str(error))
    found = _Found()
    for row in islice(reading.rows(), MOST_ROWS):
        found.take(row)
    return Look(
        kind=reading.kind,
        taken_for=reading.as_json,
        columns=tuple(_columns(reading, found.by_column, _own_width(path, reading, settings))),
        notes=_notes(reading),
        reading=reading,
        count=reading.count,
        rows=found.rows,
        problems=found.problems,
        problem_count=found.count,
        left_out=found.left_out,
        looked=found.looked,
        last_row=found.last_row,
        repeats=found.repeats,
        repeat_count=found.repeat_count,
    )


def all_problems(path: Path, kind: str, settings: Settings) -> Iterator[Problem]:
    """Everything that cannot be read, in order of rows. Raises SourceError when the file is no table of that kind."""
    reading = open_file(path, kind, settings)
    return (problem for row in reading.rows() for problem in row.problems)


def headers_of(path: Path, kind: str, settings: Settings) -> Sequence[str]:
    """What the columns are called, in order: those that a look shows. Raises SourceError when the file is no table."""
    try:
        return open_file(path, kind, settings).table.headers
    except MappingError:
        return open_table(path, settings).headers


class _Found:
    """What a pass over the rows found."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.problems: list[Problem] = []
        self.by_column: Counter[str] = Counter()
        self.repeats: list[tuple[int, int]] = []
        self.count = self.left_out = self.looked = self.last_row = self.repeat_count = 0

    def take(self, row: Row) -> None:
        """Look at one more."""
        self.looked += 1
        self.last_row = row.number
        self.left_out += row.is_bad
        self.count += len(row.problems)
        for problem in row.problems:
            self.by_column[problem.column] += 1
            if self.by_column[problem.column] <= MOST_OF_COLUMN and len(self.problems) < MOST_PROBLEMS:
                self.problems.append(problem)
        if row.later is not None:
            self.repeat_count += 1
            self.repeats += [(row.number, row.later)][: MOST_REPEATS - len(self.repeats)]
        if len(self.rows) < PREVIEW_ROWS and not row.is_bad:
            self.rows.append(row)


def _notes(reading: Reading) -> list[str]:
    """What the reading noted; which export it is stands among what the file was taken for."""
    known = worded(KNOWN, export=str(reading.as_json.get("export")))
    noted = reading.as_json["notes"]
    return [note for note in noted if note != known] if isinstance(noted, list) else []


def _own_width(path: Path, reading: Reading, settings: Settings) -> int:
    """How many columns stand in the file itself; more are made of them where a known product wrote it."""
    report = reading.as_json
    if "export" not in report:
        return len(reading.table.headers)
    return len(open_table(path, replace(settings, sheet=str(report.get("sheet", "")))).headers)


def _columns(reading: Reading, problems: Mapping[str, int], own: int) -> Iterator[Column]:
    examples = _examples(reading.table)
    fields = set(reading.match.columns.values())
    names = {column.position: column.name for column in reading.columns}
    traits: Mapping[str, str] = {**_texts(reading.as_json["traits"]), **_texts(reading.as_json["payload"])}
    for position, header in enumerate(reading.table.headers):
        becomes = _becomes(reading.kind, is_field=position in fields, is_read=header in traits)
        yield Column(
            position, header, examples[position], becomes, names.get(position, header), traits.get(header, ""), problems.get(header, 0),
            position < own,
        )  # fmt: skip


def _becomes(kind: Kind, *, is_field: bool, is_read: bool) -> Becomes:
    if is_field:
        return "field"
    if not is_read:
        return "ignored"
    return "property" if kind.others == "payload" else "trait"


def _texts(value: object) -> Mapping[str, str]:
    return value if isinstance(value, dict) else {}


def _examples(table: Table) -> list[tuple[str, ...]]:
    """The first different values of each column."""
    found: list[dict[str, None]] = [{} for _ in table.headers]
    for raw in islice(table.rows(), _SAMPLE_ROWS):
        if isinstance(raw, BadLine) or is_blank(raw):
            continue
        for at, cell in enumerate(raw[: len(found)]):
            if len(found[at]) < _EXAMPLES and cell is not None and (text := shortened(cell).strip()):
                found[at][text] = None
    return [tuple(values) for values in found]


def _without_reading(path: Path, kind: Kind, settings: Settings, trouble: str) -> Look:
    """The columns as they can be told without what is needed, so that a person can say which it is."""
    table = open_table(path, settings)
    examples = _examples(table)
    barred = {name for name, header in settings.mapping.items() if not header}
    headers = list(table.headers)
    columns = {name: at for name, at in likely_columns(kind, headers).items() if name not in barred}
    said = {name: headers.index(header) for name, header in settings.mapping.items() if header in headers}
    taken = set(said.values())
    columns = {name: at for name, at in columns.items() if at not in taken and name not in said} | said
    fields = {at: name for name, at in columns.items()}
    others: Becomes = "ignored" if kind.others == "ignored" else "property" if kind.others == "payload" else "trait"
    return Look(
        kind=kind,
        taken_for=table.taken_for,
        columns=tuple(
            Column(at, header, examples[at], "field" if at in fields else others, fields.get(at, header), "", 0)
            for at, header in enumerate(headers)
        ),
        notes=table.notes,
        missing=[ways for ways in kind.needed if not any(all(name in columns for name in way) for way in ways)],
        trouble=trouble,
    )
