"""Which versions did a scorecard have, who published each and what changed, and what is different between any two?"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.answers.custom_facts import catalogue_of
from tenure.answers.published import Published, versions_of
from tenure.console import people
from tenure.console.access import for_members, may_manage
from tenure.console.eyes import card_seen
from tenure.console.locale import locale_of
from tenure.console.scoring.compare import differences
from tenure.console.scoring.words import Speech
from tenure.records.models import Member


@dataclass(frozen=True, slots=True)
class Step:
    """One version and what it changed; nothing of the first, and of cards that would tell what the reader does not see."""

    version: Published
    by: str
    changes: list[str]
    is_first: bool


@for_members
@require_safe
def scorecard_versions(request: HttpRequest, member: Member, card: str) -> HttpResponse:
    """Every version, the latest first; with ``from`` and ``to`` also what is different between these two."""
    found, names = versions_of(member.workspace, card), people.names(member.workspace)
    if not found:
        raise Http404("no such scorecard")
    speech = Speech(locale_of(request), catalogue_of(member.workspace))
    is_told = all(card_seen(one.card) for one in found)
    steps = [
        Step(one, names.get(one.by, ""), _told(older, one, speech) if is_told else [], older is None)
        for one, older in zip(found, [*found[1:], None], strict=True)
    ]
    before, after = (_asked(request.GET.get(name, ""), found) for name in ("from", "to"))
    context = {
        "member": member,
        "section": "health",
        "tab": "scorecards",
        "may_edit": may_manage(member),
        "latest": found[0],
        "in_use": found[0].retired_at is None,
        "steps": steps,
        "is_told": is_told,
        "before": before or (found[1] if len(found) > 1 else found[0]),
        "after": after or found[0],
        "compared": differences(before.card, after.card, speech) if before and after and is_told else None,
    }
    return render(request, "console/scoring/versions.html", context)


def _told(older: Published | None, one: Published, speech: Speech) -> list[str]:
    return differences(older.card, one.card, speech) if older else []


def _asked(text: str, found: list[Published]) -> Published | None:
    return next((one for one in found if str(one.version) == text), None)
