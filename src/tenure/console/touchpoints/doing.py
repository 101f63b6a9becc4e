"""A member logs a touchpoint that took place, from anywhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.task_entries import TaskError
from tenure.actions.touchpoints import Logged, TouchpointError, log_touchpoint
from tenure.console.access import actor, for_noters, may_see_sentiment
from tenure.console.locale import day, locale_of
from tenure.console.touchpoints.form import LogForm
from tenure.console.touchpoints.found import contacts_of, services
from tenure.console.touchpoints.words import CHANNELS, FELT, LOGGED, OUTCOMES, SHORT
from tenure.console.undo import told
from tenure.records.models import Account, Member

EVENTS = ("touchpoints", "tasks")


@for_noters
@require_safe
def new_touchpoint(request: HttpRequest, member: Member) -> HttpResponse:
    """The form; ``account`` is a key, ``channel`` a way to be in touch."""
    asked = request.GET.get("channel", "")
    known = {"account": request.GET.get("account", ""), "channel": asked if asked in CHANNELS else "call"}
    return _form(request, member, LogForm(initial=known, workspace=member.workspace, auto_id="log-%s"))


@for_noters
@require_POST
def make_touchpoint(request: HttpRequest, member: Member) -> HttpResponse:
    """Log it; a form that cannot be taken comes back with what to change (422)."""
    form = LogForm(request.POST, workspace=member.workspace, auto_id="log-%s")
    if form.is_valid():
        account: Account = form.cleaned_data["account"]
        try:
            logged = log_touchpoint(account=account, said=form.said(member), by=actor(member), member=member)
        except (TouchpointError, TaskError) as error:
            form.add_error(None, str(error))
        else:
            return tell(request, member, sentence(request, logged), logged)
    return _form(request, member, form, status=422)


def sentence_of_edit(logged: Logged) -> str:
    """What became of a correction."""
    said = {"channel": CHANNELS[logged.touchpoint.channel], "account": logged.touchpoint.account}
    if not logged.entries:
        return _("%(channel)s with %(account)s says so already.") % said
    return _("Changed: %(channel)s with %(account)s.") % said


def sentence(request: HttpRequest, logged: Logged) -> str:
    """What came of it, with the task that is to follow."""
    said = {"channel": CHANNELS[logged.touchpoint.channel], "account": logged.touchpoint.account}
    if not logged.task.tasks:
        return _("Logged: %(channel)s with %(account)s.") % said
    task = logged.task.tasks[0]
    due = day(task.due_on, locale_of(request)) if task.due_on else ""
    return _("Logged: %(channel)s with %(account)s. Due on %(day)s: %(task)s.") % {
        **said,
        "day": due,
        "task": task.title,
    }


def tell(request: HttpRequest, member: Member, said: str, logged: Logged) -> HttpResponse:
    """The note with its undo; without script back to where the touchpoints are."""
    back = reverse("touchpoints", args=[member.workspace.slug])
    return told(request, said, back=back, events=EVENTS, entries=logged.entries)


def offers(member: Member) -> dict[str, object]:
    """What every form of a touchpoint offers."""
    return {
        "member": member,
        "section": "touchpoints",
        "services": services(member.workspace),
        "outcomes": OUTCOMES,
        "felt": FELT.items(),
        "may_rate": may_see_sentiment(member),
    }


def _form(request: HttpRequest, member: Member, form: LogForm, status: int = 200) -> HttpResponse:
    account = form_account(member, form["account"].value() or "")
    context = offers(member) | {
        "form": form,
        "ways": [(name, SHORT[name]) for name in LOGGED],
        "account": account,
        "contacts": contacts_of(account),
        "about": account,
    }
    template = "_new" if request.headers.get("HX-Request") else "new"
    return render(request, f"console/touchpoints/{template}.html", context, status=status)


def form_account(member: Member, text: str) -> Account | None:
    """The account that a form names already, by its key."""
    found = Account.objects.filter(workspace=member.workspace, key=text.replace("\0", "")[:255]) if text else None
    return found.first() if found is not None else None
