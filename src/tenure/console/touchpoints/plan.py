"""A member plans a meeting, invites to it, moves it or calls it off, and says that it took place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.meeting_invitations import calendar_of, method_of, send_invitation
from tenure.actions.task_entries import TaskError
from tenure.actions.touchpoint_edit import edit_touchpoint
from tenure.actions.touchpoints import TouchpointError, cancel_plan, change_plan, hold_touchpoint, plan_touchpoint
from tenure.channels.mail import is_set_up
from tenure.console.access import actor, for_members, for_noters, may_change, may_note
from tenure.console.locale import Counted, locale_of
from tenure.console.touchpoints.doing import form_account, offers, sentence, sentence_of_edit, tell
from tenure.console.touchpoints.form import EditForm, HoldForm, PlanForm
from tenure.console.touchpoints.found import contacts_of, touchpoint_of
from tenure.console.touchpoints.words import CHANNELS, PLANNED, moment_words
from tenure.console.undo import told
from tenure.records.models import Account, Member, Touchpoint
from tenure.values.zone import time_in


@for_noters
@require_safe
def new_plan(request: HttpRequest, member: Member) -> HttpResponse:
    """The form; ``account`` is a key, ``channel`` one that can be planned."""
    asked = request.GET.get("channel", "")
    known = {"account": request.GET.get("account", ""), "channel": asked if asked in PLANNED else "video"}
    form = PlanForm(initial=known, workspace=member.workspace, auto_id="plan-%s")
    return _form(request, member, form)


@for_noters
@require_POST
def make_plan(request: HttpRequest, member: Member) -> HttpResponse:
    """Plan it; a form that cannot be taken comes back with what to change (422)."""
    form = PlanForm(request.POST, workspace=member.workspace, auto_id="plan-%s")
    if form.is_valid():
        found = form.cleaned_data
        try:
            planned = plan_touchpoint(
                account=found["account"], said=form.said(), invited=list(found["invited"]), by=actor(member),
                member=member,
            )  # fmt: skip
        except TouchpointError as error:
            form.add_error(None, str(error))
        else:
            return tell(request, member, _planned(request, planned.touchpoint), planned)
    return _form(request, member, form, status=422)


@for_members
@require_safe
def touchpoint(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """One touchpoint under its row: what is known of it, and of a plan the ways on."""
    return _one(request, member, touchpoint_of(member, number))


@for_noters
@require_POST
def edit_plan(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Move a plan or change what it says; a form that cannot be taken comes back with what to change (422)."""
    found = touchpoint_of(member, number)
    said = request.POST.copy()
    said["account"] = found.account.key  # a plan stays with its account
    form = PlanForm(said, was=found.at, workspace=member.workspace, auto_id=f"plan-{number}-%s")
    if form.is_valid():
        try:
            changed = change_plan(
                touchpoint=found, said=form.said(), invited=list(form.cleaned_data["invited"]), by=actor(member)
            )
        except TouchpointError as error:
            form.add_error(None, str(error))
        else:
            said_so = _planned(request, changed.touchpoint)
            if changed.entries and request.POST.get("tell"):
                said_so = f"{said_so} {_told_again(request, member, number)}"
            return tell(request, member, said_so, changed)
    return _one(request, member, found, plan_form=form)


