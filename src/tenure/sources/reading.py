"""What does a file of a kind hold, row by row? Values for our fields, traits, and what is wrong with which cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tenure.sources import cells
from tenure.sources.cells import Style
from tenure.sources.failures import MappingError, SourceError
from tenure.sources.fields import Kind
from tenure.sources.folding import folded
from tenure.sources.formats import open_table
from tenure.sources.guess import guess_kind
from tenure.sources.known_exports import recognise
from tenure.sources.known_kinds import KINDS
from tenure.sources.mapping import Match, match_columns, twins
from tenure.sources.money import currency_in_header
from tenure.sources.own_fields import TYPES, OwnField, by_header
from tenure.sources.parquet import ParquetFile
from tenure.sources.problems import CellError, Problem, quoted, shortened, too_many_cells
from tenure.sources.reshaping import Reshaping, merged_wanted
from tenure.sources.settings import Settings
from tenure.sources.styles import Styles, find_styles
from tenure.sources.survey import Repeats, Survey, is_blank, survey
from tenure.sources.table import BadLine, Cells, Table
from tenure.sources.tidying import as_tidy, notes_on
from tenure.sources.traits import Scalar, parse_trait, trait_type
from tenure.values.voice import later, worded

MOST_TRAIT_NAME = 190


KNOWN = later("This is a {export}.")


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
    style: Style | None = None  # how it is written, where the file as a whole is written otherwise


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

    def preview(self, rows: int) -> list[Row]:
        """The first rows as they would be stored, each with what is wrong with it."""
        return list(islice(self.rows(), rows))

    def style_of(self, name: str) -> Style:
        """How the column of a field is written."""
        return next((column.style for column in self.columns if column.name == name and column.style), self.style)

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
            reason = too_many_cells(len(raw), width)
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
                value = column.parse(cell, column.style or style)
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
        row.problems.append(Problem(row.number, column.header, shown, quoted(shown, reason)))

    def _check_needed(self, row: Row) -> None:
        values = row.values
        for ways in self.kind.needed:
            if is_given(values, ways):
                continue
            row.is_bad = True
            headers = [self.header(name) for way in ways for name in way if name in self.match.columns]
            if not any(problem.column in headers for problem in row.problems):
                row.problems.append(Problem(row.number, headers[0], "", worded("is needed, but the cell is blank")))


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
    """Open a file of a kind (accounts, contacts, orders, events, …) and find out how to read it.

    Raises SourceError when it cannot be read, MappingError when a needed column is not found.
    """
    if kind not in KINDS:
        raise SourceError(worded("There is no kind “{kind}”: choose {kinds}.", kind=kind, kinds=", ".join(KINDS)))
    spec = KINDS[kind]
    found = open_table(path, settings, lambda headers: _fitness(spec, headers, settings))
    shape, notes = _shape(found.headers, kind)
    table = as_tidy(found, settings.corrections, shape)
    match = _match(spec, table.headers, shape, settings)
    seen = _survey(spec, table, match)
    styles = find_styles(
        spec, match, seen.sample, settings,
        separator=str(table.taken_for.get("separator", "")), usual=shape.export.decimal if shape else "",
    )  # fmt: skip
    own = by_header(settings.own_fields) if kind == "accounts" else {}
    columns, types = _columns(spec, table, match, seen, styles, own)
    report: dict[str, object] = {
        **table.taken_for,
        **({"export": shape.export.name} if shape else {}),
        "decimal": styles.file.decimal,
        "dates": styles.file.dates,
        **styles.how,
        "mapping": {name: table.headers[position] for name, position in match.columns.items()},
        "traits": types if spec.others == "traits" else {},
        "payload": types if spec.others == "payload" else {},
        "ignored": [table.headers[i] for i in match.others] if spec.others == "ignored" else [],
        "notes": [*notes, *table.notes, *notes_on(table), *_notes_on_columns(spec, match, table.headers, columns)],
    }
    key_of = key_finder(spec, match)
    return Reading(spec, table, match, styles.file, columns, seen.rows, seen.repeats, report, key_of)


def _shape(headers: Sequence[str], kind: str) -> tuple[Reshaping | None, list[str]]:
    """What is known of the product that wrote the file, and what to say of it."""
    export = recognise(headers, kind)
    if export is None:
        return None, []
    if export.kind != kind:
        return None, [
            worded("This looks like a {export}, which is a file of {kind}.", export=export.name, kind=export.kind)
        ]
    return Reshaping(export, headers), [worded(KNOWN, export=export.name)]


def _match(spec: Kind, headers: Sequence[str], shape: Reshaping | None, settings: Settings) -> Match:
    wanted = merged_wanted(shape.wanted, settings.mapping, headers) if shape else settings.mapping
    match = match_columns(spec, headers, wanted)
    ignored = {*settings.ignored, *(shape.ignored if shape else ())}
    return Match(match.columns, tuple(at for at in match.others if headers[at] not in ignored))


def _fitness(spec: Kind, headers: Sequence[str], settings: Settings) -> float:
    """How well a sheet with these headers fits; 0 where it has not all that the kind needs."""
    shape, _ = _shape(headers, spec.name)
    try:
        _match(spec, shape.headers if shape else headers, shape, settings)
    except MappingError:
        return 0.0
    return max(dict(guess_kind(headers)).get(spec.name, 0.0), 0.01)


def _survey(spec: Kind, table: Table, match: Match) -> Survey:
    if spec.others == "payload" and isinstance(table, ParquetFile):
        return Survey(table.count, table.sample(), Repeats())  # typed already: a sample is enough
    return survey(table.rows(), key_finder(spec, match) if spec.key else None)


def _columns(  # noqa: PLR0917 - the file, what was found out of it, and the fields that the workspace has
    spec: Kind, table: Table, match: Match, seen: Survey, styles: Styles, own: Mapping[str, OwnField]
) -> tuple[tuple[Column, ...], dict[str, str]]:
    columns = []
    for name, position in match.columns.items():
        header, parse = table.headers[position], spec.field(name).parse
        if parse is cells.amount and (code := currency_in_header(header)[0]):
            parse = cells.amount_in(code)
        columns.append(Column(position, header, name, parse, False, styles.at(position)))
    types: dict[str, str] = {}
    for position in match.others if spec.others != "ignored" else ():
        header = table.headers[position]
        if len(header) > MOST_TRAIT_NAME:
            raise MappingError(
                worded(
                    "A column's name has {n} characters: shorten it to {most} or fewer.",
                    n=f"{len(header):,}",
                    most=str(MOST_TRAIT_NAME),
                )
            )
        filled = [row[position] for row in seen.sample if position < len(row)]
        if header.startswith("Column ") and is_blank(filled):
            continue  # a nameless column without content is only the edge of a spreadsheet
        field_ = own.get(folded(header))
        types[header] = TYPES[field_.type] if field_ else trait_type(filled, styles.at(position))
        name, parse = (field_.name, field_.parse) if field_ else (header, parse_trait(types[header]))
        columns.append(Column(position, header, name, parse, True, styles.at(position)))
    return tuple(columns), types


def _notes_on_columns(spec: Kind, match: Match, headers: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """What the reader of a report should know of columns: which of two of one name counts, and which has no name."""
    notes = []
    for name, position in match.columns.items():
        same = twins(headers, position)
        if len(same) > 1:
            chosen, other = same.index(position) + 1, next(at for at in same if at != position)
            base = headers[same[0]]
            notes.append(
                worded(
                    "{n} columns are called “{base}”: number {chosen} is read as {name}. "
                    'To read another one: --map {name}="{base}#{other}".',
                    n=str(len(same)),
                    base=base,
                    chosen=str(chosen),
                    name=name,
                    other=str(same.index(other) + 1),
                )
            )
    for column in columns:
        if column.is_trait and column.header == f"Column {column.position + 1}":
            notes.append(
                worded("A column has no name: it is called “{name}” here. Name it in the file.", name=column.header)
            )
            continue
        is_money = not column.is_trait and spec.field(column.name).parse is cells.amount
        if is_money and (code := currency_in_header(column.header)[0]):
            notes.append(
                worded("Amounts in “{name}” that name no currency count as {code}.", name=column.header, code=code)
            )
    return notes
