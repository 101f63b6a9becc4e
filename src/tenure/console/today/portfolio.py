"""The portfolio by band over twelve weeks, in accounts and in money: a stacked picture, and the table behind it."""

from collections.abc import Callable, Sequence

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.portfolio import BANDS, Week
from tenure.answers.portfolio import portfolio as asked
from tenure.console.access import for_members
from tenure.console.band_weeks import BandWeeks, band_weeks
from tenure.console.locale import day, locale_of, money, number
from tenure.console.scope import ALL, in_scope, scope_of
from tenure.records.models import Account, Member
from tenure.values.moment import Moment


@for_members
@require_safe
def portfolio(request: HttpRequest, member: Member) -> HttpResponse:
    """The part that htmx fetches once Today is there; a page of its own without script."""
    scope, locale = scope_of(request, member), locale_of(request)
    accounts = in_scope(Account.objects.filter(workspace=member.workspace), member, scope)
    weeks = asked(member.workspace, accounts, Moment(clock.now()), all_of_it=scope == ALL)
    currencies = sorted({key[1] for week in weeks for key in week.money})
    main = main_currency(weeks, member.workspace.currency)
    context = {
        "member": member,
        "section": "today",
        "scope": scope,
        "pictures": pictures(weeks, main, locale),
        "others": [one for one in currencies if one != main],
        "main": main,
        "short": len(weeks) < 2,
    }
    partial = request.headers.get("HX-Target") == "portfolio"
    response = render(request, f"console/today/{'_portfolio' if partial else 'portfolio'}.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def main_currency(weeks: Sequence[Week], usual: str) -> str:
    """The currency of which most is brought now; the workspace's where nothing is."""
    now: dict[str, int] = {}
    for (_band, currency), amount in weeks[-1].money.items():
        now[currency] = now.get(currency, 0) + amount
    return max(sorted(now), key=now.__getitem__) if now else usual


def pictures(weeks: Sequence[Week], currency: str, locale: Locale) -> list[BandWeeks]:
    """Accounts, and where money is known what they bring a month in one currency."""
    counted = [{band: week.accounts[band] for band in BANDS} for week in weeks]
    brought = [{band: week.money.get((band, currency), 0) for band in BANDS} for week in weeks]
    labels = [day(week.day, locale) for week in weeks]
    shown = [band_weeks(_accounts_title(counted, locale), counted, labels, lambda value: number(value, locale))]
    if any(any(one.values()) for one in brought):
        written = _written(currency, locale)
        shown.append(band_weeks(_money_title(brought, written), brought, labels, written))
    return shown


def _written(currency: str, locale: Locale) -> Callable[[int], str]:
    return lambda amount: money(amount, currency, locale)


def _accounts_title(weeks: Sequence[dict[str, int]], locale: Locale) -> str:
    said = {"before": number(weeks[0]["poor"], locale), "now": number(weeks[-1]["poor"], locale)}
    if said["before"] == said["now"]:
        return _("As many accounts are poor as twelve weeks ago: %(now)s") % said
    if weeks[-1]["poor"] > weeks[0]["poor"]:
        return _("More accounts are poor: %(now)s, up from %(before)s") % said
    return _("Fewer accounts are poor: %(now)s, down from %(before)s") % said


def _money_title(weeks: Sequence[dict[str, int]], written: Callable[[int], str]) -> str:
    before, now = weeks[0]["poor"], weeks[-1]["poor"]
    said = {"before": written(before), "now": written(now)}
    if before == now:
        return _("As much a month comes from poor accounts: %(now)s") % said
    if now > before:
        return _("More a month comes from poor accounts: %(now)s, up from %(before)s") % said
    return _("Less a month comes from poor accounts: %(now)s, down from %(before)s") % said
