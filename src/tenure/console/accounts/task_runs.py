"""A task is made for each of the chosen accounts, however many: batch after batch, with a bar that says how far it is."""

import secrets
from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tenure.actions.task_entries import TaskError
from tenure.actions.task_runs import BATCH, add_tasks, undo_run
from tenure.console.access import actor, for_noters
from tenure.console.accounts.chosen import chosen_accounts, list_address
from tenure.console.undo import told
from tenure.facts.declare import iso_date
from tenure.records.models import Member

_NUMBER: Final = 18  # digits


@for_noters
@require_POST
def make_tasks(request: HttpRequest, member: Member) -> HttpResponse:
    """Make the next batch of tasks, for each account's owner, or for whoever makes them where there is none."""
    run = request.POST.get("run") or secrets.token_hex(8)
    after, made, of = (_number(request, name) for name in ("after", "made", "of"))
    accounts = chosen_accounts(request, member, request.POST)
    of = of or accounts.count()
    try:
        if not of:
            raise TaskError(_("Choose some accounts first: tick them, or press x on a row."))
        while batch := list(accounts.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            made, after = made + _made(request, member, run, batch), batch[-1]
            if len(batch) == BATCH and request.headers.get("HX-Request"):
                told_so_far = _("%(made)s of %(of)s tasks added") % {"made": made, "of": of}
                return _further(request, member, told_so_far, {"run": run, "after": after, "made": made, "of": of})
    except TaskError as error:
        return told(request, str(error), back=_back(request, member), events=(), went_well=False)
    sentence = ngettext("%(count)s task added.", "%(count)s tasks added.", made) % {"count": made}
    undo = f"{reverse('undo-tasks-made', args=[member.workspace.slug])}?run={run}"
    return told(request, sentence, back=_back(request, member), events=("tasks",), undo=undo)


@for_noters
@require_POST
def undo_tasks_made(request: HttpRequest, member: Member) -> HttpResponse:
    """Take back the next batch of the tasks of a run."""
    run = request.POST.get("run") or request.GET.get("run", "")
    after, gone = _number(request, "after"), _number(request, "made")
    try:
        while True:
            count, last = undo_run(workspace=member.workspace, run=run, after=after, by=actor(member))
            gone, after = gone + count, last or 0
            if last is None:
                break
            if request.headers.get("HX-Request"):
                said = ngettext("%(count)s task taken back so far", "%(count)s tasks taken back so far", gone)
                state = {"run": run, "after": after, "made": gone, "of": 0}
                return _further(request, member, said % {"count": gone}, state)
    except TaskError as error:
        return told(request, str(error), back=_back(request, member), events=("tasks",), went_well=False)
    sentence = ngettext("%(count)d task is as it was.", "%(count)d tasks are as they were.", gone) % {"count": gone}
    return told(request, sentence, back=_back(request, member), events=("tasks",))


def _made(request: HttpRequest, member: Member, run: str, accounts: list[int]) -> int:
    given = request.POST.get
    return add_tasks(
        workspace=member.workspace, accounts=accounts, run=run, title=given("title", ""), reason=given("reason", ""),
        due_on=iso_date(given("due_on", "")), otherwise=member, by=actor(member),
    )  # fmt: skip


def _further(request: HttpRequest, member: Member, sentence: str, state: Mapping[str, object]) -> HttpResponse:
    """How far it is, as a form that goes on by itself."""
    said = ("title", "reason", "due_on", "all")
    fields = [(name, request.POST[name]) for name in said if name in request.POST]
    fields += [("id", one) for one in request.POST.getlist("id")]
    fields += [("list", f"?{list_address(request)}"), *((name, str(value)) for name, value in state.items())]
    context = {"sentence": sentence, "address": request.path, "fields": fields, **state, "member": member}
    response = render(request, "console/accounts/_further.html", context)
    response.headers["HX-Reswap"] = "none"
    return response


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= _NUMBER else 0


def _back(request: HttpRequest, member: Member) -> str:
    query = list_address(request)
    return reverse("accounts", args=[member.workspace.slug]) + (f"?{query}" if query else "")
