"""The list of renewals: what is due when, whose it is, by when notice is due, and will it renew?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from babel import Locale
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.renewals import Due, due, end_of_months, ended, last_periods, months_ahead, shares_of
from tenure.calc.forecast import FORECASTS
from tenure.console.access import for_members, may_administer, may_change, may_note
from tenure.console.choice import Choice
from tenure.console.locale import locale_of
from tenure.console.renewals import words
from tenure.console.renewals.chart import legend, pictures
from tenure.console.renewals.query import NOBODY, PAGE, Query
from tenure.console.renewals.written import renewals_csv
from tenure.console.scope import in_scope, scope_of, words_of
from tenure.records.models import Account, Contract, Departure, Member

YEAR = 365  # days that the register looks back unless it is asked to look further


@dataclass(frozen=True, slots=True)
class Row:
    """One contract as the list shows it."""

    due: Due
    forecast: str | Promise
    why: str
    notice: str
    is_pressing: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What is due in one month, with its MRR."""

    name: str
    words: str
    count: int
    amounts: str
    rows: list[Row]


@for_members
@require_safe
def renewals(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The whole page, only its list when it asks for itself anew, or with ``format=csv`` all of the list as a file."""
    today, locale = clock.now().date(), locale_of(request)
    query = Query.read(request.GET, scope_of(request, member), months_ahead(today))
    accounts = in_scope(Account.objects.filter(workspace=member.workspace), member, query.scope)
    every = due(member.workspace, accounts)
    chosen = query.with_forecast(query.in_month(query.of_owner(every)))
    if request.GET.get("format") == "csv":
        return renewals_csv(member.workspace, chosen, today)
    partial = request.headers.get("HX-Target") == "renewals"
    context = _context(member, query, every, chosen, today=today, locale=locale) | {"swap": partial}
    if not (query.month or query.forecast) and query.page == 1:
        context["ended"] = query.of_owner(ended(member.workspace, accounts))
    response = render(request, f"console/renewals/{'_list' if partial else 'list'}.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _context(
    member: Member, query: Query, every: list[Due], chosen: list[Due], *, today: date, locale: Locale
) -> dict[str, object]:
    mine = query.of_owner(every)
    months = months_ahead(today)
    shown = chosen[(query.page - 1) * PAGE : query.page * PAGE]
    return {
        "member": member,
        "section": "renewals",
        "here": True,
        "query": query,
        "today": today,
        "lead": words.lead(mine, end_of_months(today), locale),
        "pictures": pictures(mine, months, query, locale),
        "legend": legend(),
        "scopes": _scopes(member, query),
        "forecasts": _forecasts(query, query.in_month(mine)),
        "owners": _owners(query, every),
        "month": words.month(query.month, locale) if query.month else "",
        "sections": sections(shown, chosen, today, locale),
        "count": len(chosen),
        "first": (query.page - 1) * PAGE + 1,
        "last": (query.page - 1) * PAGE + len(shown),
        "previous": query.address(page=query.page - 1) if query.page > 1 else "",
        "next": query.address(page=query.page + 1) if query.page * PAGE < len(chosen) else "",
        "without_all": query.address(month="", owner="", forecast=""),
        "without_month": query.address(month=""),
        "back": query.address(page=query.page),
        "shares": shares_of(member.workspace),
        "may_administer": may_administer(member),
        "unsaid": Departure.objects.filter(
            workspace=member.workspace, taken_back_at=None, reason=None, ends_on__gte=today - timedelta(YEAR)
        ).count(),
        "has_contracts": bool(every) or Contract.objects.filter(workspace=member.workspace).exists(),
        "open_ended": last_periods(member.workspace).filter(ends_on=None).count(),
        "may_note": may_note(member),
        "may_change": may_change(member),
    }


def sections(shown: Sequence[Due], chosen: Sequence[Due], today: date, locale: Locale) -> list[Section]:
    """Rows under their month, with what all of that month amount to."""
    found = []
    for name, rows in groupby(shown, key=lambda one: one.month):
        whole = [one for one in chosen if one.month == name]
        made = [row_of(one, today, locale) for one in rows]
        found.append(Section(name, words.month(name, locale), len(whole), words.amounts(whole, locale), made))
    return found


def row_of(one: Due, today: date, locale: Locale) -> Row:
    """One contract with its sentences."""
    forecast = words.FORECASTS[one.outlook.forecast]
    left = None if one.deadline is None else (one.deadline - today).days
    is_pressing = one.notice_given_on is not None or (left is not None and 0 <= left <= 14)
    return Row(one, forecast, words.why(one.outlook, locale), words.notice(one, today), is_pressing)


def _scopes(member: Member, query: Query) -> list[Choice]:
    return [
        Choice(name, word, query.address(scope=name), query.scope == name) for name, word in words_of(member).items()
    ]


def _forecasts(query: Query, dues: Sequence[Due]) -> list[Choice]:
    counts = Counter(one.outlook.forecast for one in dues)
    found = [Choice("", _("All"), query.address(forecast=""), not query.forecast, len(dues))]
    for name in FORECASTS:
        chosen = query.forecast == name
        found.append(Choice(name, words.FORECASTS[name], query.address(forecast=name), chosen, counts[name]))
    return found


def _owners(query: Query, dues: Sequence[Due]) -> list[Choice]:
    """Everybody who owns something that is due; empty where that is nobody or one."""
    counts = Counter(one.owner for one in dues)
    if len(counts) < 2 and not query.owner:
        return []
    names = sorted(counts, key=lambda one: (not one, one))
    found = [Choice("", _("All owners"), query.address(owner=""), not query.owner)]
    for name in names:
        value = name or NOBODY
        found.append(Choice(value, name or _("Nobody yet"), query.address(owner=value), query.owner == value))
    return found
