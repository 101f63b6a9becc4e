"""Which segments are there, whom do they mean, how large are they, and how healthy?"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tenure.answers.segments import Standing, segments_of, standings
from tenure.console.access import for_members, may_change
from tenure.console.locale import Counted
from tenure.console.segments.words import Part, line, mix, moved, size, told
from tenure.records.models import Member


@dataclass(frozen=True, slots=True)
class Row:
    """One segment with its sentence and its pictures."""

    standing: Standing
    sentence: str
    size: str
    moved: str
    line: str
    mix: list[Part]


@for_members
@require_safe
def segments(request: HttpRequest, member: Member) -> HttpResponse:
    """By name."""
    rows = [row(one, member) for one in standings(member.workspace, list(segments_of(member.workspace)))]
    context = {
        "member": member,
        "section": "accounts",
        "tab": "kept",
        "rows": rows,
        "lead": _lead(len(rows)),
        "may_change": may_change(member),
    }
    return render(request, "console/segments/list.html", context)


def row(standing: Standing, member: Member) -> Row:
    """A segment as pages tell it."""
    sentence = told(standing.segment, member)
    return Row(standing, sentence, size(standing), moved(standing), line(standing.sizes), mix(standing.bands))


def _lead(count: int) -> str:
    if not count:
        return _("No segment is kept yet.")
    said = ngettext(
        "%(n)s segment is kept: who is in it follows the facts, within seconds.",
        "%(n)s segments are kept: who is in them follows the facts, within seconds.",
        count,
    )
    return said % {"n": Counted(count)}
