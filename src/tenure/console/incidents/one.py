"""One incident: its rule in a sentence, whom it affects, who tells them and how, and who was told."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.actions.incident_entries import NOUN
from tenure.actions.taking_back import UNDO_FOR
from tenure.answers.incidents import incidents as of_workspace
from tenure.console import people
from tenure.console.access import actor, for_members, may_change, may_note
from tenure.console.choice import Choice
from tenure.console.incidents.forms import CloseForm
from tenure.console.incidents.query import PAGE, Query, matching, own_first
from tenure.console.incidents.words import rule_words, standing, way
from tenure.console.incidents.written import affected_csv
from tenure.console.scope import words_of
from tenure.records.models import AuditEntry, Incident, IncidentAccount, Member

LARGEST = 2**63 - 1
SHOWN: dict[str, str | Promise] = {
    "": gettext_lazy("All"),
    "untold": gettext_lazy("To tell"),
    "told": gettext_lazy("Told"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One affected account as the list shows it: by what it is told, why by a call, and who told it."""

    row: IncidentAccount
    way: str | Promise
    why: str | Promise
    by: str


@for_members
@require_safe
def incident(request: HttpRequest, member: Member, number: int) -> HttpResponseBase:
    """The whole page, only its accounts when it asks for them anew, or with ``format=csv`` all of them as a file."""
    found = incident_of(member, number)
    if request.GET.get("format") == "csv":
        return affected_csv(member, found)
    query = Query.read(request.GET, own_first(member, found))
    partial = request.headers.get("HX-Target") == "affected"
    context = context_of(member, found, query) | {"swap": partial, "form": CloseForm()}
    response = render(request, f"console/incidents/{'_one' if partial else 'one'}.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def incident_of(member: Member, number: int) -> Any:
    """The incident of the member's workspace with this number, with its counts; Http404 when there is none."""
    rows = of_workspace(member.workspace).select_related("ticket__account", "workspace")
    found = rows.filter(pk=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404("no such incident")
    return found


def context_of(member: Member, found: Any, query: Query) -> dict[str, object]:
    """What the page shows."""
    names, start = people.names(member.workspace), (query.page - 1) * PAGE
    rows = list(matching(member, found, query)[start : start + PAGE + 1])
    return {
        "member": member,
        "section": "signals",
        "incident": found,
        "rule": rule_words(found, member),
        "standing": standing(found.n_affected, found.n_told, found.n_calls),
        "part": 100 if not found.n_affected else round(100 * found.n_told / found.n_affected),
        "opened_by": names.get(found.opened_by, ""),
        "closed_by": names.get(found.closed_by, ""),
        "untold": found.n_affected - found.n_told,
        "rows": [_row(row, names) for row in rows[:PAGE]],
        "scopes": [Choice(s, w, query.address(scope=s), query.scope == s) for s, w in words_of(member).items()],
        "shows": [Choice(name, w, query.address(show=name), query.show == name) for name, w in SHOWN.items()],
        "previous": query.address(page=query.page - 1) if query.page > 1 else "",
        "next": query.address(page=query.page + 1) if len(rows) > PAGE else "",
        "back": query.address(page=query.page),
        "opening": _opening(member, found),
        "may_note": may_note(member),
        "may_change": may_change(member),
    }


def _row(row: IncidentAccount, names: dict[str, str]) -> Row:
    told_how, why = way(row)
    return Row(row, told_how, why, names.get(row.told_by, ""))


def _opening(member: Member, found: Incident) -> int | None:
    """The entry by which the member may still take the opening back."""
    since = clock.now() - UNDO_FOR + timedelta(minutes=1)
    if found.n_told or found.closed_at or found.opened_at < since:  # type: ignore[attr-defined]  # counted by the question
        return None
    noted = AuditEntry.objects.filter(workspace=member.workspace, noun=NOUN, record=found.pk, by=actor(member))
    entries = list(noted.values_list("pk", "verb"))
    return entries[0][0] if [verb for _, verb in entries] == ["create"] else None
