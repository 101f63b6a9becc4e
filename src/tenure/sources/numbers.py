"""How is a number written here? With a decimal point or a decimal comma, with or without thousands between."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from tenure.sources.problems import CellError

NOTHING_TELLS = "assumed: nothing in the file tells"
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_GROUPED = {
    ".": re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?|[+-]?\.\d+"),
    ",": re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d*)?|[+-]?,\d+"),
}
_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d{1,2}")
_COMMA = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d*|[+-]?\d*,(\d{1,2}|\d{4,})")
_POINT = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d*|[+-]?\d*\.(\d{1,2}|\d{4,})")
_TWO_GROUPS_COMMA = re.compile(
    r"[+-]?\d{1,3}(,\d{3}){2,}"
)  # commas between thousands: so the point is the decimal sign
_TWO_GROUPS_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}")
_NUMBER_IN = re.compile(r"[+-]?[\d.,'’\s\u00a0\u202f\u2009]*\d[\d.,]*")


def parse_number(text: str, decimal: str) -> Decimal:
    """The number in a cell of text. Raises CellError when it is none, or written the other way round."""
    tight = _SPACES.sub("", text)
    if _GROUPED[decimal].fullmatch(tight):
        plain = tight.replace("," if decimal == "." else ".", "").replace(",", ".")
    elif _EXPONENT.fullmatch(tight):
        plain = tight
    else:
        other = "," if decimal == "." else "."
        hint = " here (the decimal sign is set or was detected)" if _GROUPED[other].fullmatch(tight) else ""
        raise CellError(f"is not a number{hint}")
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise CellError("is not a number") from None


def detect_decimal(cells: Iterable[object], separator: str) -> tuple[str, str]:
    """The decimal sign, and how it was found out; ``separator`` breaks a tie."""
    comma = point = 0
    for cell in cells:
        if not isinstance(cell, str) or not (found := _NUMBER_IN.search(cell)):
            continue
        text = _SPACES.sub("", found[0])
        comma += bool(_COMMA.fullmatch(text) or _TWO_GROUPS_POINT.fullmatch(text))
        point += bool(_POINT.fullmatch(text) or _TWO_GROUPS_COMMA.fullmatch(text))
    if comma != point:
        return (",", "detected") if comma > point else (".", "detected")
    if separator == ";" and comma + point:
        return ",", "assumed, because semicolons separate the columns"
    return ".", NOTHING_TELLS
