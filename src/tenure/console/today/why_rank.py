"""Why does an account rank where it ranks? Money at stake x severity x nearness, with the figures filled in."""

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.attention import standing_of
from tenure.answers.due import Due
from tenure.calc import attention as calc
from tenure.calc.attention import Standing
from tenure.console.access import account_of, for_members
from tenure.console.bands import band_of
from tenure.console.locale import day, locale_of, money, number
from tenure.records.models import Account, AccountHealth, Member
from tenure.values.moment import Moment
from tenure.values.money import minor_digits

HUNDREDTHS, TENTHS, THOUSANDTHS = 100, 10, 1_000


@for_members
@require_safe
def why_rank(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """The sheet for one account."""
    account, moment, locale = account_of(member, key), Moment(clock.now()), locale_of(request)
    health: AccountHealth | None = getattr(account, "health", None)
    context: dict[str, object] = {"member": member, "account": account, "health": health}
    if health is not None:
        standing, due = standing_of(account, moment)
        context |= {
            "needed": calc.needs_somebody(standing),
            "formula": formula(standing, health, locale),
            "rows": [
                (_("Money at stake"), stake(standing, health, locale), ""),
                *_severity(standing, locale),
                (
                    _("Nearness"),
                    nearness(account, due, locale),
                    _number(calc.nearness(standing.due_in), TENTHS, locale),
                ),
            ],
        }
    return render(request, "console/today/_why.html", context)


def formula(one: Standing, health: AccountHealth, locale: Locale) -> list[str]:
    """The product with its figures, and whether the account is on the list at all."""
    said = {
        "severity": _number(calc.severity(one), HUNDREDTHS, locale),
        "nearness": _number(calc.nearness(one.due_in), TENTHS, locale),
        "pressing": _number(calc.pressing(one), THOUSANDTHS, locale),
        "needed": _number(calc.NEEDED, THOUSANDTHS, locale),
    }
    worth = 10 ** minor_digits(health.currency)
    said["money"] = number(max(one.stake or 0, calc.LEAST) / worth, locale, 2)
    said["urgency"] = number(calc.urgency(one) / THOUSANDTHS / worth, locale)
    return [
        _("money %(money)s × severity %(severity)s × nearness %(nearness)s = %(urgency)s") % said,
        _("on the list when severity × nearness ≥ %(needed)s; here %(pressing)s") % said,
    ]


def stake(one: Standing, health: AccountHealth, locale: Locale) -> str:
    """What leaves each month with the account."""
    if one.stake is None:
        return _("Nothing is known of what it pays, so it comes after those that pay.")
    amount = {"amount": money(one.stake, health.currency, locale)}
    return (
        _("%(amount)s MRR") % amount
        if health.mrr is not None
        else _("%(amount)s, a twelfth of a year’s orders") % amount
    )


def _severity(one: Standing, locale: Locale) -> list[tuple[str, str, str]]:
    word = {"band": str(band_of(one.band).word)}
    band = _("%(band)s, and little is known of it") % word if one.is_thin else word["band"]
    base = (calc.THIN if one.is_thin else calc.SEVERITY).get(one.band, 0)
    rows = [(_("Severity"), band, _number(base, HUNDREDTHS, locale))]
    if added := calc.fall(one.fell):
        points = round(one.fell)
        fell = ngettext("fell %(points)s point in four weeks", "fell %(points)s points in four weeks", points)
        rows.append((_("Severity"), fell % {"points": points}, f"+ {_number(added, HUNDREDTHS, locale)}"))
    return rows


def nearness(account: Account, due: Due | None, locale: Locale) -> str:
    """What is decided soonest, and when."""
    renews_on = account.health.renews_on
    if renews_on is not None and (due is None or renews_on <= due.day):
        return _("renews on %(day)s") % {"day": day(renews_on, locale)}
    if due is None:
        return _("nothing is due")
    on = {"day": day(due.day, locale)}
    return _("a task is due on %(day)s") % on if due.kind == "task" else _("notice can be given until %(day)s") % on


def _number(value: int, of: int, locale: Locale) -> str:
    return number(value / of, locale, 2)
