"""A member lets an account rest, or gives it to somebody, right under its row."""

from collections.abc import Sequence
from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.owners import assign_owner
from tenure.actions.snoozes import LONGEST_DAYS, LONGEST_REASON, SnoozeError, end_snooze, snooze
from tenure.console.access import account_of, actor, for_writers
from tenure.console.locale import day, locale_of
from tenure.console.undo import told
from tenure.records.models import Account, AuditEntry, Member

EVENTS = ("today",)
USUAL_DAYS = 7


class SnoozeForm(forms.Form):
    """Until which day, and why."""

    until = forms.DateField(
        label=gettext_lazy("Shown again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Choose a day."), "required": gettext_lazy("Choose a day.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Say why, for those who miss the account.")},
    )


class AssignForm(forms.Form):
    """Whose book of business the account goes into; nobody's when it is left empty."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Owner"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )


@for_writers
@require_safe
def snooze_form(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """The small form under the row; a page of its own without script."""
    account = account_of(member, key)
    until = clock.now().date() + timedelta(USUAL_DAYS)
    return _shown(request, member, account, "snooze", _named(SnoozeForm(initial={"until": until}), account))


@for_writers
@require_POST
def snooze_account(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Let it rest; a form that cannot be taken comes back with what to change (422)."""
    account = account_of(member, key)
    form = _named(SnoozeForm(request.POST), account)
    if form.is_valid():
        try:
            entries = snooze(account=account, by=actor(member), **form.cleaned_data)
        except SnoozeError as error:
            form.add_error(None, str(error))
        else:
            sentence = _("%(account)s rests until %(day)s.") % {
                "account": account,
                "day": day(form.cleaned_data["until"], locale_of(request)),
            }
            return _told(request, member, sentence, about=key, entries=entries)
    return _shown(request, member, account, "snooze", form, status=422)


@for_writers
@require_POST
def wake_account(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Show it again at once; one that does not rest is no error."""
    account = account_of(member, key)
    entries = end_snooze(account=account, by=actor(member))
    return _told(request, member, _("%(account)s is shown again.") % {"account": account}, about=key, entries=entries)


@for_writers
@require_safe
def assign_form(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """The small form under the row; a page of its own without script."""
    account = account_of(member, key)
    return _shown(
        request, member, account, "assign", _of_members(AssignForm(initial={"owner": account.owner_id}), account)
    )


@for_writers
@require_POST
def assign_account(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Put it into somebody's book of business."""
    account = account_of(member, key)
    form = _of_members(AssignForm(request.POST), account)
    if not form.is_valid():
        return _shown(request, member, account, "assign", form, status=422)
    owner: Member | None = form.cleaned_data["owner"]
    entry = assign_owner(accounts=[account], member=owner, by=actor(member))
    said = {"account": account, "owner": owner}
    sentence = _("%(account)s is %(owner)s’s now.") % said if owner else _("Nobody owns %(account)s now.") % said
    return _told(request, member, sentence, about=key, entries=[entry] if entry else [])


def _told(
    request: HttpRequest, member: Member, sentence: str, *, about: str, entries: Sequence[AuditEntry]
) -> HttpResponse:
    slug = member.workspace.slug
    back = reverse("account", args=[slug, about]) if _back(request) else reverse("today", args=[slug])
    return told(request, sentence, back=back, events=EVENTS, entries=[entry.pk for entry in entries])


def _back(request: HttpRequest) -> str:
    """Where the form was opened: ``account`` for the account's own pages, else Today."""
    asked = request.POST if request.method == "POST" else request.GET
    return "account" if asked.get("back") == "account" else ""


def _named(form: SnoozeForm, account: Account) -> SnoozeForm:
    form.auto_id = f"snooze-{account.pk}-%s"
    today = clock.now().date()
    bounds = {"min": today + timedelta(1), "max": today + timedelta(LONGEST_DAYS)}
    form.fields["until"].widget.attrs |= {name: on.isoformat() for name, on in bounds.items()}
    return form


def _of_members(form: AssignForm, account: Account) -> AssignForm:
    form.auto_id = f"assign-{account.pk}-%s"
    members = Member.objects.filter(workspace=account.workspace_id, ended_at=None).order_by("name", "pk")
    form.fields["owner"].queryset = members  # type: ignore[attr-defined]  # a ModelChoiceField
    return form


def _shown(  # noqa: PLR0917 - who looks at what, as which form
    request: HttpRequest, member: Member, account: Account, what: str, form: forms.Form, status: int = 200
) -> HttpResponse:
    back = _back(request)
    section = "accounts" if back else "today"
    context = {"member": member, "section": section, "account": account, "form": form, "what": what, "back": back}
    template = f"_{what}.html" if request.headers.get("HX-Request") else "form.html"
    return render(request, f"console/today/{template}", context, status=status)