@for_noters
@require_POST
def hold_plan(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """It took place, and this came of it."""
    found = touchpoint_of(member, number)
    said = request.POST.copy()
    said.setdefault("channel", found.channel)
    form = HoldForm(said, touchpoint=found, auto_id=f"hold-{number}-%s")
    if form.is_valid():
        try:
            held = hold_touchpoint(touchpoint=found, said=form.said(member), by=actor(member))
        except (TouchpointError, TaskError) as error:
            form.add_error(None, str(error))
        else:
            return tell(request, member, sentence(request, held), held)
    return _one(request, member, found, hold_form=form)


@for_noters
@require_POST
def edit_held(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Put right what was said of one that took place; a form that cannot be taken comes back (422)."""
    found = touchpoint_of(member, number)
    if not found.is_held:
        return _refused(request, member, _("That did not take place yet: change the plan instead."))
    form = EditForm(request.POST, touchpoint=found, auto_id=f"edit-{number}-%s")
    if form.is_valid():
        account: Account = form.cleaned_data["account"]
        try:
            edited = edit_touchpoint(touchpoint=found, account=account, said=form.said(member), by=actor(member))
        except TouchpointError as error:
            form.add_error(None, str(error))
        else:
            return tell(request, member, sentence_of_edit(edited), edited)
    return _one(request, member, found, edit_form=form)


@for_noters
@require_POST
def call_off(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """It will not take place."""
    found = touchpoint_of(member, number)
    try:
        cancelled = cancel_plan(touchpoint=found, by=actor(member))
    except TouchpointError as error:
        return _refused(request, member, str(error))
    return tell(request, member, _("Called off: %(what)s.") % {"what": title_of(found)}, cancelled)


@for_noters
@require_POST
def mail_invitation(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Mail the invitation as it stands, or that it is called off."""
    found = touchpoint_of(member, number)
    try:
        count = send_invitation(touchpoint=found, title=title_of(found), text=_letter(request, found), by=actor(member))
    except TouchpointError as error:
        return _refused(request, member, str(error))
    said = ngettext("The invitation went to %(count)s person.", "The invitation went to %(count)s people.", count)
    return told(request, said % {"count": Counted(count)}, back=_back(member), events=("touchpoints",))


@for_members
@require_safe
def invitation(request: HttpRequest, member: Member, number: int) -> HttpResponse:  # noqa: ARG001 - every view takes it
    """The invitation as a calendar file; of a plan only."""
    found = touchpoint_of(member, number)
    if found.is_held:
        return redirect("touchpoints", member.workspace.slug)
    text = calendar_of(found, title_of(found))
    response = HttpResponse(text, content_type=f"text/calendar; method={method_of(found)}; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="invitation.ics"'
    return response


def _told_again(request: HttpRequest, member: Member, number: int) -> str:
    """Mail the plan as it now stands to those who are invited, and say what became of it."""
    row = touchpoint_of(member, number)
    try:
        count = send_invitation(touchpoint=row, title=title_of(row), text=_letter(request, row), by=actor(member))
    except TouchpointError as error:
        return _("Nobody was told of it: %(reason)s") % {"reason": error}
    said = ngettext(
        "The new invitation went to %(count)s person.", "The new invitation went to %(count)s people.", count
    )
    return said % {"count": Counted(count)}


def title_of(row: Touchpoint) -> str:
    """What those invited see in their calendar: what it is, and between whom."""
    names = {"channel": CHANNELS[row.channel], "account": row.account, "us": row.workspace.name}
    return _("%(channel)s: %(account)s and %(us)s") % names


def _letter(request: HttpRequest, row: Touchpoint) -> str:
    when = moment_words(time_in(row.at, row.workspace.time_zone), row.workspace.time_zone, locale_of(request))
    if row.cancelled_at is not None:
        return _("%(title)s on %(when)s is called off.") % {"title": title_of(row), "when": when}
    parts = [_("%(title)s on %(when)s.") % {"title": title_of(row), "when": when}, row.place, row.summary]
    return "\n\n".join(part for part in parts if part)


def _planned(request: HttpRequest, row: Touchpoint) -> str:
    when = moment_words(time_in(row.at, row.workspace.time_zone), row.workspace.time_zone, locale_of(request))
    said = {"channel": CHANNELS[row.channel], "account": row.account, "when": when}
    return _("Planned: %(channel)s with %(account)s on %(when)s.") % said


def _refused(request: HttpRequest, member: Member, words: str) -> HttpResponse:
    return told(request, words, back=_back(member), events=(), went_well=False)


def _back(member: Member) -> str:
    return reverse("touchpoints", args=[member.workspace.slug])


def _form(request: HttpRequest, member: Member, form: PlanForm, status: int = 200) -> HttpResponse:
    account: Account | None = form_account(member, form["account"].value() or "")
    chosen = {str(one) for one in form["invited"].value() or ()}
    context = offers(member) | {
        "form": form,
        "ways": PLANNED.items(),
        "about": account,
        "contacts": contacts_of(account),
        "account": account,
        "chosen": chosen,
        "zone": member.workspace.time_zone,
    }
    template = "_plan" if request.headers.get("HX-Request") else "plan"
    return render(request, f"console/touchpoints/{template}.html", context, status=status)


def _one(
    request: HttpRequest,
    member: Member,
    row: Touchpoint,
    *,
    plan_form: PlanForm | None = None,
    hold_form: HoldForm | None = None,
    edit_form: EditForm | None = None,
) -> HttpResponse:
    """The touchpoint with its forms; with one that was refused when it is given (422)."""
    invited = {str(pk) for pk in row.attendees.values_list("contact", flat=True)}
    chosen = {str(one) for one in plan_form["invited"].value() or ()} if plan_form else invited
    context = offers(member) | {
        "touchpoint": row,
        "at": row.shown_at(row.workspace.time_zone),
        "way": CHANNELS[row.channel],
        "plan_form": plan_form or _as_planned(row),
        "hold_form": hold_form or HoldForm(initial=_known(row), touchpoint=row, auto_id=f"hold-{row.pk}-%s"),
        "edit_form": edit_form
        or EditForm(initial=_known(row) | {"sentiment": row.sentiment}, touchpoint=row, auto_id=f"edit-{row.pk}-%s"),
        "all_ways": CHANNELS.items(),
        "refused": "plan" if plan_form else "hold" if hold_form else "edit" if edit_form else "",
        "ways": PLANNED.items(),
        "contacts": contacts_of(row.account),
        "chosen": chosen,
        "zone": row.workspace.time_zone,
        "has_mail": is_set_up(),
        "may_note": may_note(member),
        "may_change": may_change(member),
    }
    template = "_touchpoint" if request.headers.get("HX-Request") else "touchpoint"
    if request.headers.get("HX-Target") == "sheet-body":
        template = "_sheet"
    status = 422 if plan_form or hold_form or edit_form else 200
    return render(request, f"console/touchpoints/{template}.html", context, status=status)


def _known(row: Touchpoint) -> dict[str, object]:
    return {
        "account": row.account.key,
        "channel": row.channel,
        "at": row.shown_at(row.workspace.time_zone),
        "minutes": row.minutes,
        "service": row.service,
        "summary": row.summary,
        "place": row.place,
        "contact": row.contact_id,
        "outcome": row.outcome,
        "next_step": row.next_step,
    }


def _as_planned(row: Touchpoint) -> PlanForm:
    return PlanForm(initial=_known(row), workspace=row.workspace, auto_id=f"plan-{row.pk}-%s")
