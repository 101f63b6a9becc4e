"""In which form does this person read dates, numbers and money? In their language, as the browser's region has it."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent, get_decimal_symbol, get_group_symbol
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation.trans_real import parse_accept_lang_header

from tenure.channels.locale import DEFAULT, LocaleVoice, day, money, number, percent
from tenure.console.language import chosen

# Pages find all forms here, also those that letters are written in.
__all__ = (
    "DEFAULT", "Counted", "LocaleVoice", "NumberError", "day", "locale_of", "moment", "money", "negotiate", "number",
    "percent", "plain", "rate", "typed_number",
)  # fmt: skip
_TWO_WAYS = re.compile(r"[+-]?\d+[.,]\d+")


class NumberError(ValueError):
    """What was typed is no number, or could be two; the sentence shows how to type it."""


def locale_of(request: HttpRequest) -> Locale:
    """The language that pages speak to this person, with the region that the browser names for it."""
    return negotiate(request.headers.get("Accept-Language", ""), get_language() or "en", is_chosen=chosen(request))


@lru_cache(maxsize=500)
def negotiate(header: str, language: str, *, is_chosen: bool = False) -> Locale:
    """The same from the text of an ``Accept-Language`` header.

    Of a browser whose languages pages do not speak the first that Babel knows: figures can follow it, words cannot;
    unless somebody chose a language, which then holds for figures as well.
    """
    asked = list(_known(header))
    agreeing = [locale for locale in asked if locale.language == language]
    if agreeing:
        return agreeing[0]
    if language == DEFAULT.language:
        return DEFAULT if is_chosen or not asked else asked[0]
    return Locale.parse(language)


def _known(header: str) -> Iterator[Locale]:
    for code, _ in parse_accept_lang_header(header.lower()):
        try:
            yield Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue


def plain(value: float | Decimal, locale: Locale, places: int = 6, least: int = 0) -> str:
    """``1234.5``: as it stands in a field where somebody types; at most ``places`` decimals, at least ``least``."""
    return str(format_decimal(value, f"0.{'0' * least}{'#' * (places - least)}", locale=locale))


def typed_number(text: str, locale: Locale) -> Decimal:
    """The number that somebody typed, with the signs that they read everywhere. Raises NumberError.

    The decimal sign of another language is refused: where ``12.5`` is usual, nobody can tell what ``12,5`` is.
    """
    tight = text.strip().replace("\N{MINUS SIGN}", "-")
    point, group = re.escape(get_decimal_symbol(locale)), rf"[\s'’{re.escape(get_group_symbol(locale))}]"
    whole = rf"(?=.*\d)[+-]?(?:\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}}|\d*)"  # in India 1,00,000
    if found := re.fullmatch(rf"({whole})(?:{point}(\d*))?", tight):
        return Decimal(re.sub(group, "", found[1]) + "." + (found[2] or "0"))
    if _TWO_WAYS.fullmatch(tight):
        said = gettext("“%(text)s” could be two numbers: write %(part)s or %(whole)s.")
        part, whole = (plain(Decimal(re.sub("[.,]", sign, tight)), locale) for sign in (".", ""))
        raise NumberError(said % {"text": text, "part": part, "whole": whole})
    said = gettext("“%(text)s” is no number: write one such as %(like)s.")
    raise NumberError(said % {"text": text, "like": plain(1234.5, locale)})


def moment(value: datetime, locale: Locale) -> str:
    """``12 Mar 2026, 14:05``, in UTC."""
    return f"{format_datetime(value, 'medium', locale=locale)} UTC"


def rate(share: float, locale: Locale) -> str:
    """``99.5%`` for 0.995: one decimal where there is one to show."""
    pattern = locale.percent_formats[None].pattern.replace("##0", "##0.#")
    return str(format_percent(share, pattern, locale=locale))


class Counted(int):
    """A number that a sentence counts by, and writes as the language of the page does: 1,334."""

    def __str__(self) -> str:
        return number(int(self), negotiate("", get_language() or DEFAULT.language))
