"""Today: one sentence for the day, who needs somebody and why, my tasks, and what moved."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.attention import attention
from tenure.console.access import for_members, may_change, may_note
from tenure.console.locale import locale_of
from tenure.console.scope import ALL, in_scope, own_first
from tenure.console.today.movers import movers
from tenure.console.today.my_tasks import my_tasks
from tenure.console.today.needs import needs
from tenure.console.today.resting import resting
from tenure.console.today.scopes import scopes
from tenure.console.today.sentence import sentence
from tenure.console.today.stream import stamp_of
from tenure.console.ways_in import ways_in
from tenure.records.models import Account, Member
from tenure.values.moment import Moment

USUAL, MORE, MOST = 8, 20, 100
PARTS = {"needs": "_needs", "my-tasks": "_my_tasks"}  # what htmx asks for anew, by its id


@for_members
@require_safe
def today(request: HttpRequest, member: Member) -> HttpResponse:
    """The whole page, or the part of it that htmx refreshes; three ways in for a workspace without accounts."""
    accounts = Account.objects.filter(workspace=member.workspace)
    part = PARTS.get(request.headers.get("HX-Target", ""), "")
    if not part and not accounts.exists():
        return render(request, "console/accounts/empty.html", _frame(member) | ways_in(request))
    scope = own_first(request, member)
    context = _frame(member)
    if part != "_my_tasks":
        context |= _attention(request, member, scope)
    if part != "_needs":
        context["tasks"] = my_tasks(member, Moment(clock.now()).date)
    if not part:
        context |= _movers(request, member, scope)
    response = render(request, f"console/today/{part or 'today'}.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _frame(member: Member) -> dict[str, object]:
    return {
        "member": member,
        "section": "today",
        "here": True,
        "today": Moment(clock.now()).date,
        "may_note": may_note(member),
        "may_change": may_change(member),
    }


def _attention(request: HttpRequest, member: Member, scope: str) -> dict[str, object]:
    moment, locale = Moment(clock.now()), locale_of(request)
    accounts = _in_scope(member, scope)
    most = _most(request)
    found = attention(member.workspace, accounts, moment, most)
    return {
        "stamp": stamp_of(member.workspace_id),
        "scope": scope,
        "scopes": scopes(member, scope),
        "found": found,
        "sentence": sentence(found, locale),
        "needs": needs(member, found, moment.date, locale),
        "resting": resting(member.workspace, accounts, moment.date),
        "most": most,
        "next": min(most + MORE, MOST) if found.count > most and most < MOST else 0,
    }


def _movers(request: HttpRequest, member: Member, scope: str) -> dict[str, object]:
    return {"movers": movers(member.workspace, _in_scope(member, scope), Moment(clock.now()), locale_of(request))}


def _in_scope(member: Member, scope: str) -> QuerySet[Account] | None:
    return None if scope == ALL else in_scope(Account.objects.filter(workspace=member.workspace), member, scope)


def _most(request: HttpRequest) -> int:
    """How many rows the address asks for."""
    asked = request.GET.get("show", "")
    return max(USUAL, min(int(asked), MOST)) if asked.isdecimal() and len(asked) < 5 else USUAL
