"""Who has how much on their plate, and what passes on when a book of business changes hands?"""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.handover import HandoverError, hand_back, hand_over, handed_back
from tenure.answers.books import Load, book, loads
from tenure.answers.passed_on import passed_on
from tenure.console.access import actor, for_managers
from tenure.console.handover.introduction import Giving, introduction, letter_to
from tenure.console.locale import Counted, locale_of
from tenure.records.models import AuditEntry, Member

LATELY: Final = 5


@for_managers
@require_safe
def books(request: HttpRequest, member: Member) -> HttpResponse:
    """Every member's load, with bars that compare it."""
    found = loads(member.workspace)
    most = max((one.accounts for one in found), default=0) or 1
    latest = AuditEntry.objects.filter(workspace=member.workspace_id, verb="hand_over").order_by("-pk")[:LATELY]
    context = {
        "member": member,
        "section": "accounts",
        "rows": [(one, f"{100 * one.accounts / most:.1f}") for one in found],
        "sentence": _sentence(found),
        "latest": latest,
        "is_back": handed_back(member.workspace, [entry.pk for entry in latest]),
    }
    return render(request, "console/handover/books.html", context)


@for_managers
@require_safe
def handover(request: HttpRequest, member: Member) -> HttpResponse:
    """What one member holds, and to whom it could pass."""
    giver = _member(member, request.GET.get("from", ""))
    if giver is None:
        return redirect("books", member.workspace.slug)
    taker = _member(member, request.GET.get("to", ""))
    others = Member.objects.filter(workspace=member.workspace_id, ended_at=None).exclude(pk=giver.pk).order_by("name")
    held = book(giver)
    context = {
        "member": member,
        "section": "accounts",
        "giver": giver,
        "taker": taker,
        "others": others,
        "book": held,
        "introduction": introduction(Giving(member.workspace, giver.name, taker), [], [], locale_of(request))
        if taker
        else "",
    }
    return render(request, "console/handover/handover.html", context)


@for_managers
@require_POST
def make_handover(request: HttpRequest, member: Member) -> HttpResponse:
    """Let the accounts that were chosen pass on."""
    giver, taker = _member(member, request.POST.get("from", "")), _member(member, request.POST.get("to", ""))
    if giver is None or taker is None:
        messages.error(request, _("Choose who gives the accounts away, and who takes them."))
        return redirect("books", member.workspace.slug)
    chosen = [int(one) for one in request.POST.getlist("account") if one.isdecimal() and len(one) < 19]
    try:
        entry = hand_over(giver=giver, taker=taker, accounts=chosen, by=actor(member))
    except HandoverError as error:
        messages.error(request, str(error))
        address = reverse("handover", args=[member.workspace.slug])
        return redirect(f"{address}?from={giver.pk}&to={taker.pk}")
    count = len(entry.after["accounts"]) if isinstance(entry.after, dict) else 0
    said = ngettext("%(count)s account passed to %(taker)s.", "%(count)s accounts passed to %(taker)s.", count)
    messages.success(request, said % {"count": Counted(count), "taker": taker.name})
    return redirect("introductions", member.workspace.slug, entry.pk)


@for_managers
@require_safe
def introductions(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """A letter to each account that passed on, to be sent by hand; Http404 for what is no handing over."""
    entries = AuditEntry.objects.filter(workspace=member.workspace_id, verb="hand_over")
    entry = entries.filter(pk=number).first() if number < 2**63 else None
    taker = _member(member, str(entry.after.get("member", ""))) if entry and isinstance(entry.after, dict) else None
    if entry is None or taker is None:
        raise Http404("no such handing over")
    giving = Giving(member.workspace, str((entry.before or {}).get("name", "")), taker)
    found, more = passed_on(entry)
    letters = [(one, *letter_to(one, giving)) for one in found]
    context = {"member": member, "section": "accounts", "taker": taker, "letters": letters, "more": more}
    return render(request, "console/handover/introductions.html", context)


@for_managers
@require_POST
def undo_handover(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Take it back, as far as the taker still holds it."""
    entry = AuditEntry.objects.filter(workspace=member.workspace_id, verb="hand_over", pk=number).first()
    try:
        if entry is None:
            raise HandoverError(_("There is no such handing over."))
        count = hand_back(entry=entry, by=actor(member))
        said = ngettext("%(count)s account is back.", "%(count)s accounts are back.", count)
        messages.success(request, said % {"count": Counted(count)})
    except HandoverError as error:
        messages.info(request, str(error))
    return redirect("books", member.workspace.slug)


def _member(member: Member, text: str) -> Member | None:
    if not text.isdecimal() or len(text) > 18:
        return None
    found = Member.objects.select_related("user", "workspace").filter(workspace=member.workspace_id, ended_at=None)
    return found.filter(pk=int(text)).first()


def _sentence(found: list[Load]) -> str:
    away = [one for one in found if one.is_away]
    if uncovered := [one for one in away if one.member.cover is None and one.accounts]:
        return _("%(name)s is away, and nobody stands in.") % {"name": uncovered[0].member.name}
    full = found[0] if found else None
    if full is None or not full.accounts:
        return _("No account is in anybody’s book yet.")
    said = ngettext(
        "%(name)s has the fullest book: %(count)s account.",
        "%(name)s has the fullest book: %(count)s accounts.",
        full.accounts,
    )
    return said % {"name": full.member.name, "count": Counted(full.accounts)}
