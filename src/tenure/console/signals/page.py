"""The alerts: which accounts need somebody, why in a sentence, and since when?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.alert_words import Catalogue, watches, what_happened
from tenure.answers.custom_facts import catalogue_of
from tenure.console.access import for_members, may_note
from tenure.console.choice import Choice
from tenure.console.scope import words_of
from tenure.console.signals import words
from tenure.console.signals.query import PAGE, SHOWS, Query, matching
from tenure.console.signals.stream import stamp_of
from tenure.console.signals.written import alerts_csv
from tenure.records.models import Account, Alert, Member
from tenure.values.zone import day_in


@dataclass(frozen=True, slots=True)
class Row:
    """One alert as lists show it."""

    alert: Alert
    name: str
    sentence: str
    severity: str | Promise
    reason: str
    end: str | Promise
    has_chart: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The alerts of one account, which stand together."""

    account: Account
    rows: list[Row]


@for_members
@require_safe
def alerts(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The whole page, only its list when it asks for itself anew, or with ``format=csv`` all of the list as a file."""
    query = Query.read(request.GET)
    today = day_in(clock.now(), member.workspace.time_zone)
    found = matching(member, query, today)
    if request.GET.get("format") == "csv":
        return alerts_csv(member.workspace, found)
    partial = request.headers.get("HX-Target") == "needs"
    told = list(found.values_list("account", "severity"))
    accounts = list(dict.fromkeys(account for account, _ in told))
    start = (query.page - 1) * PAGE
    context = {
        "member": member,
        "section": "signals",
        "here": True,
        "query": query,
        "lead": words.lead(len(told), len(accounts), sum(severity == "high" for _, severity in told)),
        "scopes": [Choice(s, w, query.address(scope=s), query.scope == s) for s, w in words_of(member).items()],
        "shows": [Choice(s, words.SHOWS[s], query.address(show=s), query.show == s) for s in SHOWS],
        "groups": groups(found, accounts[start : start + PAGE], catalogue_of(member.workspace)),
        "previous": query.address(page=query.page - 1) if query.page > 1 else "",
        "next": query.address(page=query.page + 1) if len(accounts) > start + PAGE else "",
        "stamp": stamp_of(member.workspace_id),
        "back": query.address(page=query.page),
        "may_note": may_note(member),
        "swap": partial,
        "without": query.address(signal="", account=""),
        "reasons": words.reason_choices(),
        "today": today,
    }
    response = render(request, f"console/signals/{'_alerts' if partial else 'alerts'}.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def groups(found: QuerySet[Alert], accounts: Sequence[int], catalogue: Catalogue) -> list[Group]:
    """The alerts of these accounts, in their order."""
    mine = found.filter(account__in=accounts)
    rows: dict[int, list[Alert]] = {}
    for alert in mine.select_related("account__health", "account__owner", "signal", "owner", "task"):
        rows.setdefault(alert.account_id, []).append(alert)
    return [
        Group(rows[one][0].account, [row_of(alert, catalogue) for alert in rows[one]])
        for one in accounts
        if one in rows
    ]


def row_of(alert: Alert, catalogue: Catalogue) -> Row:
    """An alert in words."""
    return Row(
        alert,
        words.name(alert.signal),
        what_happened(alert, catalogue),
        words.SEVERITIES[alert.severity],
        words.reason(alert.reason),
        words.ENDS.get(alert.end, ""),
        bool(watches(alert)),
    )
