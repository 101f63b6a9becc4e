"""Who of us is to be in touch with whom, and who was lately?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.channels.mail import is_set_up
from tenure.console.access import for_members, may_note, may_see_sentiment
from tenure.console.choice import Choice
from tenure.console.scope import ALL, SCOPES, whose, words_of
from tenure.console.touchpoints.words import CHANNELS, FELT
from tenure.console.touchpoints.written import touchpoints_csv
from tenure.records.models import Account, Member, Touchpoint

PAGE: Final = 50
MOST_PLANNED: Final = 100
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Query:
    """``way`` is a channel; ``account`` a key."""

    scope: str = ALL
    way: str = ""
    account: str = ""
    search: str = ""
    page: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "Query":
        """From the address; what makes no sense there is left at its usual value."""
        scope, way, page = (parameters.get(name, "") for name in ("scope", "way", "page"))
        return cls(
            scope=scope if scope in SCOPES else ALL,
            way=way if way in CHANNELS else "",
            account=parameters.get("account", "").replace("\0", "")[:LONGEST],
            search=parameters.get("q", "").replace("\0", "").strip()[:LONGEST],
            page=int(page) if page.isdecimal() and 0 < len(page) < 6 and int(page) else 1,
        )

    def address(self, **changes: str | int) -> str:
        """The query string with some parts changed; a change of anything but the page starts at page 1."""
        to = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # fields by name
        parts = {"scope": "" if to.scope == ALL else to.scope, "way": to.way, "account": to.account, "q": to.search}
        kept = {name: text for name, text in parts.items() if text}
        return "?" + urlencode(kept | ({"page": to.page} if to.page > 1 else {}))


@dataclass(frozen=True, slots=True)
class Row:
    """One touchpoint; ``at`` is the time where the workspace is."""

    touchpoint: Touchpoint
    at: datetime
    way: str
    felt: str
    is_over: bool
    invited: list[str]


@for_members
@require_safe
def touchpoints(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The whole page, only its list when it asks for itself anew, or with ``format=csv`` all of the list as a file."""
    query = Query.read(request.GET)
    found = _matching(member, query)
    if request.GET.get("format") == "csv":
        rows = found.filter(cancelled_at=None).order_by("-at", "-pk")
        return touchpoints_csv(member.workspace, rows, sees_sentiment=may_see_sentiment(member))
    planned = found.filter(is_held=False, cancelled_at=None).order_by("at", "pk")[:MOST_PLANNED]
    start = (query.page - 1) * PAGE
    held = list(found.filter(is_held=True).order_by("-at", "-pk")[start : start + PAGE + 1])
    partial = request.headers.get("HX-Target") == "touchpoints"
    context = {
        "member": member,
        "section": "touchpoints",
        "here": True,
        "query": query,
        "planned": [_row(one, member) for one in planned] if query.page == 1 else [],
        "held": [_row(one, member) for one in held[:PAGE]],
        "previous": query.address(page=query.page - 1) if query.page > 1 else "",
        "next": query.address(page=query.page + 1) if len(held) > PAGE else "",
        "scopes": [Choice(s, w, query.address(scope=s), query.scope == s) for s, w in words_of(member).items()],
        "ways": [Choice(w, word, query.address(way=w), query.way == w) for w, word in CHANNELS.items()],
        "every_way": query.address(way=""),
        "about": Account.objects.filter(workspace=member.workspace, key=query.account).first()
        if query.account
        else None,
        "without_account": query.address(account=""),
        "is_narrowed": bool(query.way or query.account or query.search or query.scope != ALL),
        "back": query.address(page=query.page),
        "may_note": may_note(member),
        "has_mail": is_set_up(),
    }
    response = render(request, f"console/touchpoints/{'_list' if partial else 'list'}.html", context)
    patch_vary_headers(response, ["HX-Target"])
    if partial and request.headers.get("HX-Trigger") == "finding":  # every letter is not a step to go back to
        response.headers["HX-Replace-Url"] = request.path + query.address(page=query.page)
    return response


def _matching(member: Member, query: Query) -> QuerySet[Touchpoint]:
    rows = whose(Touchpoint.objects.filter(workspace=member.workspace), member, query.scope, "member")
    if query.way:
        rows = rows.filter(channel=query.way)
    if query.account:
        rows = rows.filter(account__key=query.account)
    for word in query.search.split():
        rows = rows.filter(
            Q(summary__icontains=word) | Q(outcome__icontains=word) | Q(account__name__icontains=word)
            | Q(service__icontains=word)
        )  # fmt: skip
    return rows.select_related("account", "contact", "member").prefetch_related("attendees__contact")


def _row(one: Touchpoint, member: Member) -> Row:
    felt = FELT.get(one.sentiment or 0, "") if may_see_sentiment(member) else ""
    return Row(
        touchpoint=one,
        at=one.shown_at(member.workspace.time_zone),
        way=str(CHANNELS.get(one.channel, one.channel)),
        felt=str(felt),
        is_over=one.at <= clock.now(),
        invited=[str(guest.contact) for guest in one.attendees.all()],
    )
