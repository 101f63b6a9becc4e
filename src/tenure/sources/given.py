"""What does a program say of records, without a file? Values of fields as JSON, read by the parsers that files are read by."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from tenure.sources import cells
from tenure.sources.cells import Style
from tenure.sources.fields import Field, Kind
from tenure.sources.known_kinds import KINDS
from tenure.sources.mapping import Match
from tenure.sources.problems import CellError, Problem, quoted, shortened
from tenure.sources.reading import MOST_TRAIT_NAME, Column, Reading, Row, is_given
from tenure.sources.survey import Repeats
from tenure.sources.table import BadLine, Cells
from tenure.sources.traits import Scalar
from tenure.values.money import minor_digits
from tenure.values.voice import worded

_AMOUNT = '{"amount": 1200, "currency": "EUR"}'
TRAITS = "traits"  # beside the fields of kinds that have any: name -> text, number, true, false or null
_OPTION = 200  # characters
_LARGEST = 10**15
Said = Mapping[str, object]


class GivenRows:
    """Rows that are there already, in place of a file."""

    taken_for: dict[str, object]

    def __init__(self, headers: tuple[str, ...]) -> None:
        self.headers = headers
        self.taken_for = {"format": "json"}
        self.notes: list[str] = []

    def rows(self) -> Iterator[Cells | BadLine]:
        """None: they were read when they were given."""
        return iter(())


def read_given(kind: str, said: Sequence[Said], currency: str) -> tuple[Reading, list[Row]]:
    """How the rows are read, and each of them; row 1 is the first.

    A field that is not named says nothing, and so does null, as blank cells do. Amounts are ``{"amount": 1200,
    "currency": "EUR"}`` in minor units, or written as in files; dates are ISO. What is no field is reported.
    """
    spec, style = KINDS[kind], Style(currency=currency)
    rows = [_row(spec, style, number, values) for number, values in enumerate(said, start=1)]
    names = [field.name for field in spec.fields if any(field.name in row.values for row in rows)]
    traits = sorted({name for row in rows for name in row.traits})
    columns = tuple(Column(-1, name, name, _trait, True) for name in traits)
    match = Match({name: position for position, name in enumerate(names)}, ())
    repeats = _note_repeats(spec, said, rows)
    reading = Reading(spec, GivenRows(tuple(names)), match, style, columns, len(rows), repeats, {}, lambda _: "")
    return reading, rows


def _row(spec: Kind, style: Style, number: int, said: Said) -> Row:
    row, fields = Row(number), {field.name: field for field in spec.fields}
    for name, value in said.items():
        if name == TRAITS and spec.others == TRAITS:
            _take_traits(row, value)
        elif name not in fields:
            row.problems.append(
                _problem(
                    row,
                    name,
                    value,
                    worded("there is no field “{name}” in {kind}", name=shortened(name), kind=spec.name),
                )
            )
        elif value is None or (isinstance(value, str) and not value.strip()):
            row.values[name] = None
        else:
            try:
                row.values[name] = _parsed(fields[name], value, style)
            except CellError as error:
                row.problems.append(_problem(row, name, value, quoted(shortened(value), str(error))))
    for ways in spec.needed:
        if not is_given(row.values, ways):
            row.is_bad = True
            names = [name for way in ways for name in way]
            if not any(problem.column in names for problem in row.problems):
                row.problems.append(
                    Problem(number, names[0], "", worded("{names} is needed", names=" or ".join(names)))
                )
    return row


def _problem(row: Row, name: str, value: object, reason: str) -> Problem:
    return Problem(row.number, shortened(name), shortened(value), reason)


def _parsed(field: Field, value: object, style: Style) -> object:
    """What a JSON value says of a field: what the cell of a file would that says the same."""
    if isinstance(value, dict):
        amount, code = value.get("amount"), value.get("currency")
        if field.parse is not cells.amount or type(amount) is not int or not isinstance(code, str) or len(value) != 2:
            raise CellError(worded("is not what belongs here: an amount is {sample}", sample=_AMOUNT))
        code = cells.currency(code, Style())
        return field.parse(f"{Decimal(amount).scaleb(-minor_digits(code)):f} {code}", style)
    if isinstance(value, list):
        if field.parse is not cells.options or not all(
            isinstance(one, str) and len(one) <= _OPTION and _is_sound(one) for one in value
        ):
            raise CellError(worded("is a list, which does not belong here, or one of too long names"))
        return tuple(dict.fromkeys(one.strip() for one in value if one.strip()))
    if isinstance(value, bool) and field.parse is not cells.yes_or_no:
        raise CellError(worded("is true or false, which does not belong here"))
    if isinstance(value, str) and not _is_sound(value):
        raise CellError(worded("holds what is no character"))
    return field.parse(value, style)


def _is_sound(text: str) -> bool:
    """Whether it can be stored: JSON may hold halves of characters, and a zero byte."""
    return "\0" not in text and text.encode("utf-8", "ignore").decode() == text


def _take_traits(row: Row, said: object) -> None:
    if not isinstance(said, dict):
        row.problems.append(_problem(row, TRAITS, said, worded("traits are an object: a name and a value each")))
        return
    for name, value in said.items():
        try:
            if not 0 < len(name) <= MOST_TRAIT_NAME or not _is_sound(name):
                raise CellError(
                    worded("is no name of a trait: it has 1 to {most} characters", most=str(MOST_TRAIT_NAME))
                )
            if value is not None:
                row.traits[name] = _trait(value, Style())
        except CellError as error:
            row.problems.append(_problem(row, f"{TRAITS}.{name}", value, quoted(shortened(name), str(error))))


def _trait(value: object, _: Style) -> Scalar:
    if isinstance(value, str) and _is_sound(value):
        return cells.as_text(value)
    if isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < _LARGEST):
        return value
    raise CellError(worded("is neither text nor a number nor true or false"))


def _note_repeats(spec: Kind, said: Sequence[Said], rows: Sequence[Row]) -> Repeats:
    """Which rows are about a record that a later one is about as well."""
    last: dict[str, int] = {}
    for row in rows:
        row.key = _key(spec, row)
        if row.key:
            last[row.key] = row.number
    for row in rows:
        later = last.get(row.key, row.number)
        row.later = later if later > row.number else None
    content = {row.number: hash(repr(values)) for row, values in zip(rows, said, strict=True)}
    return Repeats({hash(key): number for key, number in last.items()}, content)


def _key(spec: Kind, row: Row) -> str:
    names: Sequence[str] = spec.key
    if spec.key_is_whole and row.values.get("key") is not None:
        names = ("key", "starts_on")
    parts = ["" if row.values.get(name) is None else str(row.values[name]) for name in names]
    if spec.key_is_whole:
        return "\0".join(parts) if any(parts) else ""
    return next((part for part in parts if part), "")
