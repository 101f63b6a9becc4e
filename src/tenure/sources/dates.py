"""How is a date written here? Year first, day first or month first, in figures or with the month's name."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TypeVar

from tenure.sources.month_names import ENGLISH, LONGEST_NAME, is_weekday, month_number
from tenure.sources.numbers import DETECTED, LONGEST, NOTHING_TELLS
from tenure.sources.problems import CellError
from tenure.values.voice import later, worded

DateT = TypeVar("DateT", date, datetime)
FIRST_YEAR = 1900  # before it, a slip of the hand is likelier
_WORD = rf"([^\W\d_]{{3,{LONGEST_NAME}}})"
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_NO_YEAR = re.compile(r"(\d{1,2})[-/.](\d{1,2})\.?")
_COMPACT = re.compile(r"((?:19|20|21)\d{2})(0[1-9]|1[0-2])([0-3]\d)")
_NAMED_DAY_FIRST = re.compile(rf"(\d{{1,2}})[\s.-]+{_WORD}\.?[\s.,-]+(\d{{4}}|\d{{2}})")
_NAMED_MONTH_FIRST = re.compile(rf"{_WORD}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})")
_NAMED_YEAR_FIRST = re.compile(rf"(\d{{4}})[\s.-]+{_WORD}\.?[\s.-]+(\d{{1,2}})")
_WEEKDAY = re.compile(r"([^\W\d_]{2,12})[.,]*\s+(?=\w)")
_YEAR_SIGN = re.compile(r"(\d)\s*(?:г\.?|года)", re.IGNORECASE)  # 3 марта 2026 г.
_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(z|utc|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
    r"(?:uhr|uur|u|h|ч\.?)?",
    re.IGNORECASE,
)
_DATE_THEN_TIME = re.compile(r"(.*?\d(?:\s*г\.?)?)(?:[Tt]|,?\s+(?:(?:at|om|um|в)\s+)?)(\d{1,2}:\d{2}.*)")
_ORDERS = {"dmy": later("day, month, year"), "mdy": later("month, day, year"), "ymd": later("year, month, day")}
_NO_DAY = later("is no day of the calendar: {why}")


def parse_date(text: str, order: str) -> date:
    """The date in a cell of text; a time beside it is left out. Raises CellError when there is none."""
    text = text.strip()
    if len(text) > LONGEST:
        raise CellError(worded("is not a date: write 2026-03-31"))
    if ":" in text and _DATE_THEN_TIME.fullmatch(text):
        return parse_moment(text, order).date()
    return _date(text, order)


def parse_moment(text: str, order: str) -> datetime:
    """The date and time in a cell of text, in UTC unless it says otherwise; midnight when it has no time."""
    text = text.strip()
    if len(text) >= 10 and text[4] == "-":
        try:
            found = datetime.fromisoformat(text)
            return _in_range(found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            pass
    if len(text) > LONGEST:
        raise CellError(worded("is not a date: write 2026-03-31"))
    if ":" not in text or not (parts := _DATE_THEN_TIME.fullmatch(text)):
        return datetime.combine(_date(text, order), time(), UTC)
    day, clock = _date(parts[1].rstrip(","), order), _TIME.fullmatch(parts[2].strip())
    if clock is None:
        raise CellError(worded("is not a date and time"))
    return _at(day, clock)


def detect_order(cells: Iterable[object], sloppy: str = "dmy") -> tuple[str, str]:
    """The order of day and month, and how it was found out; ``sloppy`` is what to take when nothing tells."""
    votes = {"dmy": 0, "mdy": 0, "ymd": 0}
    ambiguous = 0
    for cell in cells:
        if not isinstance(cell, str):
            continue
        text = cell.strip()
        if _YEAR_FIRST.match(text) or _COMPACT.fullmatch(text):
            votes["ymd"] += 1
        elif found := _YEAR_LAST.match(text):
            first, sign, second = int(found[1]), found[2], int(found[3])
            if first > 12 >= second or sign == ".":
                votes["dmy"] += 1
            elif second > 12 >= first:
                votes["mdy"] += 1
            else:
                ambiguous += 1
    if votes["dmy"] or votes["mdy"]:
        return ("dmy" if votes["dmy"] >= votes["mdy"] else "mdy"), DETECTED
    if ambiguous:
        return sloppy, later("assumed: no day above 12 in the sample tells; check some dates, or set it with --dates")
    return "ymd", DETECTED if votes["ymd"] else NOTHING_TELLS


def _date(text: str, order: str) -> date:
    if found := _YEAR_FIRST.fullmatch(text):
        return _checked(int(found[1]), int(found[3]), int(found[4]))
    if found := _COMPACT.fullmatch(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(found, order)
    if found := _NO_YEAR.fullmatch(text):
        raise CellError(_without_year(int(found[1]), int(found[2]), order))
    return _named(text)


def _named(text: str) -> date:
    """A date that names its month in words."""
    text = _YEAR_SIGN.sub(r"\1", text)
    if (day := _WEEKDAY.match(text)) and is_weekday(day[1]):
        text = text[day.end() :]
    if found := _NAMED_DAY_FIRST.fullmatch(text):
        return _checked(_full_year(found[3]), _month(found[2]), int(found[1]))
    if found := _NAMED_MONTH_FIRST.fullmatch(text):
        return _checked(int(found[3]), _month(found[1]), int(found[2]))
    if found := _NAMED_YEAR_FIRST.fullmatch(text):
        return _checked(int(found[1]), _month(found[2]), int(found[3]))
    raise CellError(worded("is not a date: write 2026-03-31"))


def _year_last(found: "re.Match[str]", order: str) -> date:
    first, second, last = int(found[1]), int(found[3]), found[4]
    if order == "dmy":
        return _checked(_full_year(last), second, first, order)
    if order == "mdy":
        return _checked(_full_year(last), first, second, order)
    if len(last) == 2 and len(found[1]) == 2:  # 26-03-31
        return _checked(_full_year(found[1]), second, int(last), order)
    raise CellError(worded("does not begin with the year: set the order with --dates dmy or mdy"))


def _without_year(first: int, second: int, order: str) -> str:
    month, day = (first, second) if order == "mdy" else (second, first)
    if 1 <= month <= 12 and not 1 <= day <= monthrange(2024, month)[1]:
        days = worded("{month} has {days} days", month=_month_name(month), days=str(monthrange(2024, month)[1]))
        return worded(_NO_DAY, why=days)
    return worded("names no year: write 2026-03-31")


def _month_name(month: int) -> str:
    return worded(ENGLISH[month - 1])


def _full_year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 69 else 1900)


def _month(name: str) -> int:
    if (number := month_number(name)) is None:
        raise CellError(worded("names no month that is known: “{name}”", name=name))
    return number


def _checked(year: int, month: int, day: int, order: str = "") -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise CellError(worded(_NO_DAY, why=_why_no_day(year, month, day, order))) from None
    return _in_range(found)


def _why_no_day(year: int, month: int, day: int, order: str) -> str:
    if not (year or month or day):
        return worded("programs write zeros for “no date”; leave the cell blank")
    if not 1 <= month <= 12:
        if order:
            return worded("there is no month {number} (read as {why})", number=str(month), why=worded(_ORDERS[order]))
        return worded("there is no month {number}", number=str(month))
    if not year:
        return worded("there is no year 0")
    days = str(monthrange(year, month)[1])
    return worded("{month} {year} has {days} days", month=_month_name(month), year=str(year), days=days)


def _in_range(found: DateT) -> DateT:
    if found.year < FIRST_YEAR:
        raise CellError(worded("lies before {year}: taken for a slip", year=str(FIRST_YEAR)))
    return found


def _at(day: date, clock: "re.Match[str]") -> datetime:
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if half := clock[5]:
        if not 1 <= hour <= 12:
            raise CellError(worded("is no time of day"))
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    micro = int((clock[4] or "0")[:6].ljust(6, "0"))
    try:
        local = datetime.combine(day, time(hour, minute, second, micro), _zone(clock[6]))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise CellError(worded("is no time of day")) from None


def _zone(text: str | None) -> timezone:
    if not text or text.lower() in ("z", "utc"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
