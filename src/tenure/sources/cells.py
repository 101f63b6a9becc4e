"""What value does a cell hold? One parser for each type of column; text and typed cells give the same values."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from tenure.sources import cell_words
from tenure.sources.dates import FIRST_YEAR, parse_date, parse_moment
from tenure.sources.money import Amount, amount_parts, currency_code
from tenure.sources.numbers import either, parse_number
from tenure.sources.problems import CellError
from tenure.sources.table import BadCell
from tenure.values.voice import worded

LONGEST_TEXT = 10_000
LONGEST_KEY = 255
_LARGEST = Decimal(10) ** 15
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")


@dataclass(frozen=True, slots=True)
class Style:
    """How a file or a column writes numbers and dates, and the currency of amounts that name none.

    ``is_set``: a person said which decimal sign it is, so that a number with the other one is a slip. ``doubt``: why a
    number that can be read in two ways must not be read.
    """

    decimal: str = "."
    dates: str = "ymd"
    currency: str = "EUR"
    is_set: bool = True
    doubt: str = ""


Parser = Callable[[object, Style], object]


def as_text(cell: object, limit: int = LONGEST_TEXT) -> str:
    """A cell as text on one line or several, without the space around it."""
    if type(cell) is str:
        text = cell.strip()
    elif isinstance(cell, BadCell):
        raise CellError(worded(cell.reason))
    elif isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        text = str(int(cell))
    elif isinstance(cell, datetime):
        text = (cell.date() if cell.time() == time() else cell).isoformat()
    else:
        text = str(cell).strip()
    if len(text) > limit:
        raise CellError(worded("is longer than {most} characters", most=f"{limit:,}"))
    if "\0" in text:
        raise CellError(worded("holds a zero byte"))
    return text


def key(cell: object, _: Style) -> str:
    """An id in somebody's system: one line of at most 255 characters."""
    text = as_text(cell, limit=LONGEST_KEY)
    if not text.isprintable():
        raise CellError(worded("holds control characters"))
    return text


def text(limit: int) -> Parser:
    """A parser of plain text of at most that many characters."""

    def parse(cell: object, _: Style) -> str:
        return as_text(cell, limit=limit)

    return parse


def email(cell: object, _: Style) -> str:
    """An e-mail address."""
    found = as_text(cell, limit=320)
    if not _EMAIL.fullmatch(found):
        raise CellError(worded("is not an e-mail address"))
    return found


def number(cell: object, style: Style) -> Decimal:
    """A number, whole or not."""
    if isinstance(cell, bool | BadCell | date):
        raise CellError(worded(cell.reason) if isinstance(cell, BadCell) else worded("is not a number"))
    found = Decimal(repr(cell)) if isinstance(cell, int | float) else cell
    if not isinstance(found, Decimal):
        found = parse_number(str(cell), style.decimal, by_itself=not style.is_set, doubt=style.doubt)
    if not found.is_finite() or abs(found) >= _LARGEST:
        raise CellError(worded("is too large"))
    return found


def whole(least: int, most: int) -> Callable[[object, Style], int]:
    """A parser of whole numbers within limits."""

    def parse(cell: object, style: Style) -> int:
        if style.doubt and isinstance(cell, str) and (thousands := either(cell)):
            cell = thousands  # of 1.234 and 1234 only one is whole
        found = number(cell, style)
        if found != found.to_integral_value():
            raise CellError(worded("is not a whole number"))
        if not least <= found <= most:
            raise CellError(worded("is not between {least} and {most}", least=f"{least:,}", most=f"{most:,}"))
        return int(found)

    return parse


def yes_or_no(cell: object, _: Style) -> bool:
    """Yes or no, in a few spellings and languages."""
    found = cell if isinstance(cell, bool) else cell_words.yes_or_no(as_text(cell))
    if found is None:
        raise CellError(worded("is neither yes nor no"))
    return found


def day(cell: object, style: Style) -> date:
    """A date; a time beside it is left out."""
    if isinstance(cell, datetime):
        cell = (cell.astimezone(UTC) if cell.tzinfo else cell).date()
    if not isinstance(cell, date):
        if isinstance(cell, int | float | Decimal):
            raise CellError(worded("is a number, not a date: format the column as a date"))
        return parse_date(as_text(cell), style.dates)
    if cell.year < FIRST_YEAR:
        raise CellError(worded("lies before {year}: taken for a slip", year=str(FIRST_YEAR)))
    return cell


def moment(cell: object, style: Style) -> datetime:
    """A date and time, in UTC unless it says otherwise."""
    if isinstance(cell, datetime):
        return cell.astimezone(UTC) if cell.tzinfo else cell.replace(tzinfo=UTC)
    if isinstance(cell, date):
        return datetime.combine(cell, time(), UTC)
    if isinstance(cell, int | float | Decimal):
        raise CellError(worded("is a number, not a date: format the column as a date"))
    return parse_moment(as_text(cell), style.dates)


def currency(cell: object, _: Style) -> str:
    """An ISO 4217 code, or the sign or the word for one."""
    return currency_code(as_text(cell))


def amount(cell: object, style: Style) -> Amount:
    """An amount of money, not below zero, with the currency it names."""
    if isinstance(cell, int | float | Decimal | BadCell):
        found, named = number(cell, style), None
    else:
        written, named = amount_parts(as_text(cell))
        found = number(written, style)
    if found < 0:
        raise CellError(worded("is less than zero"))
    return Amount(found, named)


def amount_in(code: str) -> Callable[[object, Style], Amount]:
    """A parser of amounts that are in a currency where the cell names none."""

    def parse(cell: object, style: Style) -> Amount:
        found = amount(cell, style)
        return found if found.currency else Amount(found.number, code)

    return parse


def options(cell: object, _: Style) -> tuple[str, ...]:
    """Things bought, separated by semicolons, bars or lines; each once, in order."""
    names = [name.strip() for name in re.split(r"[;|\n]", as_text(cell))]
    if any(len(name) > 200 for name in names):
        raise CellError(worded("names an option of more than 200 characters"))
    return tuple(dict.fromkeys(name for name in names if name))


def channel(cell: object, _: Style) -> str:
    """How people were in touch; what is not known is "other"."""
    return cell_words.channel(as_text(cell, limit=200))


def asset_kind(cell: object, _: Style) -> str:
    """What sort of thing is run; what is not known is "other"."""
    return cell_words.asset_kind(as_text(cell, limit=200))


def invoice_state(cell: object, _: Style) -> str:
    """Whether an invoice is ``paid``, ``open`` or ``cancelled``."""
    found = cell_words.invoice_state(as_text(cell, limit=200))
    if found is None:
        raise CellError(worded("says neither paid nor open nor cancelled"))
    return found


def paid(cell: object, style: Style) -> date | str:
    """The day of a payment; or where people only tick it off, whether there was one, as `invoice_state` says it."""
    is_word = isinstance(cell, bool | str) and not any(sign.isdigit() for sign in str(cell))
    return invoice_state(cell, style) if is_word else day(cell, style)


def metric(cell: object, _: Style) -> str:
    """What was measured, spelled as facts know it: "Active users" is ``active_users``."""
    text = as_text(cell, limit=100)
    name = re.sub(r"\W+", "_", text.casefold()).strip("_")
    if not name:
        raise CellError(worded("names no metric"))
    return cell_words.metric(text) or name
