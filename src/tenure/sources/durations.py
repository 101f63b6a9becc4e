"""How long is something? Minutes of a call, or months between invoices, in figures or in words."""

import re
from collections.abc import Callable
from datetime import time, timedelta

from tenure.sources.cells import Style, as_text, number, whole
from tenure.sources.folding import folded, words
from tenure.sources.numbers import LONGEST
from tenure.sources.problems import CellError
from tenure.values.voice import worded

_MOST = 2**31 - 1
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?")
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?,?\s*")
_UNITS = {
    "hour": words("h, hr, hrs, hour, hours, u, uur, uren, std, stunde, stunden, ч, час, часа, часов"),
    "minute": words("m, min, mins, minute, minutes, minuut, minuten, мин, минута, минуты, минут"),
    "second": words(
        "s, sec, secs, second, seconds, seconde, seconden, sek, sekunde, sekunden, с, сек, секунд, секунды"
    ),
}
_SECONDS = {"hour": 3600, "minute": 60, "second": 1}
_MONTHS = {
    1: words(
        "month, monthly, every month, per month, maand, maandelijks, per maand, monat, monatlich, pro monat, месяц, "
        "ежемесячно, в месяц, раз в месяц"
    ),
    3: words(
        "quarter, quarterly, every quarter, kwartaal, per kwartaal, quartal, vierteljährlich, quartalsweise, pro quartal, "
        "квартал, ежеквартально, раз в квартал"
    ),
    6: words(
        "half year, half yearly, semiannual, semi annually, halfjaar, halfjaarlijks, halbjahr, halbjährlich, полгода"
    ),
    12: words(
        "year, yearly, annual, annually, every year, per year, jaar, jaarlijks, per jaar, jahr, jährlich, pro jahr, год, "
        "ежегодно, в год, раз в год"
    ),
    24: words("two years, every two years, twee jaar, tweejaarlijks, zwei jahre, zweijährlich, два года"),
}
_COUNTED = re.compile(r"(\d{1,3})(\D+)")
_PLURAL = _MONTHS[1] | words("months, maanden, monate, месяца, месяцев")
_months: Callable[[object, Style], int] = whole(1, 1_200)


def minutes(cell: object, style: Style) -> int:
    """Whole minutes, rounded: a number of them, a time such as 1:30:00, or words such as “1 h 30 min”."""
    seconds = _seconds(cell)
    found = round(number(cell, style)) if seconds is None else int(seconds / 60 + 0.5)
    if not 0 <= found <= _MOST:
        raise CellError(worded("is not between 0 and {most} minutes", most=f"{_MOST:,}"))
    return found


def months(cell: object, style: Style) -> int:
    """A whole number of months, or a word such as “quarterly” or “3 months”."""
    if isinstance(cell, str):
        word = folded(cell[:LONGEST])
        known = next((count for count, spellings in _MONTHS.items() if word in spellings), None)
        if known is None and (found := _COUNTED.fullmatch(word)) and found[2] in _PLURAL:
            known = int(found[1])
        cell = cell if known is None else known
    return _months(cell, style)


def _seconds(cell: object) -> float | None:
    """Seconds where the cell is a time or names units, else None."""
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if not isinstance(cell, str):
        return None
    text = as_text(cell)[:LONGEST]
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
    return _in_words(text)


def _in_words(text: str) -> float | None:
    total = 0.0
    parts = _PART.findall(text)
    for count, unit in parts:
        known = next((name for name, spellings in _UNITS.items() if folded(unit) in spellings), None)
        if known is None:
            return None
        total += float(count.replace(",", ".")) * _SECONDS[known]
    return total if parts and not _PART.sub("", text).strip() else None
