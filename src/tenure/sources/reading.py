"""What does a file of a kind hold, row by row? Values for our fields, traits, and what is wrong with which cell."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tenure.sources import cells
from tenure.sources.cells import Style
from tenure.sources.dates import detect_order
from tenure.sources.failures import MappingError, SourceError
from tenure.sources.fields import Field, Kind
from tenure.sources.formats import open_table
from tenure.sources.known_kinds import KINDS
from tenure.sources.mapping import Match, match_columns
from tenure.sources.numbers import detect_decimal
from tenure.sources.parquet import ParquetFile
from tenure.sources.problems import CellError, Problem, shortened
from tenure.sources.settings import Settings
from tenure.sources.survey import Repeats, Survey, is_blank, survey
from tenure.sources.table import BadLine, Cells, Table
from tenure.sources.traits import Scalar, parse_trait, trait_type

MOST_TRAIT_NAME = 190
_DATED = (cells.day, cells.moment)


@dataclass(slots=True)
class Row:
    """One row. ``values``: field -> value, None where the cell is blank; a cell that could not be read is not there.

    ``key`` says which record it is, where the file names some more than once, and ``later`` the last row that does, when
    that is another one. ``is_bad``: it must stay out; ``is_stand_in``: it is bad, but carries what an earlier row said.
    """

    number: int
    values: dict[str, object] = field(default_factory=dict)
    traits: dict[str, Scalar] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_bad: bool = False
    is_stand_in: bool = False
    key: str = ""
    later: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """How one column is read: the field it is, or a trait."""

    position: int
    header: str
    name: str
    parse: Callable[[object, Style], object]
    is_trait: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """An open file of a kind, with how it is read."""

    kind: Kind
    table: Table
    match: Match
    style: Style
    columns: tuple[Column, ...]
    count: int  # rows that are not blank
    repeats: Repeats
    report: dict[str, object]
    key_of: Callable[[Cells], str]

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank, with values or with what is wrong."""
        for number, raw in enumerate(self.table.rows(), start=1):
            if isinstance(raw, BadLine):
                yield Row(number, problems=[Problem(number, "", shortened(raw.text), raw.reason)], is_bad=True)
            elif not is_blank(raw):
                yield self._row(number, raw)

    @property
    def as_json(self) -> dict[str, object]:
        """How the file was read and mapped: what reports show and an import keeps."""
        return self.report

    def header(self, name: str) -> str:
        """The header of a field's column; the field's own name when it has none."""
        position = self.match.columns.get(name)
        return name if position is None else self.table.headers[position]

    def _row(self, number: int, raw: Cells) -> Row:
        row = Row(number)
        if self.repeats.last:
            row.key = self.key_of(raw)
            row.later = self.repeats.later(row.key, number)
        width = len(self.table.headers)
        if len(raw) > width and not is_blank(raw[width:]):
            reason = f"the row has {len(raw)} cells, but there are {width} headers"
            row.problems.append(Problem(number, "", shortened(raw[width]), reason))
            row.is_bad = True
            return row
        values, traits, style = row.values, row.traits, self.style
        for column in self.columns:
            cell = raw[column.position] if column.position < len(raw) else None
            if cell is None or cell == "" or (type(cell) is str and cell.isspace()):
                if not column.is_trait:
                    values[column.name] = None
                continue
            try:
                value = column.parse(cell, style)
            except CellError as error:
                self._note(row, column, cell, str(error))
                continue
            if not column.is_trait:
                values[column.name] = value
            elif value is not None:
                traits[column.name] = value  # type: ignore[assignment]  # a trait is a plain cell
        self._check_needed(row)
        return row

    def _note(self, row: Row, column: Column, cell: object, reason: str) -> None:
        shown = shortened(cell)
        row.problems.append(Problem(row.number, column.header, shown, f"“{shown}” {reason}" if shown else reason))

    def _check_needed(self, row: Row) -> None:
        values = row.values
        for ways in self.kind.needed:
            if is_given(values, ways):
                continue
            row.is_bad = True
            headers = [self.header(name) for way in ways for name in way if name in self.match.columns]
            if not any(problem.column in headers for problem in row.problems):
                row.problems.append(Problem(row.number, headers[0], "", "is needed, but the cell is blank"))


