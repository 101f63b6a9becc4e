"""One signal: what it watches, for whom it holds now, what came of it, and what of it can be changed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.signals import SignalNotMade, change_signal, switch
from tenure.answers.backtest.kept import kept
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.would_fire import would_fire
from tenure.calc.backtest.words import verdict
from tenure.calc.signals.ready import READY_SIGNALS
from tenure.console.access import actor, for_managers, for_members, may_manage, may_note
from tenure.console.signals import words
from tenure.console.signals.every import holding, lines_of, parsed_of, rows_of
from tenure.console.signals.forms import SignalForm
from tenure.console.signals.page import row_of
from tenure.console.undo import told
from tenure.records.models import Account, Alert, Member, SignalState
from tenure.records.models import Signal as Row

SHOWN = 20
LATEST = 30


@for_members
@require_safe
def signal(request: HttpRequest, member: Member, signal: str) -> HttpResponse:
    """The whole page."""
    row = row_at(member, signal)
    return _page(request, member, row, _form(member, row))


@for_members
@require_safe
def signal_accounts(request: HttpRequest, member: Member, signal: str) -> HttpResponse:
    """For whom it holds now; the page asks for it once it is shown."""
    row = row_at(member, signal)
    if row.is_on and row.counted_version == row.version:
        states = SignalState.objects.filter(workspace=member.workspace, signal=row)
        numbers = list(states.values_list("account", flat=True))
    else:
        numbers = would_fire(member.workspace, [row]).get(row.pk, [])
    accounts = Account.objects.filter(workspace=member.workspace, pk__among=numbers).select_related("health", "owner")
    shown = list(accounts.order_by("-health__stake", "pk")[:SHOWN])
    context = {
        "member": member,
        "row": row,
        "accounts": shown,
        "count": len(numbers),
        "said": holding(len(numbers)),
        "left": len(numbers) - len(shown),
    }
    return render(request, "console/signals/_accounts.html", context)


@for_managers
@require_POST
def switch_signal(request: HttpRequest, member: Member, signal: str) -> HttpResponse:
    """Watch from now on, or no more."""
    row = row_at(member, signal)
    is_on = request.POST.get("on") == "1"
    switch(row=row, is_on=is_on, by=actor(member))
    said = _("“%(name)s” is on.") if is_on else _("“%(name)s” is off; its open alerts are over.")
    return told(request, said % {"name": words.name(row)}, back=_back(request, row), events=("signals", "alerts"))


@for_managers
@require_POST
def edit_signal(request: HttpRequest, member: Member, signal: str) -> HttpResponse:
    """Change its figures, who is told and what is made; a form that cannot be taken comes back (422)."""
    row = row_at(member, signal)
    form = _form(member, row, request.POST)
    if form is None:
        raise Http404("nothing of it can be changed")
    if form.is_valid():
        try:
            change_signal(row=row, by=actor(member), name=form.new_name(), signal=form.made())
        except SignalNotMade as error:
            form.add_error(None, str(error))
        else:
            return told(
                request,
                _("Saved: %(name)s.") % {"name": form.cleaned_data["name"]},
                back=_back(request, row),
                events=("signals",),
            )
    return _page(request, member, row, form, status=422)


def row_at(member: Member, slug: str) -> Row:
    """The signal with this short name, if the member may see it; Http404 otherwise."""
    found = next((row for row in rows_of(member) if row.slug == slug), None)
    if found is None:
        raise Http404("no such signal")
    return found


def _form(member: Member, row: Row, data: Any = None) -> SignalForm | None:
    parsed = parsed_of(row)
    return SignalForm.of(row, parsed, READY_SIGNALS.get(row.template), data) if parsed and may_manage(member) else None


def _page(request: HttpRequest, member: Member, row: Row, form: SignalForm | None, status: int = 200) -> HttpResponse:
    (line,) = lines_of(member, [row])
    alerts = Alert.objects.filter(workspace=member.workspace, signal=row).select_related(
        "account__owner", "signal", "task"
    )
    catalogue = catalogue_of(member.workspace)
    context = {
        "member": member,
        "section": "signals",
        "line": line,
        "row": row,
        "form": form,
        "tried": _tried(row),
        "may_manage": may_manage(member),
        "may_note": may_note(member),
        "alerts": [row_of(one, catalogue) for one in alerts.order_by("-opened_at", "-pk")[:LATEST]],
        "asks_to_change": status == 422,
    }
    template = "_settings" if status == 422 and request.headers.get("HX-Request") else "signal"
    return render(request, f"console/signals/{template}.html", context, status=status)


def _tried(row: Row) -> tuple[int, str] | None:
    """The latest back-test of it: its number, and what it found in a sentence."""
    latest = next(iter(kept(row.workspace, "signal", row.slug)), None)
    return None if latest is None else (latest.number, verdict(latest.result))


def _back(request: HttpRequest, row: Row) -> str:
    if request.POST.get("back") == "signals":
        return reverse("signals", args=[row.workspace.slug])
    return reverse("signal", args=[row.workspace.slug, row.slug])
