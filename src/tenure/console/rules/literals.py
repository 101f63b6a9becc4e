"""How is a value typed, and which value does a text mean? As the type of its fact says; where none does, as it looks."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from babel import Locale
from django.utils.translation import gettext as _

from tenure.console.locale import NumberError, plain, typed_number
from tenure.console.rules.field import Field
from tenure.facts.declare import iso_date
from tenure.rules.comparison import InDays, Scalar
from tenure.values.money import Money, minor_digits

TRUE: Final = ("true", "yes")
FALSE: Final = ("false", "no")
_QUOTED: Final = re.compile(r"[\"“„](.*)[\"”“]", re.DOTALL)


def number_in(field: Field, locale: Locale) -> int | float:
    """The number that stands in a field; 0 with an error where none does."""
    if not field.value:
        field.error = field.error or _("A number is missing here.")
        return 0
    try:
        found = typed_number(field.value, locale)
    except NumberError as error:
        field.error = field.error or str(error)
        return 0
    return int(found) if found == found.to_integral_value() and abs(found) < 10**18 else float(found)


def whole_in(field: Field, locale: Locale) -> int:
    """The same where only a whole number can stand."""
    found = number_in(field, locale)
    if isinstance(found, float):
        field.error = field.error or _("Write a whole number here.")
    return int(found)


def literal(text: str, kind: str, field: Field, locale: Locale, currency: str) -> object:
    """The value that a text means, as JSON of a rule; what is wrong with it is noted in the field."""
    if kind in {"int", "float"}:
        return _number(text, field, locale)
    if kind == "money":
        return {"amount": round(_number(text, field, locale) * 10 ** minor_digits(currency)), "currency": currency}
    if kind in _READ:
        return _READ[kind](text, field)
    return _as_it_looks(text, locale)


def typed(value: Scalar, kind: str, locale: Locale) -> str:
    """How a value stands in its field: reading it there gives the value again."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Money):
        digits = minor_digits(value.currency)
        return plain(Decimal(value.amount) / 10**digits, locale, digits)
    if isinstance(value, InDays):
        return plain(abs(value.days), locale)
    if isinstance(value, int | float):
        return plain(value, locale, 12)
    if isinstance(value, date):
        return value.isoformat()
    is_plain = kind == "text" or _as_it_looks(value, locale) == value
    return value if is_plain else f"“{value}”"


def _number(text: str, field: Field, locale: Locale) -> int | float:
    held = Field("", text)
    found = number_in(held, locale)
    field.error = field.error or held.error
    return found


def _flag(text: str, field: Field) -> bool:
    if text.casefold() not in (*TRUE, *FALSE):
        field.error = field.error or _("Choose yes or no.")
    return text.casefold() in TRUE


def _day(text: str, field: Field) -> object:
    if iso_date(text) is None:
        field.error = field.error or _("Choose a day.")
    return {"date": text}


def _as_it_looks(text: str, locale: Locale) -> object:
    """A number, a day, yes or no where it looks like one; what stands in quotation marks is text."""
    if quoted := _QUOTED.fullmatch(text):
        return quoted[1]
    if text in {"true", "false"}:
        return text == "true"
    if iso_date(text) is not None:
        return {"date": text}
    held = Field("", text)
    found = number_in(held, locale)
    return text if held.error else found


_READ: Final[Mapping[str, Callable[[str, Field], object]]] = {
    "bool": _flag,
    "date": _day,
    "text": lambda text, _field: text,
}
