"""What type has a column that no field knows? All of it is text, unless a sample reads as something narrower."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal

from tenure.sources import cells
from tenure.sources.cells import Style
from tenure.sources.problems import CellError
from tenure.sources.table import BadCell
from tenure.values.voice import worded

FITS = 0.9  # of the cells that are not blank: fewer, and the column is text
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})")  # 007 is a name, and so is a number of twenty digits
_LEADING_ZERO = re.compile(r"-?0\d")
_DATE_LIKE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\d{1,2}[\s.-]+[^\W\d_]{3,9}[\s.,-]+\d{2,4}.*|[^\W\d_]{3,9} \d{1,2},? \d{4}.*"
)
_WORDS = {
    **dict.fromkeys(("true", "yes", "ja", "waar", "wahr", "да", "истина"), True),
    **dict.fromkeys(("false", "no", "nee", "nein", "onwaar", "falsch", "нет", "ложь"), False),
}
# How people write "nothing" into a column of numbers or dates.
_NOTHING = {"", "-", "–", "—", "n/a", "na", "#n/a", "none", "null", "nan", "nil", "unknown", "?",
    "onbekend", "geen", "nvt", "n.v.t.", "keine", "unbekannt", "нет данных", "неизвестно", "н/д", "#н/д", "#nv"}  # fmt: skip

Scalar = str | int | float | bool | None
TraitParser = Callable[[object, Style], Scalar]


def trait_type(sample: Sequence[object], style: Style) -> str:
    """bool, int, float, date or text: the narrowest that nearly every cell of the sample fits."""
    # A cell without a value, such as a formula that failed, says nothing of what the others are.
    filled = [cell for cell in sample if not _is_nothing(cell) and not isinstance(cell, BadCell)]
    if not filled:
        return "text"
    for name in ("bool", "int", "float", "date"):
        misfits = sum(1 for cell in filled if not _fits(name, cell, style))
        if misfits <= (1 - FITS) * len(filled):
            return name
    return "text"


def parse_trait(name: str) -> TraitParser:
    """The parser of a type that `trait_type` named; dates become ISO text. It raises CellError for a misfit."""
    return _PARSERS[name]


def _fits(name: str, cell: object, style: Style) -> bool:
    try:
        _PARSERS[name](cell, style)
    except CellError:
        return False
    return True


def _is_nothing(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in _NOTHING)


def _bool(cell: object, _: Style) -> bool | None:
    if isinstance(cell, bool):
        return cell
    if _is_nothing(cell):
        return None
    word = cell.strip().casefold() if isinstance(cell, str) else ""
    if word not in _WORDS:
        raise CellError(worded("is neither yes nor no, unlike the rest of its column"))
    return _WORDS[word]


def _int(cell: object, style: Style) -> int | None:
    if _is_nothing(cell):
        return None
    if isinstance(cell, str):
        if not _WHOLE.fullmatch(cell.strip()):
            raise CellError(worded("is not a whole number, unlike the rest of its column"))
        return int(cell)
    found = cells.number(cell, style)
    if found != found.to_integral_value() or isinstance(cell, Decimal):
        raise CellError(worded("is not a whole number, unlike the rest of its column"))
    return int(found)


def _float(cell: object, style: Style) -> float | None:
    if _is_nothing(cell):
        return None
    if isinstance(cell, str) and _LEADING_ZERO.match(cell.strip()):
        raise CellError(worded("begins with a zero, unlike the rest of its column"))
    if isinstance(cell, float) and cell != cell:  # noqa: PLR0124 - a number that is not one: Parquet's way to leave blank
        return None
    try:
        return float(cells.number(cell, style))
    except CellError:
        raise CellError(worded("is not a number, unlike the rest of its column")) from None


def _date(cell: object, style: Style) -> str | None:
    if isinstance(cell, datetime):
        return cells.as_text(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if _is_nothing(cell):
        return None
    if not isinstance(cell, str) or not _DATE_LIKE.fullmatch(cell.strip()):
        raise CellError(worded("is not a date, unlike the rest of its column"))
    if ":" in cell:
        return cells.moment(cell, style).isoformat()
    return cells.day(cell, style).isoformat()


def _text(cell: object, _: Style) -> str:
    return cells.as_text(cell)


_PARSERS: dict[str, TraitParser] = {"bool": _bool, "int": _int, "float": _float, "date": _date, "text": _text}
