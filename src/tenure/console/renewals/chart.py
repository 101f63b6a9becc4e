"""What is due in each month, as a picture: bars by forecast, each with its amount, and the table behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from babel import Locale
from django.utils.translation import gettext as _

from tenure.answers.renewals import Due, Sum, sums
from tenure.calc.forecast import FORECASTS, Forecast
from tenure.console.locale import money
from tenure.console.renewals.query import Query
from tenure.console.renewals.words import FORECASTS as WORDS
from tenure.console.renewals.words import month, short_month

HEIGHT: Final = 132.0
STEP: Final = 60.0  # from one month to the next
BAR: Final = 34.0
_TOP: Final = 24.0  # room for the amount over a bar
_FOOT: Final = 26.0  # and for the month under it
_LEAST: Final = 2.0  # what is there is seen


@dataclass(frozen=True, slots=True)
class Part:
    """One forecast's part of a bar."""

    forecast: Forecast
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One month; ``amount`` is empty where nothing is due."""

    name: str
    month: str
    short: str
    x: str
    middle: str
    parts: list[Part]
    amount: str
    amount_y: str
    address: str
    is_chosen: bool
    sum: Sum | None


@dataclass(frozen=True, slots=True)
class Picture:
    """All months in one currency. ``label`` says it in words; ``table`` holds the months with something in them."""

    currency: str
    bars: list[Bar]
    width: str
    height: str
    base: str
    foot: str
    title: str
    table: list[Bar]


def pictures(dues: Sequence[Due], months: Sequence[str], query: Query, locale: Locale) -> list[Picture]:
    """A picture for each currency, that of most contracts first: amounts of two are never stacked."""
    found = sums(dues)
    count = {currency: sum(one.count for one in found if one.currency == currency) for currency in
             {one.currency for one in found}}  # fmt: skip
    return [
        _picture(currency, {one.month: one for one in found if one.currency == currency}, months, query, locale)
        for currency in sorted(count, key=lambda one: (-count[one], one))
    ]


def _picture(currency: str, found: dict[str, Sum], months: Sequence[str], query: Query, locale: Locale) -> Picture:
    most = max((one.total for one in found.values()), default=0) or 1
    bars = [
        _bar(place, name, found.get(name), most=most, query=query, locale=locale) for place, name in enumerate(months)
    ]
    base = _TOP + HEIGHT
    return Picture(
        currency,
        bars,
        f"{STEP * len(months):g}",
        f"{base + _FOOT:g}",
        f"{base:g}",
        f"{base + 17:g}",
        _title(found, currency, locale),
        [one for one in bars if one.sum is not None],
    )


def _bar(place: int, name: str, found: Sum | None, *, most: int, query: Query, locale: Locale) -> Bar:
    at, parts = _TOP + HEIGHT, []
    for forecast in FORECASTS:
        amount = found.mrr[forecast] if found is not None else 0
        if not amount:
            continue
        height = max(amount / most * HEIGHT, _LEAST)
        at -= height
        parts.append(Part(forecast, f"{at:.1f}", f"{height:.1f}"))
    is_chosen = query.month == name
    return Bar(
        name, month(name, locale), short_month(name, locale), f"{place * STEP + (STEP - BAR) / 2:g}",
        f"{place * STEP + STEP / 2:g}", parts, money(found.total, found.currency, locale) if found else "",
        f"{at - 7:.1f}", query.address(month="" if is_chosen else name), is_chosen, found,
    )  # fmt: skip


def _title(found: dict[str, Sum], currency: str, locale: Locale) -> str:
    """The point of the picture: where most is at risk, else when most is due."""
    risky = max(found.values(), key=lambda one: (one.mrr["at_risk"], one.month), default=None)
    if risky is not None and risky.mrr["at_risk"]:
        told = {"amount": money(risky.mrr["at_risk"], currency, locale), "month": month(risky.month, locale)}
        return _("Most at risk in one month: %(amount)s of MRR in %(month)s") % told
    largest = max(found.values(), key=lambda one: (one.total, one.month), default=None)
    if largest is None:
        return _("Nothing is due")
    told = {"amount": money(largest.total, currency, locale), "month": month(largest.month, locale)}
    return _("Nothing is at risk; most is due in %(month)s, %(amount)s of MRR") % told


def legend() -> list[tuple[Forecast, str]]:
    """The forecasts in their order, in words."""
    return [(forecast, str(WORDS[forecast])) for forecast in FORECASTS]
