"""How are dates, numbers, money and sentences written for somebody who reads this language, on a page or in a letter?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tenure.values.money import minor_digits
from tenure.values.voice import speaking

DEFAULT: Final = Locale.parse("en_GB")


@contextmanager
def speaking_to(language: str) -> Iterator[None]:
    """Write everything within in this language; an empty one is English, as nobody's browser can be asked."""
    locale = DEFAULT if language in {"", DEFAULT.language} else Locale.parse(language)
    with translation.override(locale.language), speaking(LocaleVoice(locale)):
        yield


def money(amount: int, currency: str, locale: Locale) -> str:
    """``€1,234``, or ``€1,234.50`` when there are minor units to show."""
    digits = minor_digits(currency)
    if amount % 10**digits:
        return str(format_currency(amount / 10**digits, currency, locale=locale))
    whole = locale.currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(amount // 10**digits, currency, whole, locale=locale, currency_digits=False))


def number(value: float, locale: Locale, places: int = 0) -> str:
    """``1,234`` or ``1,234.5``: at most ``places`` decimals."""
    return str(format_decimal(round(value, places), locale=locale))


def day(value: date, locale: Locale) -> str:
    """``12 Mar 2026``."""
    return str(format_date(value, "medium", locale=locale))


def percent(share: float, locale: Locale) -> str:
    """``38%`` for 0.38."""
    return str(format_percent(round(share, 3), locale=locale))


@dataclass(frozen=True, slots=True)
class LocaleVoice:
    """Writes what sentences hold as somebody with this locale reads it; see `tenure.values.voice`."""

    locale: Locale

    def number(self, value: float, places: int = 0) -> str:
        """``1,234.5``."""
        return number(value, self.locale, places)

    def percent(self, share: float) -> str:
        """``38%``."""
        return percent(share, self.locale)

    def money(self, amount: int, currency: str, digits: int) -> str:  # noqa: ARG002 - `money` knows the decimals
        """``€1,234``."""
        return money(amount, currency, self.locale)

    def day(self, value: date) -> str:
        """``12 Mar 2026``."""
        return day(value, self.locale)

    def words(self, message: str) -> str:
        """The sentence in the language that pages speak."""
        return gettext(message)

    def words_for(self, one: str, many: str, n: float) -> str:
        """The same in the form that the language has for so many."""
        return ngettext(one, many, n)
