"""Which groups do the accounts fall into by themselves, how does each fare, and may one become a segment?"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.personas import ask_personas
from tenure.actions.segments import SegmentError, create_segment
from tenure.calc.persona import Persona, Personas, from_json, name_of
from tenure.calc.persona import sentence as told_apart
from tenure.console.access import actor, for_members, for_writers, hidden_facts, may_change
from tenure.console.locale import Counted, locale_of, percent
from tenure.console.rules.look import sentence
from tenure.console.segments.words import Part, mix
from tenure.console.undo import told
from tenure.facts.catalogue import label
from tenure.records.models import Job, Member, Segment
from tenure.rules.parse import parse
from tenure.rules.reads import reads

_UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)


@dataclass(frozen=True, slots=True)
class Row:
    """One persona as the page tells it."""

    number: int
    persona: Persona
    name: str
    sentence: str
    size: str
    rule: str
    fit: str
    churn: str
    mix: list[Part]


@for_members
@require_safe
def personas(request: HttpRequest, member: Member) -> HttpResponse:
    """Those that were found last, and how far the next look is."""
    jobs = list(Job.objects.filter(workspace=member.workspace, kind=Job.Kind.PERSONAS).order_by("-pk")[:10])
    done = next((one for one in jobs if one.state == Job.State.DONE), None)
    found = from_json(done.result) if done else None
    latest = jobs[0] if jobs else None
    context = {
        "member": member,
        "section": "accounts",
        "tab": "personas",
        "job": done,
        "under_way": latest if latest and latest.state in _UNDER_WAY else None,
        "trouble": latest.trouble if latest and latest.state == Job.State.REFUSED else "",
        "found": found,
        "rows": [_row(request, member, at, one, found) for at, one in enumerate(found.personas)] if found else [],
        "may_change": may_change(member),
        "today": clock.now().date(),
    }
    return render(request, "console/segments/personas.html", context)


@for_writers
@require_POST
def look_for_personas(request: HttpRequest, member: Member) -> HttpResponse:  # noqa: ARG001 - every page is handed it
    """Have the worker look for them now."""
    ask_personas(workspace=member.workspace, by=actor(member))
    return redirect("personas", member.workspace.slug)


@for_writers
@require_POST
def keep_persona(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Make a segment of the rule of one of those that a job found."""
    job = Job.objects.filter(workspace=member.workspace, kind=Job.Kind.PERSONAS, pk=number).first()
    found = from_json(job.result) if job else None
    chosen = request.POST.get("persona", "")
    if found is None or not chosen.isdecimal() or int(chosen[:4]) >= len(found.personas):
        raise Http404(_("There is no such persona."))
    persona = found.personas[int(chosen[:4])]
    name = request.POST.get("name", "").strip() or name_of(persona, label)
    try:
        made = create_segment(workspace=member.workspace, name=name, rule=parse(persona.rule), by=actor(member))
    except SegmentError as error:
        return told(request, str(error), back=request.path, went_well=False)
    return redirect("segment", member.workspace.slug, made.pk)


def _row(request: HttpRequest, member: Member, at: int, one: Persona, found: Personas) -> Row:
    locale, rule = locale_of(request), parse(one.rule)
    count = {"n": Counted(one.size), "share": percent(one.size / found.accounts, locale)}
    size = ngettext("%(n)s account, %(share)s of all", "%(n)s accounts, %(share)s of all", one.size) % count
    fit = _("Its rule finds %(recall)s of the group, and %(precision)s of those it finds are in the group.") % {
        "recall": percent(one.recall, locale),
        "precision": percent(one.precision, locale),
    }
    hides = ({mark.fact for mark in one.marks} | reads(rule)) & hidden_facts(member)
    said = _("What sets it apart is something your role does not see.") if hides else _capital(told_apart(one, label))
    return Row(
        at, one, _("Group %(n)s") % {"n": at + 1} if hides else name_of(one, label), said, size,
        "" if hides else sentence(rule, Segment.Of.ACCOUNTS), fit, _churn(request, one, found.days), mix(one.bands),
    )  # fmt: skip


def _capital(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def _churn(request: HttpRequest, one: Persona, days: int) -> str:
    if not one.watched:
        return _("Who of them leaves is known once facts are stored for %(days)s days.") % {"days": days}
    figures = {
        "left": Counted(one.left),
        "watched": Counted(one.watched),
        "share": percent(one.left / one.watched, locale_of(request)),
        "days": days,
    }
    return _("Of %(watched)s who were like this %(days)s days ago, %(left)s have left since: %(share)s.") % figures
