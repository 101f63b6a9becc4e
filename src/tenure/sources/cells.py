"""What value does a cell hold? One parser for each type of column; text and typed cells give the same values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from tenure.sources.dates import FIRST_YEAR, parse_date, parse_moment
from tenure.sources.numbers import parse_number
from tenure.sources.problems import CellError
from tenure.sources.table import BadCell

LONGEST_TEXT = 10_000
LONGEST_KEY = 255
_LARGEST = Decimal(10) ** 15
_CURRENCY = re.compile(r"[A-Z]{3}")
_SIGNS = {"€": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "¥": "JPY", "CHF": "CHF", "Fr.": "CHF", "zł": "PLN", "kr": "SEK", "₹": "INR", "A$": "AUD", "C$": "CAD", "R$": "BRL", "₺": "TRY", "₽": "RUB"}  # fmt: skip
_AMOUNT = re.compile(r"([^\d+\-.,]*?)\s*([+-]?[\d.,'’\s\u00a0\u202f\u2009]*\d[.,]?)\s*([^\d]*)")
_TRUE = {"true", "yes", "y", "1", "x", "✓"}
_FALSE = {"false", "no", "n", "0", "-"}
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")


@dataclass(frozen=True, slots=True)
class Style:
    """How this file writes numbers and dates, and the currency of amounts that name none."""

    decimal: str = "."
    dates: str = "ymd"
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Amount:
    """A decimal amount and its currency; None when the cell named none."""

    number: Decimal
    currency: str | None


Parser = Callable[[object, Style], object]


def as_text(cell: object, limit: int = LONGEST_TEXT) -> str:
    """A cell as text on one line or several, without the space around it."""
    if type(cell) is str:
        text = cell.strip()
    elif isinstance(cell, BadCell):
        raise CellError(cell.reason)
    elif isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        text = str(int(cell))
    elif isinstance(cell, datetime):
        text = (cell.date() if cell.time() == time() else cell).isoformat()
    else:
        text = str(cell).strip()
    if len(text) > limit:
        raise CellError(f"is longer than {limit:,} characters")
    if "\0" in text:
        raise CellError("holds a zero byte")
    return text


def key(cell: object, _: Style) -> str:
    """An id in somebody's system: one line of at most 255 characters."""
    text = as_text(cell, limit=LONGEST_KEY)
    if not text.isprintable():
        raise CellError("holds control characters")
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
        raise CellError("is not an e-mail address")
    return found


def number(cell: object, style: Style) -> Decimal:
    """A number, whole or not."""
    if isinstance(cell, bool | BadCell | date):
        raise CellError(cell.reason if isinstance(cell, BadCell) else "is not a number")
    found = Decimal(repr(cell)) if isinstance(cell, int | float) else cell
    if not isinstance(found, Decimal):
        found = parse_number(str(cell), style.decimal)
    if not found.is_finite() or abs(found) >= _LARGEST:
        raise CellError("is too large")
    return found


def whole(least: int, most: int) -> Parser:
    """A parser of whole numbers within limits."""

    def parse(cell: object, style: Style) -> int:
        found = number(cell, style)
        if found != found.to_integral_value():
            raise CellError("is not a whole number")
        if not least <= found <= most:
            raise CellError(f"is not between {least:,} and {most:,}")
        return int(found)

    return parse


def yes_or_no(cell: object, _: Style) -> bool:
    """Yes or no, in a few spellings."""
    word = as_text(cell).casefold()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise CellError("is neither yes nor no")


def day(cell: object, style: Style) -> date:
    """A date; a time beside it is left out."""
    if isinstance(cell, datetime):
        cell = (cell.astimezone(UTC) if cell.tzinfo else cell).date()
    if not isinstance(cell, date):
        if isinstance(cell, int | float | Decimal):
            raise CellError("is a number, not a date: format the column as a date")
        return parse_date(as_text(cell), style.dates)
    if cell.year < FIRST_YEAR:
        raise CellError(f"lies before {FIRST_YEAR}: taken for a slip")
    return cell


