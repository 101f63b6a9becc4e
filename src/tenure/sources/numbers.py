"""How is a number written here? With a decimal point or a decimal comma, with or without thousands between."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tenure.sources.problems import CellError
from tenure.values.voice import later, worded

DETECTED = later("detected")
NOTHING_TELLS = later("assumed: nothing in the file tells")
BOTH_WAYS = later("some numbers of this column have a decimal comma and some a decimal point")
_GAP = re.compile(r"[\s'’]")
# Spaces and apostrophes stand between thousands and nowhere else.
_GAPS = re.compile(r"([+-]?)\s*(\d{1,3}(?:([\s'’])\d{3})(?:\3\d{3})*|\d+)((?:[.,]\d*)?)")
_GROUPED = {
    ".": re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d*)?|[+-]?\.\d+"),
    ",": re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d*)?|[+-]?,\d+"),
}
_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d{1,2}")
# One sign with three digits behind it: 1.234 is a thousand or one and a bit; 0.234 and 1234.567 are not.
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")
_NUMBER_IN = re.compile(r"[+-]?[\d.,'’\s]*\d[\d.,]*")
LONGEST = 64  # characters of a number, an amount or a date: what is longer is none, and would only cost time
_SURE = 3  # numbers of one column that all say the same, against the rest of the file


def parse_number(text: str, decimal: str, *, by_itself: bool = False, doubt: str = "") -> Decimal:
    """The number in a cell of text. Raises CellError when it is none, or written the other way round.

    ``by_itself``: a cell that can be read in one way only is read so, whatever the decimal sign of the others.
    ``doubt``: why a cell that can be read in two ways must not be read at all.
    """
    if not doubt and _GROUPED[decimal].fullmatch(text):
        return Decimal(_plain(text, decimal))  # most cells
    if len(text) > LONGEST:
        raise CellError(worded("is not a number"))
    tight = _without_gaps(text.strip().replace("−", "-"))
    if doubt and (found := _EITHER.fullmatch(tight)):
        whole = tight.replace(found[1], "")
        raise CellError(
            worded(
                "could be {whole} or {part}: {why}; write it without a thousands separator",
                whole=whole, part=tight.replace(",", "."), why=worded(doubt),
            )
        )  # fmt: skip
    other = "," if decimal == "." else "."
    try:
        for sign in (decimal, other) if by_itself else (decimal,):
            if _GROUPED[sign].fullmatch(tight):
                return Decimal(_plain(tight, sign))
        if _EXPONENT.fullmatch(tight):
            return Decimal(tight)
    except InvalidOperation:
        raise CellError(worded("is not a number")) from None
    if _GROUPED[other].fullmatch(tight):
        raise CellError(worded("is not a number here (the decimal sign is set or was detected)"))
    raise CellError(worded("is not a number"))


def _plain(text: str, decimal: str) -> str:
    return text.replace(",", "") if decimal == "." else text.replace(".", "").replace(",", ".")


def either(text: str) -> str:
    """The digits of a number that can be read in two ways, such as 1.234; empty for others."""
    text = text.strip()
    return text.replace(found[1], "") if (found := _EITHER.fullmatch(text)) else ""


def proof(text: str) -> str:
    """The decimal sign that a number proves by itself, if it does: 1.234,5 has a comma, 1,5 too, 1.234 proves nothing."""
    if "," not in text and "." not in text:
        return ""
    tight = _without_gaps(text.strip().replace("−", "-"))
    if tight[-1:] in (",", "."):
        return ""
    fits = [sign for sign, grouped in _GROUPED.items() if grouped.fullmatch(tight)]
    return fits[0] if len(fits) == 1 else ""


@dataclass(slots=True)
class Tally:
    """What the numbers of a column say of their decimal sign, and those that could be read in two ways."""

    comma: int = 0
    point: int = 0
    either: dict[str, set[str]] | None = None

    def note(self, cell: object) -> None:
        """Count a cell."""
        if type(cell) is not str or ("," not in cell and "." not in cell) or len(cell) > LONGEST:
            return
        if not (found := _NUMBER_IN.search(cell)):
            return
        text = found[0].strip()
        sign = proof(text)
        self.comma += sign == ","
        self.point += sign == "."
        if not sign and (both := _EITHER.fullmatch(text)):
            self.either = self.either or {",": set(), ".": set()}
            self.either[both[1]].add(text)

    def add(self, other: "Tally") -> None:
        """Count what another column says, too."""
        self.comma += other.comma
        self.point += other.point

    @property
    def sign(self) -> str:
        """The sign of a column whose numbers say it more than once and never otherwise."""
        if self.comma >= _SURE and not self.point:
            return ","
        return "." if self.point >= _SURE and not self.comma else ""

    @property
    def thousands(self) -> str:
        """The sign with three digits behind it in several numbers, where the other one is in none."""
        if not self.either or self.comma + self.point:
            return ""
        often = [sign for sign, cells in self.either.items() if len(cells) > 1]
        return often[0] if len(often) == 1 and not self.either["," if often[0] == "." else "."] else ""


def tally(cells: Iterable[object]) -> Tally:
    """What the cells of a column say of their decimal sign."""
    found = Tally()
    for cell in cells:
        found.note(cell)
    return found


def detect_decimal(cells: Iterable[object], separator: str) -> tuple[str, str]:
    """The decimal sign, and how it was found out; ``separator`` breaks a tie."""
    return decide(tally(cells), separator)


def decide(found: Tally, separator: str) -> tuple[str, str]:
    """The decimal sign of a file, and how it was found out; ``separator`` breaks a tie."""
    if found.comma != found.point:
        return (",", DETECTED) if found.comma > found.point else (".", DETECTED)
    if separator == ";" and found.comma + found.point:
        return ",", later("assumed, because semicolons separate the columns")
    return ".", NOTHING_TELLS


def _without_gaps(text: str) -> str:
    """“1 234,5” as “1234,5”; what has its spaces elsewhere stays, and is no number."""
    if not _GAP.search(text) or not (found := _GAPS.fullmatch(text)):
        return text
    return found[1] + _GAP.sub("", found[2]) + found[4]
