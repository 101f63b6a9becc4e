"""How is a play written? A form that holds the draft, each step with its sentence; kept as a draft until it is published."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.plays.publishing import save_draft
from tenure.answers.play_rows import names_of
from tenure.console.access import actor, for_managers
from tenure.console.locale import locale_of
from tenure.console.plays import words
from tenure.console.plays.checked import checked, slug_of, step_in
from tenure.console.plays.draft import ROOT, Draft, read_draft
from tenure.console.plays.filled import draft_of
from tenure.console.plays.found import kept_draft, latest, play_of
from tenure.console.plays.offered import offered
from tenure.console.plays.outlook import takes, without
from tenure.console.rules.fact_names import FactNames
from tenure.console.rules.pages import form_context, names_for, offer_properties
from tenure.plays.explain import say_step
from tenure.plays.parse import parse
from tenure.plays.play import Play, facts_of, rules_of
from tenure.plays.playbooks.made import made_of
from tenure.plays.playbooks.ready import PLAYBOOKS
from tenure.records.models import Member, Segment
from tenure.records.models import Play as Row
from tenure.rules.reads import reads


@dataclass(frozen=True, slots=True)
class Book:
    """One playbook to begin with."""

    slug: str
    name: str
    about: str
    trigger: str
    steps: int


@for_managers
@require_safe
def new_play(request: HttpRequest, member: Member) -> HttpResponse:
    """The playbooks to choose from; with ``playbook`` the form that holds one, with ``empty`` one of nothing."""
    asked = request.GET.get("playbook", "")
    if asked in PLAYBOOKS:
        play = made_of(PLAYBOOKS[asked])
        names = _names(request, member, play)
        return _page(request, member, draft_of(play, names, slug="", playbook=asked), names)
    if "empty" in request.GET:
        names = names_for(request, member, Segment.Of.ACCOUNTS)
        draft = read_draft(QueryDict(), names)
        draft.add("task", ROOT, names)
        return _page(request, member, draft, names)
    called = names_of(member.workspace)
    books = [_book(slug, made_of(one), called, member) for slug, one in PLAYBOOKS.items()]
    return render(request, "console/plays/new.html", {"member": member, "section": "plays", "books": books})


@for_managers
@require_safe
def edit_play(request: HttpRequest, member: Member, play: str) -> HttpResponse:
    """What is written, else what runs."""
    row = play_of(member, play)
    if row.state == Row.State.ARCHIVED:
        raise Http404("the play was archived")
    version = latest(row)
    said = kept_draft(row) or (parse(version.definition) if version else None)
    if said is None:
        raise Http404("no such draft")
    names = _names(request, member, said)
    return _page(request, member, draft_of(said, names, slug=row.slug, playbook=row.playbook), names)


@for_managers
@require_POST
def reshape_play(request: HttpRequest, member: Member) -> HttpResponse:
    """The form with a step more or less, or in another place; nothing is kept."""
    draft, names = _sent(request, member)
    verb, _space, what = request.POST.get("do", "").partition(" ")
    focus = ""
    if verb == "add":
        made = draft.add(request.POST.get(f"add-{what or 'root'}", ""), what, names)
        focus = made.all_fields()[0].name if made else ""
    elif verb == "remove":
        draft.remove(what)
    elif verb in {"up", "down"}:
        draft.move(what, -1 if verb == "up" else 1)
        focus = f"s{what}-{verb}"
    return _page(request, member, draft, names, focus=focus, is_changed=True)


@for_managers
@require_POST
def say_play(request: HttpRequest, member: Member) -> HttpResponse:
    """The sentence of each step as it stands in the form."""
    draft, names = _sent(request, member)
    _say(draft, member, names)
    context = {"steps": list(draft.walk()), "needed": takes(draft.hold_out, locale_of(request))}
    return render(request, "console/plays/_says.html", context)


@for_managers
@require_POST
def save_play(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep the draft; what cannot be kept comes back with what to put right (422)."""
    draft, names = _sent(request, member)
    slug = draft.slug or _free_slug(member, slug_of(draft))
    made = checked(draft, names, slug)
    if made is None:
        return _page(request, member, draft, names, focus=draft.errors[0].name, is_changed=True, status=422)
    row = save_draft(workspace=member.workspace, play=made, by=actor(member), playbook=draft.playbook)
    if request.POST.get("then") == "publish":
        return _to(request, reverse("play-ask", args=[member.workspace.slug, row.slug]))
    messages.success(request, _("The draft of “%(name)s” is kept; nothing happens until it is published.") % {"name": made.name})  # fmt: skip
    return _to(request, reverse("play", args=[member.workspace.slug, row.slug]))


