"""A member says who was told, looks again for who is affected, or closes an incident; and takes it back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tenure.actions.incident_entries import Done, IncidentError
from tenure.actions.incident_telling import call_instead, tell, untell
from tenure.actions.incidents import close_incident, refresh_incident
from tenure.console.access import actor, for_noters, for_writers
from tenure.console.incidents import words
from tenure.console.incidents.forms import CloseForm
from tenure.console.incidents.one import context_of, incident_of
from tenure.console.incidents.query import Query, own_first
from tenure.console.locale import Counted
from tenure.console.undo import told
from tenure.records.models import Incident, Member

EVENTS = ("incidents", "tasks")


@for_noters
@require_POST
def tell_accounts(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Some of its accounts were told, were not told after all, or are called instead."""
    found, verb = incident_of(member, number), request.POST.get("do", "")
    rows = [int(one) for one in request.POST.getlist("row")[:1000] if one.isdecimal() and len(one) < 19]
    doings: dict[str, Callable[[], Done]] = {
        "tell": lambda: tell(incident=found, numbers=rows, by=actor(member)),
        "untell": lambda: untell(incident=found, numbers=rows, by=actor(member)),
        "call": lambda: call_instead(
            incident=found, numbers=rows, why=request.POST.get("why", ""), by=actor(member)
        ),
    }  # fmt: skip
    if not rows or verb not in doings:
        return _refused(request, found, _("Choose the accounts first: tick them, or press x on their rows."))
    try:
        done = doings[verb]()
    except IncidentError as error:
        return _refused(request, found, str(error))
    if done.entry is None:
        return _refused(request, found, _("That changes nothing: they were so already."))
    return _told(request, found, words.done(verb, len(rows)), done)


@for_writers
@require_POST
def look_again(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """List those affected afresh."""
    found = incident_of(member, number)
    try:
        done = refresh_incident(incident=found, by=actor(member))
    except IncidentError as error:
        return _refused(request, found, str(error))
    made = len((done.entry.after or {})["made"]) if done.entry else 0
    if not made:
        return _told(request, found, _("Nobody else is affected."), done)
    more = ngettext("%(count)s more account is affected.", "%(count)s more accounts are affected.", made)
    return _told(request, found, more % {"count": Counted(made)}, done)


@for_writers
@require_POST
def close(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Close it for all together; a form that cannot be taken comes back with what to change (422)."""
    found, form = incident_of(member, number), CloseForm(request.POST)
    if form.is_valid():
        try:
            done = close_incident(incident=found, by=actor(member), **form.cleaned_data)
        except IncidentError as error:
            form.add_error(None, str(error))
        else:
            return _told(request, found, _("Closed: %(title)s.") % {"title": found.title}, done)
    query = Query.read(request.GET, own_first(member, found))
    context = context_of(member, found, query) | {"form": form, "asks_to_close": True}
    template = "_close" if request.headers.get("HX-Request") else "one"
    return render(request, f"console/incidents/{template}.html", context, status=422)


def _told(request: HttpRequest, found: Incident, sentence: str, done: Done) -> HttpResponse:
    entries = [done.entry.pk] if done.entry else []
    return told(request, sentence, back=_back(found), events=EVENTS, entries=entries)


def _refused(request: HttpRequest, found: Incident, sentence: str) -> HttpResponse:
    return told(request, sentence, back=_back(found), went_well=False)


def _back(found: Incident) -> str:
    return reverse("incident", args=[found.workspace.slug, found.pk])
