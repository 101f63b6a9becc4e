"""How is a scorecard changed? A form that holds the draft, a live look at what it would do, and its publication.

The form is the draft: nothing of it is kept until it is published. A draft kept in a table would need an owner, an age
and an answer to two people who change one card at once; a page that warns before it is left loses nothing by accident,
and a version published meanwhile by somebody else is told before it is replaced.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.scorecards import OvertakenError, publish
from tenure.answers.published import as_kept, cards_known, in_use, versions_of
from tenure.answers.scored_accounts import facts_read
from tenure.calc.ready_words import kept_card
from tenure.calc.scorecard import Scorecard
from tenure.console import people
from tenure.console.access import actor, for_managers
from tenure.console.locale import LocaleVoice, locale_of
from tenure.console.rules.fact_names import FactNames, fact_names
from tenure.console.rules.pages import form_context
from tenure.console.scoring.checked import checked
from tenure.console.scoring.draft import UNKNOWN, Draft, change, draft_of, empty_draft, read_draft
from tenure.records.models import Member
from tenure.records.models import Scorecard as Row


@for_managers
@require_safe
def new_scorecard(request: HttpRequest, member: Member) -> HttpResponse:
    """An empty card, or with ``like`` a copy of one in use under another name; tried first, as special cards are."""
    like = request.GET.get("like", "")
    card = next((one.card for one in in_use(member.workspace) if one.card.slug == like), None)
    if card is None:
        return _page(request, member, empty_draft(0), names_of(request, member, ()))
    names = names_of(request, member, facts_read([card]))
    draft = draft_of(card, 0, 0, names)
    draft.slug = ""
    draft.name.value = _("%(name)s, copy") % {"name": card.name[:180]}
    return _page(request, member, draft, names)


@for_managers
@require_safe
def edit_scorecard(request: HttpRequest, member: Member, card: str) -> HttpResponse:
    """The version in use, or with ``version`` an earlier one to bring back."""
    asked = request.GET.get("version", "")
    found = next((one for one in versions_of(member.workspace, card) if asked in ("", str(one.version))), None)
    if found is None:
        raise Http404("no such scorecard")
    used = in_use(member.workspace)
    place, over = next(((one.place, one.version) for one in used if one.card.slug == card), (len(used), 0))
    names = names_of(request, member, facts_read([found.card]))
    draft = draft_of(found.card, over, place, names)
    return _page(request, member, draft, names, brought_back=found.version if found.version != over else 0)


@for_managers
@require_POST
def reshape_scorecard(request: HttpRequest, member: Member) -> HttpResponse:
    """The form with a line more or less; nothing is kept."""
    draft, names = sent_draft(request, member)
    focus = change(draft, request.POST.get("do", ""), request.POST, names)
    return _page(request, member, draft, names, focus=focus, is_changed=True)


@for_managers
@require_POST
def publish_scorecard(request: HttpRequest, member: Member) -> HttpResponse:
    """Score with the draft from now on; what cannot be published comes back with what to put right (422)."""
    draft, names = sent_draft(request, member)
    locale = locale_of(request)
    card = checked(draft, names, LocaleVoice(locale))
    if card is None:
        return _page(request, member, draft, names, focus=draft.first_error, is_changed=True, status=422)
    if not draft.slug:
        card = replace(card, slug=_free_slug(member, card.slug))
    place = int(draft.place.value) if draft.place.value.isdecimal() and len(draft.place.value) < 5 else None
    kept = kept_card(card, as_kept(member.workspace))
    try:
        row = publish(workspace=member.workspace, card=kept, by=actor(member), position=place, over=draft.over)
    except OvertakenError:
        return _overtaken(request, member, draft, names)
    said = _("“%(name)s” is published as version %(version)s. Accounts are scored anew, the first within seconds.")
    messages.success(request, said % {"name": card.name, "version": row.version})
    return _to(request, reverse("scorecard-versions", args=[member.workspace.slug, row.slug]))


def sent_draft(request: HttpRequest, member: Member) -> tuple[Draft, FactNames]:
    """What the form sent, with the words for facts under which it was written."""
    # A copy is no version of any card, and may measure what only the copied card does.
    cards = cards_known(member.workspace, request.POST.get("slug", "")[:63])
    names = names_of(request, member, facts_read(cards))
    return read_draft(request.POST, names), names


def names_of(request: HttpRequest, member: Member, also: Iterable[str]) -> FactNames:
    """The words for facts of accounts; ``also`` are those that cards read already."""
    return fact_names(member.workspace, locale_of(request), also)


def _overtaken(request: HttpRequest, member: Member, draft: Draft, names: FactNames) -> HttpResponse:
    """Somebody published meanwhile: say who and when; the next attempt replaces that version knowingly."""
    newest = next((one for one in in_use(member.workspace) if one.card.slug == draft.slug), None)
    if newest is None:
        said = _("This card was taken out of use meanwhile. Publish again to use it as it stands here.")
    else:
        said = _("%(who)s published version %(version)s while you worked. Publish again to replace it with yours.")
        who = people.names(member.workspace).get(newest.by) or _("Somebody")
        said %= {"who": who, "version": newest.version}
    draft.over = newest.version if newest else 0
    return _page(request, member, draft, names, is_changed=True, overtaken=said, status=422)


def _free_slug(member: Member, slug: str) -> str:
    """The slug, with a number where a card has or had it."""
    taken = set(Row.objects.filter(workspace=member.workspace).values_list("slug", flat=True))
    tried, at = slug, 2
    while tried in taken:
        tried, at = f"{slug[:58].rstrip('-')}-{at}", at + 1
    return tried


def _to(request: HttpRequest, address: str) -> HttpResponse:
    """There, also when htmx asked."""
    if not request.headers.get("HX-Request"):
        return redirect(address)
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def _page(
    request: HttpRequest, member: Member, draft: Draft, names: FactNames, *, status: int = 200, **more: object
) -> HttpResponse:
    """The whole page; only the form where htmx asked for it."""
    used = [one.card for one in in_use(member.workspace)]
    context = {
        "member": member,
        "section": "health",
        "tab": "scorecards",
        "draft": draft,
        "unknown": UNKNOWN.items(),
        "places": _places([card for card in used if card.slug != draft.slug]),
        "wrong": _wrong(draft) if draft.errors else "",
        **form_context(names, member),
        **more,
    }
    parts = request.headers.get("HX-Target") == "draft"
    response = render(request, f"console/scoring/{'_draft' if parts else 'edit'}.html", context, status=status)
    if parts:  # the look at what it would do follows the lines of the form
        response.headers["HX-Trigger-After-Settle"] = "tenure:draft"
    patch_vary_headers(response, ["HX-Target"])
    return response


def _wrong(draft: Draft) -> str:
    count = len(draft.errors)
    return ngettext(
        "%(count)s thing is to be put right before it can be published; it stands at its field.",
        "%(count)s things are to be put right before it can be published; each stands at its field.",
        count,
    ) % {"count": count}


def _places(others: list[Scorecard]) -> list[tuple[str, str]]:
    """Where among the other cards it can be tried."""
    first = [("0", _("first") if others else _("alone"))]
    return [*first, *((str(at), _("after “%(card)s”") % {"card": one.name}) for at, one in enumerate(others, 1))]
