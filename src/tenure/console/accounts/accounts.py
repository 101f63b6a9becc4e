"""The list of accounts: who needs somebody, and why?"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.custom_facts import catalogue_of
from tenure.calc.health import HealthError, from_json
from tenure.console import people
from tenure.console.access import for_members, memberships
from tenure.console.accounts.account_list import FIRST, ORDERS, PAGE, Query, Share, matching, rows, shares, total
from tenure.console.bands import BANDS, Band
from tenure.console.fact_words import restated
from tenure.console.locale import locale_of
from tenure.facts.declare import Fact
from tenure.records.models import Account, AccountHealth, Member

HEADS = (
    ("account", "Account", ""),
    ("health", "Health", ""),
    ("score", "Score", "number"),
    ("mrr", "MRR", "number"),
    ("renewal", "Renewal", ""),
    ("seen", "Last seen", "seen"),
)


@dataclass(frozen=True, slots=True)
class Head:
    """One column head; ``direction`` is empty while the list is sorted by another."""

    word: str
    style: str
    address: str
    direction: str


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the list, in words."""

    sort: str
    words: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One band as a filter."""

    band: Band | None
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One account with the sentence that says why it stands where it stands."""

    account: Account
    health: AccountHealth
    why: str


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
    query = Query.read(request.GET)
    found = matching(member.workspace, query)
    by_band = shares(found)
    speech = Speech(people.names(member.workspace), locale_of(request), catalogue_of(member.workspace))
    context = _context(member, query, [_row(one, speech) for one in rows(found, query)], by_band)
    if not by_band and not query.search:
        return render(request, "console/accounts/empty.html", context | _ways_in(request))
    partial = request.headers.get("HX-Target") == "list"
    response = render(request, "console/accounts/_list.html" if partial else "console/accounts/list.html", context)
    patch_vary_headers(response, ["HX-Target"])
    if partial and request.headers.get("HX-Trigger") == "finding":  # every letter is not a step to go back to
        response.headers["HX-Replace-Url"] = request.path + query.address(page=query.page)
    return response


def _context(member: Member, query: Query, shown: list[Row], by_band: dict[str, Share]) -> dict[str, object]:
    counted = by_band.get(query.band, Share(0, 0, "")).count if query.band else total(by_band).count
    return {
        "member": member,
        "section": "accounts",
        "here": True,
        "query": query,
        "rows": shown,
        "heads": [_head(query, *head) for head in HEADS],
        "orders": [Order(sort, words) for sort, words in ORDERS.items()],
        "tabs": _tabs(query, by_band),
        "all": total(by_band),
        "poor": by_band.get("poor"),
        "average": by_band.get("average", Share(0, 0, "")).count,
        "count": counted,
        "first": (query.page - 1) * PAGE + 1,
        "last": (query.page - 1) * PAGE + len(shown),
        "previous": query.address(page=min(query.page - 1, ceil(counted / PAGE) or 1)) if query.page > 1 else "",
        "next": query.address(page=query.page + 1) if query.page * PAGE < counted else "",
        "today": clock.now().date(),
    }


def _ways_in(request: HttpRequest) -> dict[str, object]:
    """What the empty page offers: this server's address, and the demo where the person is a member of it."""
    demo = next((one.workspace for one in memberships(request.user) if one.workspace.is_demo), None)
    address = request.build_absolute_uri("/").rstrip("/")
    return {"capture_address": address, "demo": demo}


def _head(query: Query, name: str, word: str, style: str) -> Head:
    if query.column != name:
        return Head(word, style, query.address(sort=FIRST[name] + name), "")
    other = name if query.is_downwards else f"-{name}"
    return Head(word, style, query.address(sort=other), "descending" if query.is_downwards else "ascending")


def _tabs(query: Query, by_band: dict[str, Share]) -> list[Tab]:
    tabs = [Tab(None, total(by_band).count, query.address(band=""), not query.band)]
    for band in BANDS.values():
        count = by_band[band.slug].count if band.slug in by_band else 0
        if count or band.slug in ("poor", "average", "good") or band.slug == query.band:
            tabs.append(Tab(band, count, query.address(band=band.slug), query.band == band.slug))
    return tabs


def _row(account: Account, speech: Speech) -> Row:
    """The sentence is of what holds the account down most."""
    health: AccountHealth | None = getattr(account, "health", None)
    if health is None:
        return Row(account, AccountHealth(band="none"), "Not scored yet")
    try:
        said = restated(from_json(health.detail), health.facts, speech.locale, speech.catalogue)
        return Row(account, health, people.cause(said, speech.names))
    except HealthError:
        return Row(account, health, "")
