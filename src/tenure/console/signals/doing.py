"""A member lets alerts rest, dismisses them, wakes them or makes their tasks, one or several, right where they stand."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.alert_tasks import make_task_of
from tenure.actions.alerts import LONGEST_NOTE, AlertError, dismiss_alerts, snooze_alerts, wake_alerts
from tenure.calc.signal import TaskWanted, parse
from tenure.console.access import actor, for_noters
from tenure.console.signals import words
from tenure.console.signals.query import seen
from tenure.console.undo import told
from tenure.records.models import Alert, Member

EVENTS = ("alerts", "tasks")
USUAL_DAYS = 7
LARGEST = 2**63 - 1
FORMS = {"snooze": gettext_lazy("Snooze"), "dismiss": gettext_lazy("Dismiss")}


class ReasonForm(forms.Form):
    """Why, which is counted for the signal, and a note for people; of a snooze until which day."""

    do = forms.ChoiceField(choices=[(one, one) for one in ("snooze", "dismiss", "wake", "task")])
    until = forms.DateField(
        label=gettext_lazy("Shown again on"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Choose a day.")},
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=16, required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=LONGEST_NOTE, required=False)


@for_noters
@require_safe
def alert_form(request: HttpRequest, member: Member, number: int, do: str) -> HttpResponse:
    """The small form under an alert; a page of its own without script."""
    found = alert_of(member, number)
    if do not in FORMS:
        raise Http404("no such form")
    until = clock.now().date() + timedelta(USUAL_DAYS)
    return _form(request, member, found, do, ReasonForm(initial={"until": until}))


@for_noters
@require_POST
def alerts_done(request: HttpRequest, member: Member) -> HttpResponse:
    """Do it to the alerts named; a form about one that cannot be taken comes back with what to change (422)."""
    numbers = [int(one) for one in request.POST.getlist("alert")[:1000] if one.isdecimal() and len(one) < 19]
    mine = list(seen(member).filter(pk__in=numbers, ended_at=None).select_related("signal", "account", "workspace"))
    form = ReasonForm(request.POST)
    if not mine:
        return _refused(request, member, _("Choose the alerts first: tick them, or press x on their rows."))
    if form.is_valid():
        try:
            entries = _do(member, mine, form.cleaned_data)
        except AlertError as error:
            form.add_error(None, str(error))
        else:
            return told(
                request,
                words.done(form.cleaned_data["do"], len(mine)),
                back=_back(member),
                events=EVENTS,
                entries=entries,
            )
    if request.POST.get("one"):
        return _form(request, member, mine[0], request.POST.get("do", ""), form, status=422)
    return _refused(request, member, " ".join(str(error) for errors in form.errors.values() for error in errors))


def alert_of(member: Member, number: int) -> Alert:
    """The open alert with this number, if the member may see it; Http404 otherwise."""
    found = seen(member).select_related("signal", "account").filter(pk=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404("no such alert")
    return found


def _do(member: Member, alerts: list[Alert], said: dict[str, Any]) -> list[int]:
    workspace, numbers, by = member.workspace, [one.pk for one in alerts], actor(member)
    match said["do"]:
        case "snooze":
            until = said["until"] or clock.now().date()
            return snooze_alerts(
                workspace=workspace, numbers=numbers, until=until, reason=said["reason"], said=said["note"], by=by
            )
        case "dismiss":
            return dismiss_alerts(
                workspace=workspace, numbers=numbers, reason=said["reason"], said=said["note"], by=by
            )  # fmt: skip
        case "wake":
            return wake_alerts(workspace=workspace, numbers=numbers, by=by)
        case _:
            made = [make_task_of(alert=one, wanted=_wanted(one), by=by) for one in alerts if one.task_id is None]
            return [entry for one in made for entry in one.entries]


def _wanted(alert: Alert) -> TaskWanted:
    """The task that its signal describes, else one by its name."""
    return parse(alert.signal.definition).task or TaskWanted(words.name(alert.signal))


def _refused(request: HttpRequest, member: Member, sentence: str) -> HttpResponse:
    return told(request, sentence, back=_back(member), went_well=False)


def _back(member: Member) -> str:
    return reverse("alerts", args=[member.workspace.slug])


def _form(  # noqa: PLR0917 - who looks at what, as which form
    request: HttpRequest, member: Member, alert: Alert, do: str, form: forms.Form, status: int = 200
) -> HttpResponse:
    context = {
        "member": member,
        "section": "signals",
        "alert": alert,
        "account": alert.account,
        "name": words.name(alert.signal),
        "do": do,
        "verb": FORMS.get(do, ""),
        "form": form,
        "reasons": words.reason_choices(),
        "first": clock.now().date() + timedelta(1),
    }
    template = "_reason.html" if request.headers.get("HX-Request") else "reason.html"
    return render(request, f"console/signals/{template}", context, status=status)