def _sent(request: HttpRequest, member: Member) -> tuple[Draft, FactNames]:
    """What the form sent; a play that is there is known by its slug, whatever else the form says."""
    slug = request.POST.get("slug", "")[:63]
    names = names_for(request, member, Segment.Of.ACCOUNTS, _read_before(member, slug))
    draft = read_draft(request.POST, names)
    draft.playbook = draft.playbook if draft.playbook in PLAYBOOKS else ""
    draft.slug = play_of(member, slug).slug if slug else ""
    return draft, names


def _read_before(member: Member, slug: str) -> frozenset[str]:
    row = Row.objects.filter(workspace=member.workspace_id, slug=slug).first() if slug else None
    said = kept_draft(row) if row is not None else None
    return frozenset() if said is None else _facts(said)


def _facts(play: Play) -> frozenset[str]:
    return facts_of(play).union(*(reads(rule) for rule in rules_of(play)))


def _names(request: HttpRequest, member: Member, play: Play) -> FactNames:
    return names_for(request, member, Segment.Of.ACCOUNTS, _facts(play))


def _free_slug(member: Member, slug: str) -> str:
    """The slug, with a number where a play has it."""
    taken = set(Row.objects.filter(workspace=member.workspace_id).values_list("slug", flat=True))
    tried, at = slug, 2
    while tried in taken:
        tried, at = f"{slug}-{at}", at + 1
    return tried


def _book(slug: str, play: Play, called: Any, member: Member) -> Book:
    return Book(slug, play.name, play.about, words.trigger(play, called, member), len(play.steps))


def _say(draft: Draft, member: Member, names: FactNames) -> None:
    called = names_of(member.workspace)
    for one in draft.walk():
        step = step_in(one, names)
        one.says = "" if step is None else say_step(step, called)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    """There, also when htmx asked."""
    if not request.headers.get("HX-Request"):
        return redirect(address)
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def _page(
    request: HttpRequest, member: Member, draft: Draft, names: FactNames, *, status: int = 200, **more: object
) -> HttpResponse:
    """The whole page; only the form where htmx asked for it."""
    wrong, parts = draft.errors, request.headers.get("HX-Target") == "draft"
    noted = [(one, one.error) for one in wrong]
    _say(draft, member, names)
    for one, error in noted:
        one.error = error
    for step in draft.walk():
        offer_properties(step.rule, member)
    context = {
        "member": member,
        "section": "plays",
        "draft": draft,
        **offered(member.workspace),
        "wrong": _wrong(len(wrong)) if wrong else "",
        "needed": takes(draft.hold_out, locale_of(request)),
        "outlook": [] if parts else without(member, locale_of(request)),  # the page keeps it
        **more,
    }
    context |= form_context(names, member, lists=not parts)
    response = render(request, f"console/plays/{'_draft' if parts else 'edit'}.html", context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _wrong(count: int) -> str:
    return ngettext(
        "%(count)s thing is to be put right before it can be kept; it stands at its field.",
        "%(count)s things are to be put right before it can be kept; each stands at its field.",
        count,
    ) % {"count": count}
