"""The list of accounts: who needs somebody, and why?"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from babel import Locale
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.calc import ready_words
from tenure.calc.health import HealthError, from_json
from tenure.console import people
from tenure.console.access import for_members, may_change, may_note
from tenure.console.accounts import heads
from tenure.console.accounts.account_list import PAGE, Query, Share, matching, rows, shares, total
from tenure.console.accounts.cells import Cell, cells, known_of
from tenure.console.accounts.fields import Field, Fields, columns_of
from tenure.console.accounts.filters import Applied, FilterError, apply, from_form
from tenure.console.accounts.views import View, chosen_columns, views_of
from tenure.console.accounts.worst_first import is_quicker, page_of_all, shares_of_all
from tenure.console.eyes import health_seen
from tenure.console.fact_words import restated
from tenure.console.locale import locale_of
from tenure.console.ways_in import ways_in
from tenure.facts.declare import Fact
from tenure.records.models import Account, AccountHealth, Member, Play


@dataclass(frozen=True, slots=True)
class Row:
    """One account with the sentence that says why it stands where it stands."""

    account: Account
    health: AccountHealth
    why: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Listed:
    """All that a request asks of the list: which accounts, and in which columns."""

    member: Member
    fields: Fields
    query: Query
    applied: Sequence[Applied]
    columns: Sequence[Field]
    views: Sequence[View]
    locale: Locale


@dataclass(frozen=True, slots=True)
class Speech:
    """What sentences of a list need: names of members, the reader's form, and the facts of the workspace."""

    names: Mapping[str, str]
    locale: Locale
    catalogue: Mapping[str, Fact]


@for_members
@require_safe
def accounts(request: HttpRequest, member: Member) -> HttpResponse:
    """The whole page, or only its list when htmx refreshes it."""
    if request.GET.get("add"):
        return _with_filter(request, member)
    listed = listed_of(request, member, request.GET)
    by_band, shown = _asked(listed)
    context = _context(listed, _rows(listed, shown), by_band)
    if not by_band and not listed.query.narrows and not Account.objects.filter(workspace=member.workspace).exists():
        return render(request, "console/accounts/empty.html", context | ways_in(request))
    partial = request.headers.get("HX-Target") == "list"
    if not partial:
        context |= _doing(listed)
    response = render(request, "console/accounts/_list.html" if partial else "console/accounts/list.html", context)
    patch_vary_headers(response, ["HX-Target"])
    if partial and request.headers.get("HX-Trigger") == "finding":  # every letter is not a step to go back to
        response.headers["HX-Replace-Url"] = request.path + listed.query.address(page=listed.query.page)
    return response


def listed_of(request: HttpRequest, member: Member, parameters: QueryDict) -> Listed:
    """The list that an address asks for."""
    fields, locale = Fields(member), locale_of(request)
    query, views = Query.read(parameters, fields), views_of(member)
    applied = apply(query.filters, member.workspace, clock.now().date(), locale)
    columns = columns_of(member, fields, chosen_columns(views, query.view))
    return Listed(member, fields, query, applied, columns, views, locale)


def _asked(listed: Listed) -> tuple[dict[str, Share], list[Account]]:
    """How many there are of each band, and one page of them."""
    workspace, query = listed.member.workspace, listed.query
    if not query.narrows:
        by_band = shares_of_all(workspace)
        if is_quicker(query, by_band):
            return by_band, page_of_all(workspace, query, by_band)
        return by_band, rows(matching(listed.member, query), query)
    found = matching(listed.member, query, listed.applied)
    return shares(found), rows(found, query)


def _with_filter(request: HttpRequest, member: Member) -> HttpResponse:
    """On to the list with one more filter, which was filled in as a form."""
    listed, given = listed_of(request, member, request.GET), request.GET.get
    try:
        more = from_form(listed.fields, given("add", ""), given("op", ""), given("value", ""), listed.locale)
    except FilterError as error:
        if not request.headers.get("HX-Request"):
            messages.info(request, str(error))
            return redirect(request.path + listed.query.address())
        response = render(request, "console/accounts/_wrong.html", {"wrong": str(error)}, status=422)
        response.headers["HX-Retarget"], response.headers["HX-Push-Url"] = "#filter-wrong", "false"
        return response
    query = listed.query
    filters = query.filters if more in query.filters else (*query.filters, more)
    return redirect(request.path + query.address(filters=filters))


def _rows(listed: Listed, found: Sequence[Account]) -> list[Row]:
    member = listed.member
    speech = Speech(people.names(member.workspace), listed.locale, listed.fields.catalogue)
    known = known_of(member.workspace, [one.pk for one in found], listed.columns)
    return [_row(one, listed, speech, known) for one in found]


def _context(listed: Listed, shown: list[Row], by_band: dict[str, Share]) -> dict[str, object]:
    query, member = listed.query, listed.member
    counted = by_band.get(query.band, Share(0, 0, "")).count if query.band else total(by_band).count
    return {
        "member": member,
        "section": "accounts",
        "here": True,
        "query": query,
        "rows": shown,
        "has_sparks": any(one.kind == "score" for one in listed.columns),
        "columns": listed.columns,
        "may_change": may_change(member),
        "may_note": may_note(member),
        "heads": heads.heads(query, listed.columns),
        "orders": heads.orders(query),
        "tabs": heads.tabs(query, by_band),
        "scopes": heads.scopes(member, query),
        "filters": heads.read_back(query, listed.applied),
        "without_filters": query.address(filters=(), unusable=()),
        "views": listed.views,
        "view": next((one for one in listed.views if one.number == query.view), None),
        "all": total(by_band),
        "poor": by_band.get("poor"),
        "average": by_band.get("average", Share(0, 0, "")).count,
        "count": counted,
        "address": query.address(page=query.page),
        "first": (query.page - 1) * PAGE + 1,
        "last": (query.page - 1) * PAGE + len(shown),
        "previous": query.address(page=min(query.page - 1, ceil(counted / PAGE) or 1)) if query.page > 1 else "",
        "next": query.address(page=query.page + 1) if query.page * PAGE < counted else "",
        "today": clock.now().date(),
    }


def _doing(listed: Listed) -> dict[str, object]:
    """What the bar for chosen rows offers."""
    members = Member.objects.filter(workspace=listed.member.workspace, ended_at=None).order_by("name", "pk")
    return {
        "owners": list(members.values_list("pk", "name")),
        "play_token": secrets.token_hex(8),
        "plays_running": list(
            Play.objects.filter(workspace=listed.member.workspace_id, state=Play.State.PUBLISHED).order_by("name")
        ),
        "stages": [(one, ready_words.said(one)) for one in listed.member.workspace.stages.splitlines() if one],
    }


def _row(account: Account, listed: Listed, speech: Speech, known: Mapping[tuple[int, str], object]) -> Row:
    """The sentence is of what holds the account down most."""
    health: AccountHealth | None = getattr(account, "health", None)
    scored = health or AccountHealth(band="none", facts={})
    shown = cells(account, scored, listed.columns, known=known, fields=listed.fields, locale=listed.locale)
    if health is None:
        return Row(account, scored, _("Not scored yet"), shown)
    try:
        telling = health_seen(from_json(health.detail)).briefly()
        said = restated(telling, health.facts, speech.locale, speech.catalogue)
        return Row(account, health, people.cause(said, speech.names), shown)
    except HealthError:
        return Row(account, health, "", shown)
