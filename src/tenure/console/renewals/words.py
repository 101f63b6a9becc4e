"""What do pages about renewals and departures say? Sentences of what answers found, as this person reads them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from babel import Locale
from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenure.answers.renewals import Due
from tenure.calc.forecast import Forecast, Outlook
from tenure.calc.month_parts import DAYS_A_MONTH
from tenure.console.locale import Counted, day, money
from tenure.values.money import minor_digits

FORECASTS: Final[Mapping[Forecast, Promise]] = {
    "commit": gettext_lazy("Commit"),
    "likely": gettext_lazy("Likely"),
    "at_risk": gettext_lazy("At risk"),
}


def why(outlook: Outlook, locale: Locale) -> str:
    """Why a renewal is forecast so: whose word it is and since when, else what health and terms say."""
    if outlook.word is None:
        return outlook.suggestion
    word = outlook.word
    told = {"who": word.by, "day": day(word.on, locale), "note": word.note}
    if word.note:
        return _("%(who)s said so on %(day)s: %(note)s") % told
    return _("%(who)s said so on %(day)s.") % told


def month(text: str, locale: Locale) -> str:
    """``November 2026`` for ``2026-11``."""
    year, _sign, number = text.partition("-")
    return str(format_date(date(int(year), int(number), 1), "LLLL y", locale=locale))


def short_month(text: str, locale: Locale) -> str:
    """``Nov`` for ``2026-11``."""
    year, _sign, number = text.partition("-")
    return str(format_date(date(int(year), int(number), 1), "LLL", locale=locale))


def amounts(dues: Sequence[Due], locale: Locale, *, is_weighted: bool = False) -> str:
    """MRR of them together, each currency by itself: what is in two is never added up."""
    total: dict[str, int] = {}
    for one in dues:
        total[one.currency] = total.get(one.currency, 0) + (one.weighted if is_weighted else one.mrr)
    if is_weighted:  # a forecast to the cent would be none
        total = {currency: round(amount, -minor_digits(currency)) for currency, amount in total.items()}
    largest = sorted(total.items(), key=lambda one: (-one[1], one[0]))
    return _(" and ").join(money(amount, currency, locale) for currency, amount in largest)


def lead(dues: Sequence[Due], until: date, locale: Locale) -> str:
    """The one sentence over the list."""
    if not dues:
        return _("No contract is due before %(day)s.") % {"day": day(until, locale)}
    told = {
        "count": Counted(len(dues)),
        "day": day(until, locale),
        "mrr": amounts(dues, locale),
        "counted": amounts(dues, locale, is_weighted=True),
    }
    risky = sum(1 for one in dues if one.outlook.forecast == "at_risk")
    due = ngettext(
        "%(count)s contract is due before %(day)s, with %(mrr)s MRR; %(counted)s of it can be counted on.",
        "%(count)s contracts are due before %(day)s, with %(mrr)s MRR; %(counted)s of it can be counted on.",
        len(dues),
    )
    risk = ngettext("%(risk)s is at risk.", "%(risk)s are at risk.", risky) % {"risk": Counted(risky)}
    return f"{due % told} {risk}" if risky else due % told


def notice(due: Due, today: date) -> str:
    """How it stands with giving notice."""
    if due.notice_given_on is not None:
        return _("Notice was given")
    if due.deadline is None:
        return _("Renews by itself") if due.renews_itself else ""
    left = (due.deadline - today).days
    if left < 0:
        return _("Past notice, renews by itself") if due.renews_itself else _("The day for notice has passed")
    if left == 0:
        return _("Notice by today")
    told = {"days": left}
    return ngettext("Notice within %(days)s day", "Notice within %(days)s days", left) % told


def membership(days: int) -> str:
    """``3 years and 2 months``: how long an account was there."""
    months = round(days / DAYS_A_MONTH)
    years, rest = divmod(months, 12)
    said_years = ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    said_months = ngettext("%(count)s month", "%(count)s months", rest) % {"count": rest}
    if years and rest:
        return _("%(years)s and %(months)s") % {"years": said_years, "months": said_months}
    if years:
        return said_years
    if rest:
        return said_months
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": Counted(days)}


def use(weeks: Sequence[int]) -> str:
    """The spark of the last thirteen weeks in words."""
    if not weeks:
        return _("No use was ever seen.")
    if not any(weeks):
        return _("Not used in its last 13 weeks.")
    last = next(back for back, days in enumerate(reversed(weeks)) if days)
    first, then = sum(weeks[:4]), sum(weeks[-4:])
    told = {"first": first, "then": then, "weeks": last}
    if last:
        return (
            ngettext(
                "Not used in its last %(weeks)s week; active on %(first)s days in the first four of thirteen weeks.",
                "Not used in its last %(weeks)s weeks; active on %(first)s days in the first four of thirteen weeks.",
                last,
            )
            % told
        )
    return _("Active on %(then)s days in its last four weeks, on %(first)s in the first four of thirteen.") % told
