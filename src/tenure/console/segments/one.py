"""One segment: whom it means, who is in it, who came and went, and how it grew."""

from collections.abc import Iterator
from typing import Any, Final

from babel import Locale
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.segments import standings
from tenure.console.access import for_members, may_change
from tenure.console.bands import band_of
from tenure.console.csv_file import csv_file, file_name, major
from tenure.console.locale import locale_of, number
from tenure.console.segments.page import row
from tenure.records.models import Member, Segment, SegmentChange, SegmentMember

PAGE: Final = 50
LATEST: Final = 20
DAYS: Final = 90


@for_members
@require_safe
def segment(request: HttpRequest, member: Member, number: int) -> HttpResponseBase:
    """The whole page, or with ``format=csv`` its members as a file."""
    found = segment_at(member, number)
    members = members_of(found)
    if request.GET.get("format") == "csv":
        return _file(member, found, members)
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else 1
    shown = list(members[(page - 1) * PAGE : page * PAGE + 1])
    (standing,) = standings(member.workspace, [found], DAYS)
    changes = SegmentChange.objects.filter(workspace=member.workspace_id, segment=found)
    context = {
        "member": member,
        "section": "accounts",
        "segment": found,
        "row": row(standing, member),
        "chart": _chart(standing.sizes, locale_of(request)),
        "members": shown[:PAGE],
        "changes": list(changes.select_related("account", "contact").order_by("-at", "-pk")[:LATEST]),
        "previous": f"?page={page - 1}" if page > 1 else "",
        "next": f"?page={page + 1}" if len(shown) > PAGE else "",
        "back": "?",
        "of_contacts": found.of == Segment.Of.CONTACTS,
        "may_change": may_change(member),
        "today": clock.now().date(),
    }
    return render(request, "console/segments/one.html", context)


def segment_at(member: Member, number: int) -> Segment:
    """The segment of that number in the member's workspace, retired ones too; Http404 when there is none."""
    found = Segment.objects.filter(workspace=member.workspace_id, pk=number).first()
    if found is None:
        raise Http404(_("There is no such segment."))
    return found


def members_of(segment: Segment) -> QuerySet[SegmentMember]:
    """Those with the most at stake first."""
    rows = SegmentMember.objects.filter(workspace=segment.workspace_id, segment=segment)
    rows = rows.select_related("account__health", "account__owner", "contact")
    return rows.order_by("-account__health__stake", "account__name", "pk")


def _chart(sizes: Any, locale: Locale) -> dict[str, Any]:
    tallest = max(sizes) or 1
    step = 100 / (len(sizes) - 1)
    points = [(round(at * step, 2), round(96 - 90 * one / tallest, 2)) for at, one in enumerate(sizes)]
    outline = " ".join(f"{x},{y}" for x, y in points)
    return {
        "line": outline,
        "area": f"0,98 {outline} 100,98",
        "first": number(sizes[0], locale),
        "last": number(sizes[-1], locale),
        "most": number(max(sizes), locale),
        "days": len(sizes) - 1,
    }


def _file(member: Member, segment: Segment, members: QuerySet[SegmentMember]) -> HttpResponseBase:
    heads = [_("Account ID"), _("Account"), _("Contact"), _("Health"), _("Score"), _("MRR"), _("Currency"), _("Since")]
    words = {slug: str(band_of(slug).word) for slug in ("good", "average", "poor", "none", "former")}
    return csv_file(file_name(member.workspace, segment.name), heads, _lines(members, words))


def _lines(members: QuerySet[SegmentMember], words: dict[str, str]) -> Iterator[list[object]]:
    for one in members.iterator(chunk_size=1_000):
        health = getattr(one.account, "health", None)
        yield [
            one.account.key if one.account else "",
            one.account.name if one.account else "",
            str(one.contact) if one.contact else "",
            words[health.band if health else "none"],
            round(health.score, 1) if health and health.score is not None else "",
            major(health.mrr, health.currency) if health and health.mrr is not None else "",
            health.currency if health else "",
            one.since.date(),
        ]
