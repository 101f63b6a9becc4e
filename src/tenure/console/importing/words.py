"""How do pages say what a file was taken for, what a kind keeps, and a cell as it will be stored?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from babel import Locale
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenure.console import locale
from tenure.console.importing.fields import Words
from tenure.console.stored_words import again
from tenure.sources.money import Amount
from tenure.sources.numbers import NOTHING_TELLS

KEEPS: Final[Words] = {
    "accounts": _("The businesses or people you look after"),
    "contacts": _("The people at your accounts"),
    "contracts": _("What recurs: start, end, fee, seats"),
    "orders": _("What was bought once"),
    "invoices": _("What was asked for and paid"),
    "assets": _("Apps and sites you run for accounts"),
    "measurements": _("Dated figures: downloads, visitors"),
    "touchpoints": _("Calls, meetings, e-mails"),
    "tickets": _("Questions and complaints"),
    "notes": _("What was written down"),
    "events": _("What people did in your product"),
}
DATE_WORDS: Final[Words] = {"dmy": _("day, month, year"), "mdy": _("month, day, year"), "ymd": _("year, month, day")}
TYPES: Final[Words] = {
    "bool": _("yes or no"), "int": _("whole number"), "float": _("number"), "date": _("date"), "text": _("text"),
}  # fmt: skip
FORMATS: Final[Words] = {
    "csv": _("Text file with columns"), "xlsx": _("Excel workbook"), "xlsb": _("Excel workbook"),
    "ods": _("OpenDocument workbook"), "jsonl": "JSON Lines", "json lines": "JSON Lines", "parquet": "Parquet",
}  # fmt: skip
SEPARATOR_WORDS: Final[Words] = {
    "comma": _("Comma"), "semicolon": _("Semicolon"), "tab": _("Tab"), "pipe": _("Pipe"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing that was found out about a file, and how."""

    word: str
    value: str
    how: str = ""


def taken_for(report: Mapping[str, object]) -> Iterator[Taken]:
    """What a file was taken for, in words; what nothing in it tells is left out."""
    found = str(report.get("format", ""))
    yield Taken(gettext("Format"), str(FORMATS.get(found.lower(), found.upper())))
    if report.get("export"):
        yield Taken(gettext("Recognised"), again(str(report["export"])))
    if report.get("sheet"):
        yield Taken(gettext("Sheet"), str(report["sheet"]))
    if report.get("separator"):
        separator = str(report["separator"])
        yield Taken(gettext("Separator"), str(SEPARATOR_WORDS.get(separator, separator.capitalize())))
    if report.get("encoding"):
        yield Taken(gettext("Encoding"), str(report["encoding"]), again(str(report.get("encoding_how", ""))))
    if report.get("decimal_how", NOTHING_TELLS) != NOTHING_TELLS:
        sign = gettext("Comma") if report["decimal"] == "," else gettext("Point")
        yield Taken(gettext("Decimal sign"), sign, again(str(report["decimal_how"])))
    if report.get("dates_how", NOTHING_TELLS) != NOTHING_TELLS:
        order = capfirst(str(DATE_WORDS[str(report["dates"])]))
        yield Taken(gettext("Dates"), order, again(str(report["dates_how"])))


def stored(value: object, currency: str, place: Locale) -> str:
    """A value as it will be stored, written as this person reads such values."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
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