def is_given(values: Mapping[str, object], ways: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the values fill one of the ways in full. In loops: a generator takes thrice as long, and this sees every row."""
    for way in ways:
        for name in way:
            if values.get(name) is None:
                break
        else:
            return True
    return False


def key_finder(kind: Kind, match: Match) -> Callable[[Cells], str]:
    """The text by which rows of the same record are told; empty for none."""
    positions = [match.columns[name] for name in kind.key if name in match.columns]
    if kind.key_is_whole and "key" in match.columns:  # a key of its own goes before what the record is made of
        positions = [match.columns[name] for name in ("key", "starts_on")]

    def find(raw: Cells) -> str:
        parts = []
        for position in positions:
            cell = raw[position] if position < len(raw) else None
            try:
                part = "" if cell is None else cells.as_text(cell)
            except CellError:
                part = ""
            if part and not kind.key_is_whole:
                return part
            parts.append(part)
        return "\0".join(parts) if kind.key_is_whole else ""

    return find


def open_file(path: Path, kind: str, settings: Settings) -> Reading:
    """Open a file of accounts, contacts, contracts or events and find out how to read it.

    Raises SourceError when it cannot be read, MappingError when a needed column is not found.
    """
    if kind not in KINDS:
        raise SourceError(f"There is no kind “{kind}”: choose {', '.join(KINDS)}.")
    spec = KINDS[kind]
    table = open_table(path, settings)
    match = match_columns(spec, table.headers, settings.mapping)
    seen = _survey(spec, table, match)
    style, how = _style(spec, table, match, seen, settings)
    columns, types = _columns(spec, table, match, seen, style)
    report: dict[str, object] = {
        **table.taken_for,
        "decimal": style.decimal,
        "dates": style.dates,
        **how,
        "mapping": {name: table.headers[position] for name, position in match.columns.items()},
        "traits": types if spec.others == "traits" else {},
        "payload": types if spec.others == "payload" else {},
        "ignored": [table.headers[i] for i in match.others] if spec.others == "ignored" else [],
        "notes": list(table.notes),
    }
    return Reading(spec, table, match, style, columns, seen.rows, seen.repeats, report, key_finder(spec, match))


def _survey(spec: Kind, table: Table, match: Match) -> Survey:
    if spec.others == "payload" and isinstance(table, ParquetFile):
        return Survey(table.count, table.sample(), Repeats())  # typed already: a sample is enough
    return survey(table.rows(), key_finder(spec, match) if spec.key else None)


def _style(spec: Kind, table: Table, match: Match, seen: Survey, settings: Settings) -> tuple[Style, dict[str, object]]:
    def column(position: int) -> Iterator[object]:
        return (row[position] for row in seen.sample if position < len(row))

    fields: Mapping[str, Field] = {field.name: field for field in spec.fields}
    dated = [p for name, p in match.columns.items() if fields[name].parse in _DATED]
    named = [p for name, p in match.columns.items() if fields[name].parse in (cells.amount, cells.number)]
    free = list(match.others) if spec.others != "ignored" else []
    separator = str(table.taken_for.get("separator", ""))
    decimal, decimal_how = settings.decimal, "as set"
    if not decimal:
        decimal, decimal_how = detect_decimal(
            (cell for p in named + free for cell in column(p)), ";" if separator == "semicolon" else ""
        )
    dates, dates_how = settings.dates, "as set"
    if not dates:
        dates, dates_how = detect_order(cell for p in dated + free for cell in column(p))
    how: dict[str, object] = {"decimal_how": decimal_how, "dates_how": dates_how}
    return Style(decimal, dates, settings.currency), how


def _columns(
    spec: Kind, table: Table, match: Match, seen: Survey, style: Style
) -> tuple[tuple[Column, ...], dict[str, str]]:
    columns = [
        Column(position, table.headers[position], name, spec.field(name).parse, False)
        for name, position in match.columns.items()
    ]
    types: dict[str, str] = {}
    for position in match.others if spec.others != "ignored" else ():
        header = table.headers[position]
        if len(header) > MOST_TRAIT_NAME:
            raise MappingError(
                f"A column's name has {len(header):,} characters: shorten it to {MOST_TRAIT_NAME} or fewer."
            )
        filled = [row[position] for row in seen.sample if position < len(row)]
        if header.startswith("Column ") and is_blank(filled):
            continue  # a nameless column without content is only the edge of a spreadsheet
        types[header] = trait_type(filled, style)
        columns.append(Column(position, header, header, parse_trait(types[header]), True))
    return tuple(columns), types