def moment(cell: object, style: Style) -> datetime:
    """A date and time, in UTC unless it says otherwise."""
    if isinstance(cell, datetime):
        return cell.astimezone(UTC) if cell.tzinfo else cell.replace(tzinfo=UTC)
    if isinstance(cell, date):
        return datetime.combine(cell, time(), UTC)
    if isinstance(cell, int | float | Decimal):
        raise CellError("is a number, not a date: format the column as a date")
    return parse_moment(as_text(cell), style.dates)


def currency(cell: object, _: Style) -> str:
    """An ISO 4217 code, or the sign of one."""
    found = as_text(cell)
    code = _SIGNS.get(found) or found.upper()
    if not _CURRENCY.fullmatch(code):
        raise CellError("is not a currency code such as EUR")
    return code


def amount(cell: object, style: Style) -> Amount:
    """An amount of money, not below zero, with the currency it names."""
    if isinstance(cell, int | float | Decimal | BadCell):
        found, named = number(cell, style), None
    else:
        written = as_text(cell)
        if not (parts := _AMOUNT.fullmatch(written)) or (parts[1].strip() and parts[3].strip()):
            raise CellError("is not an amount of money")
        unit = parts[1].strip() or parts[3].strip()
        try:
            named = currency(unit, style) if unit else None
        except CellError:
            raise CellError(f"is not an amount of money: “{unit[:20]}” is no currency that is known") from None
        found = number(parts[2], style)
    if found < 0:
        raise CellError("is less than zero")
    return Amount(found, named)


def options(cell: object, _: Style) -> tuple[str, ...]:
    """Things bought, separated by semicolons, bars or lines; each once, in order."""
    names = [name.strip() for name in re.split(r"[;|\n]", as_text(cell))]
    if any(len(name) > 200 for name in names):
        raise CellError("names an option of more than 200 characters")
    return tuple(dict.fromkeys(name for name in names if name))


_CHANNELS = {
    "email": ("email", "emails", "mail"),
    "call": ("call", "calls", "phone", "phone call", "telephone", "tel"),
    "video": ("video", "video call", "zoom", "teams", "google meet", "webinar", "online meeting"),
    "meeting": ("meeting", "visit", "in person", "on site", "lunch", "qbr", "ebr"),
    "chat": ("chat", "whatsapp", "sms", "slack", "message"),
    "push": ("push", "push message", "push notification"),
    "social": ("social", "linkedin", "facebook", "instagram", "x"),
    "letter": ("letter", "post", "card"),
}
_ASSET_KINDS = {
    "app": ("app", "apps", "application", "mobile app", "ios", "android"),
    "site": ("site", "sites", "website", "web", "web site", "shop"),
}
_METRICS = {
    "active_users": ("users", "app users", "daily active users", "dau"),
    "pushes": ("pushes sent", "push", "push messages"),
}


def channel(cell: object, _: Style) -> str:
    """How people were in touch; what is not known is "other"."""
    return _one_of(_CHANNELS, as_text(cell, limit=200))


def asset_kind(cell: object, _: Style) -> str:
    """What sort of thing is run; what is not known is "other"."""
    return _one_of(_ASSET_KINDS, as_text(cell, limit=200))


def metric(cell: object, _: Style) -> str:
    """What was measured, spelled as facts know it: "Active users" is ``active_users``."""
    name = re.sub(r"\W+", "_", as_text(cell, limit=100).casefold()).strip("_")
    if not name:
        raise CellError("names no metric")
    return next((known for known, words in _METRICS.items() if name.replace("_", " ") in words), name)


def _one_of(known: Mapping[str, tuple[str, ...]], word: str) -> str:
    plain = " ".join(re.sub(r"\W+", " ", word.casefold()).split()).replace("e mail", "email")
    return next((name for name, words in known.items() if plain in words), "other")
