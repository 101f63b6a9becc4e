"""How do pages call kinds of file, their fields, what a file was taken for, and a cell as it will be stored?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from babel import Locale

from tenure.console import locale
from tenure.sources.known_kinds import KINDS
from tenure.sources.money import Amount
from tenure.sources.numbers import NOTHING_TELLS

_FIELDS = {
    "mrr": "MRR",
    "arr": "ARR",
    "at": "Date and time",
    "by": "By whom",
    "day": "Day",
    "created_at": "Known since",
    "ordered_at": "Ordered at",
    "user_id": "User id",
    "message_id": "Id of the event",
    "group_id": "Group",
    "account": "Account",
    "parent": "Parent account",
}
KEEPS = {
    "accounts": "The businesses or people you look after",
    "contacts": "The people at your accounts",
    "contracts": "What recurs: start, end, fee, seats",
    "orders": "What was bought once",
    "invoices": "What was asked for and paid",
    "assets": "Apps and sites you run for accounts",
    "measurements": "Dated figures: downloads, visitors",
    "touchpoints": "Calls, meetings, e-mails",
    "tickets": "Questions and complaints",
    "notes": "What was written down",
    "events": "What people did in your product",
}
DATE_WORDS = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
TYPES = {"bool": "yes or no", "int": "whole number", "float": "number", "date": "date", "text": "text"}
FORMATS = {
    "csv": "a text file with columns", "xlsx": "an Excel workbook", "xlsb": "an Excel workbook", "ods": "an OpenDocument workbook",
    "jsonl": "JSON Lines", "json lines": "JSON Lines", "parquet": "Parquet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing that was found out about a file, and how."""

    word: str
    value: str
    how: str = ""


def one(kind: str) -> str:
    """``account`` for ``accounts``."""
    return kind.removesuffix("s")


def field(name: str, kind: str) -> str:
    """A field as people call it."""
    if name == "key":
        return f"{one(kind).capitalize()} key"
    return _FIELDS.get(name) or name.replace("_", " ").capitalize()


def fields(kind: str) -> list[tuple[str, str]]:
    """Every field of a kind: name and word."""
    return [(known.name, field(known.name, kind)) for known in KINDS[kind].fields]


def taken_for(report: Mapping[str, object]) -> Iterator[Taken]:
    """What a file was taken for, in words; what nothing in it tells is left out."""
    found = str(report.get("format", ""))
    yield Taken("Format", FORMATS.get(found.lower(), found.upper()).removeprefix("a ").removeprefix("an ").capitalize())
    if report.get("export"):
        yield Taken("Recognised", str(report["export"]))
    if report.get("sheet"):
        yield Taken("Sheet", str(report["sheet"]))
    if report.get("separator"):
        yield Taken("Separator", str(report["separator"]).capitalize())
    if report.get("encoding"):
        yield Taken("Encoding", str(report["encoding"]), str(report.get("encoding_how", "")))
    if report.get("decimal_how", NOTHING_TELLS) != NOTHING_TELLS:
        sign = "Comma" if report["decimal"] == "," else "Point"
        yield Taken("Decimal sign", sign, str(report["decimal_how"]))
    if report.get("dates_how", NOTHING_TELLS) != NOTHING_TELLS:
        yield Taken("Dates", DATE_WORDS[str(report["dates"])].capitalize(), str(report["dates_how"]))


def stored(value: object, currency: str, place: Locale) -> str:
    """A value as it will be stored, written as this person reads such values."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return _dated(value, place)
    if isinstance(value, Amount):
        return f"{locale.number(float(value.number), place, 2)} {value.currency or currency}"
    if isinstance(value, Decimal | float | int):
        return locale.number(float(value), place, 6)
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _dated(value: date, place: Locale) -> str:
    """A date; the time beside it where there is one."""
    if isinstance(value, datetime) and value.time() != time():
        return locale.moment(value, place).removesuffix(" UTC")
    return locale.day(value, place)
