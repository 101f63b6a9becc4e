"""How is a figure of the business written for a person? By its unit, in their locale."""

from math import isfinite

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.answers.business import Answer
from tenure.calc.figures import FIGURES
from tenure.console.locale import money, number, rate
from tenure.console.retention.words import Words

_MONEY = {
    "start",
    "new",
    "expansion",
    "reactivation",
    "contraction",
    "churn",
    "mrr",
    "revenue",
    "amount",
    "cost",
    "before",
    "after",
    "hour",
}
_PARTS = {
    "hours": "number",
    "margin": "share",
    **dict.fromkeys(("start", "new", "expansion", "reactivation", "contraction", "churn"), "money"),
    **dict.fromkeys(("revenue", "cost", "discount", "profit"), "money"),
}
_COUNTED = {"retention_rate", "churn_rate", "buyers"}  # here start, new … are accounts


def value(figure: str, found: float | None, currency: str, locale: Locale) -> str:
    """``92.4 %``, ``€1,234``, ``2.3`` or ``12 months``; a dash where it cannot be told."""
    if found is None or not isfinite(found):
        return "–"
    unit = _PARTS.get(figure) or FIGURES[figure].unit
    if unit == "share":
        return rate(found, locale)
    if unit == "money":
        return money(round(found), currency, locale)
    shown = number(found, locale, 1)
    if unit == "months":
        return ngettext("%(shown)s month", "%(shown)s months", round(found)) % {"shown": shown}
    return shown


def filled(words: Words, figure: str, answer: Answer, currency: str, locale: Locale) -> str:
    """The formula with its inputs."""
    inputs = {name: _input(figure, name, one, currency, locale) for name, one in answer.inputs.items()}
    shown = value(figure, answer.value, currency, locale) if answer.value is not None else _("not to be told")
    return str(words.filled).format(**inputs, value=shown)


def _input(figure: str, name: str, one: float, currency: str, locale: Locale) -> str:
    if name in _MONEY and figure not in _COUNTED:
        return money(round(one), currency, locale)
    return number(one, locale, 1)
