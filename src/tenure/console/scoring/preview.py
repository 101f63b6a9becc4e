"""What would the draft do? How many accounts change band and which, and how scores would lie, while somebody types."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tenure.answers.draft_health import BIN, Crossing, DraftHealth, draft_health
from tenure.console.access import for_managers
from tenure.console.locale import LocaleVoice, locale_of, number
from tenure.console.scoring.band_changes import way_of
from tenure.console.scoring.checked import previewed
from tenure.console.scoring.draft import Draft
from tenure.console.scoring.editor import sent_draft
from tenure.console.scoring.pictures import columns, tallest
from tenure.console.scoring.scorecards import MeasureShown, measure_shown
from tenure.console.scoring.words import Speech
from tenure.records.models import Account, Member

PAGE: Final = 20
BANDS: Final = ("good", "average", "poor", "none")


@dataclass(frozen=True, slots=True)
class Row:
    """One account that would change band."""

    account: Account
    crossing: Crossing
    way: str


@for_managers
@require_POST
def preview_scorecard(request: HttpRequest, member: Member) -> HttpResponse:
    """The part beside the form; while something is wrong in the form, what that is. Nothing is kept."""
    draft, names = sent_draft(request, member)
    locale = locale_of(request)
    total, is_balanced = draft.total, draft.is_balanced
    card = previewed(draft, names, LocaleVoice(locale))
    context: dict[str, Any] = {"member": member, "draft": draft, "total": total, "is_balanced": is_balanced}
    if card is None:
        return render(request, "console/scoring/_preview.html", context | {"errors": draft.errors_told})
    place = int(draft.place.value) if draft.place.value.isdecimal() and len(draft.place.value) < 5 else None
    found = draft_health(member.workspace, card, place)
    speech = Speech(locale, names.catalogue)
    spreads = [
        measure_shown(one, each, speech, {}) for one, each in zip(card.measures, found.measured.spreads, strict=True)
    ]
    context |= _told(member, found, _page_of(request), locale) | {"spreads": _beside(draft, spreads)}
    return render(request, "console/scoring/_preview.html", context)


def _beside(draft: Draft, spreads: Sequence[MeasureShown]) -> list[tuple[str, MeasureShown]]:
    """Each spread with the line of the form beside which it stands."""
    return [(one.line, shown) for one, shown in zip(draft.measures, spreads, strict=True)]


def _told(member: Member, found: DraftHealth, page: int, locale: Locale) -> dict[str, Any]:
    crossings = found.crossings[(page - 1) * PAGE : page * PAGE]
    accounts = Account.objects.filter(workspace=member.workspace).in_bulk([one.account for one in crossings])
    ways = [way_of(one.band_before, one.band) for one in found.crossings]
    top = tallest(found.before.bins, found.after.bins)
    return {
        "found": found,
        "sentence": sentence(len(ways), found.sample.looked_at, locale),
        "worse": ways.count("worse"),
        "better": ways.count("better"),
        "rows": [
            Row(accounts[one.account], one, way_of(one.band_before, one.band))
            for one in crossings
            if one.account in accounts
        ],
        "before_columns": columns(found.before.bins, BIN, top),
        "after_columns": columns(found.after.bins, BIN, top),
        "bands": BANDS,
        "matrix": [(one, [(other, found.moves[one, other]) for other in BANDS]) for one in BANDS],
        "difference": _difference(found, locale),
        "first": (page - 1) * PAGE + 1,
        "last": (page - 1) * PAGE + len(crossings),
        "page": page,
        "previous": page - 1,
        "next": page + 1 if page * PAGE < len(found.crossings) else 0,
    }


def sentence(changing: int, of: int, locale: Locale) -> str:
    """What the draft would do, in one sentence."""
    if not changing:
        return _("No account would change band.")
    said = ngettext(
        "%(count)s of %(all)s accounts would change band.", "%(count)s of %(all)s accounts would change band.", changing
    )
    return said % {"count": number(changing, locale), "all": number(of, locale)}


def _difference(found: DraftHealth, locale: Locale) -> str:
    """How much the average score would move, signed; empty where there is none to compare."""
    before, after = found.before.average, found.after.average
    if before is None or after is None:
        return ""
    moved = round(after - before, 1)
    return f"{'+' if moved > 0 else '−' if moved < 0 else '±'}{number(abs(moved), locale, 1)}"


def _page_of(request: HttpRequest) -> int:
    text = request.POST.get("page", "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1
