"""What do the charts of the Retention page say? Their point, as a title."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.calc.retention import Retention
from tenure.calc.revenue import Movements
from tenure.console.locale import Counted, money, number, percent
from tenure.console.retention.charts import Cell


@dataclass(frozen=True, slots=True)
class Month:
    """One of the twelve months: what it is called, and what was so in it."""

    name: str
    long: str
    address: str
    asked: str  # the part of an address that asks about it
    retention: Retention
    rate: str
    movements: Movements


def of_line(months: Sequence[Month]) -> str:
    """The worst month of those in which somebody left."""
    told = [one for one in months if one.retention.retention_rate is not None]
    losing = [one for one in told if one.retention.lost]
    if not told:
        return _("No account was there at the start of any of these months")
    if not losing:
        return _("Nobody left in these months")
    worst = min(losing, key=lambda one: one.retention.retention_rate or 0.0)
    return ngettext(
        "Retention was lowest in %(month)s: %(rate)s, %(count)s account left",
        "Retention was lowest in %(month)s: %(rate)s, %(count)s accounts left",
        worst.retention.lost,
    ) % {"month": worst.long, "rate": worst.rate, "count": Counted(worst.retention.lost)}


def of_columns(months: Sequence[Month], currency: str, locale: Locale) -> str:
    """What came and what went, and when most of that did."""
    came = sum(one.movements.new + one.movements.expansion + one.movements.reactivation for one in months)
    lost = [one.movements.contraction + one.movements.churn for one in months]
    told = {"came": money(came, currency, locale), "went": money(sum(lost), currency, locale)}
    if not any(lost):
        return _("%(came)s of MRR came, and none went") % told if came else _("No MRR came or went in these months")
    worst = months[lost.index(max(lost))]
    return _("%(came)s of MRR came and %(went)s went, most of it in %(month)s") % (told | {"month": worst.long})


def of_cohorts(rows: Sequence[Sequence[Cell]], of: str, locale: Locale) -> str:
    """How many of all were there in the last month that their row shows."""
    began, stayed = sum(row[0].count for row in rows if row), sum(row[-1].count for row in rows if row)
    if not began:
        return _("Nobody began in these months")
    if of == "revenue":
        return _("%(share)s of the new revenue was there in the last month shown") % {
            "share": percent(stayed / began, locale)
        }
    return ngettext(
        "%(stayed)s of %(count)s new account was there in the last month shown",
        "%(stayed)s of %(count)s new accounts were there in the last month shown",
        began,
    ) % {"stayed": number(stayed, locale), "count": number(began, locale)}


def of_moves(found: Movements) -> str:
    """Whether MRR grew."""
    change = found.end - found.start
    if not found.start and not found.end:
        return _("No recurring revenue in this month")
    if change > 0:
        return _("MRR grew in this month")
    return _("MRR fell in this month") if change < 0 else _("MRR stayed as it was in this month")
