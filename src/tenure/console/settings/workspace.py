"""How does this workspace work and count? Its name and money, hours and stages, and which of two definitions it takes."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.workspace_settings import (
    LONGEST_LAPSE,
    LONGEST_NAME,
    MOST_TASKS,
    SHARES,
    WHOLE,
    SettingRefused,
    change_workspace,
)
from tenure.calc.ready_words import kept_lines, said_lines
from tenure.console.access import actor, for_admins, for_members, may_administer, may_see_margin
from tenure.console.locale import locale_of
from tenure.console.number_field import NumbersForm
from tenure.console.settings.amounts import major, minor, money_field
from tenure.console.settings.frame import settings_page
from tenure.records.models import ContractPeriod, Member, Order, Workspace

DAYS = (
    ("1", gettext_lazy("Mon")), ("2", gettext_lazy("Tue")), ("3", gettext_lazy("Wed")), ("4", gettext_lazy("Thu")),
    ("5", gettext_lazy("Fri")), ("6", gettext_lazy("Sat")), ("7", gettext_lazy("Sun")),
)  # fmt: skip
WINDOWS = (
    (Workspace.RetentionWindow.MONTH, gettext_lazy("Calendar months")),
    (Workspace.RetentionWindow.ROLLING, gettext_lazy("Rolling 30 days")),
)
REACTIVATION = (("apart", gettext_lazy("Apart, as reactivation")), ("expansion", gettext_lazy("In expansion")))


def share_field(label: Any) -> forms.IntegerField:
    """A share in whole per cent."""
    return forms.IntegerField(label=label, min_value=0, max_value=WHOLE)


class WorkspaceForm(NumbersForm):
    """Every setting of a workspace that a person may choose."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    currency = forms.CharField(
        label=gettext_lazy("Currency"), max_length=3, widget=forms.TextInput(attrs={"autocapitalize": "characters"})
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=[(zone, zone) for zone in sorted(available_timezones())],
        widget=forms.Select(attrs={"translate": "no"}),
    )
    stages = forms.CharField(
        label=gettext_lazy("Lifecycle stages, one a line"), widget=forms.Textarea(attrs={"rows": 6})
    )
    work_days = forms.MultipleChoiceField(
        label=gettext_lazy("Working days"), choices=DAYS, widget=forms.CheckboxSelectMultiple
    )
    work_from = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    work_until = forms.TimeField(
        label=gettext_lazy("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    tasks_a_day = forms.IntegerField(
        label=gettext_lazy("Tasks that plays and signals may give a member a day"), min_value=0, max_value=MOST_TASKS
    )
    lapse_days = forms.IntegerField(
        label=gettext_lazy("Days without an order after which a buyer counts as gone"),
        required=False,
        min_value=1,
        max_value=LONGEST_LAPSE,
    )
    retention_window = forms.ChoiceField(
        label=gettext_lazy("A month of retention is"), choices=WINDOWS, widget=forms.RadioSelect
    )
    commit_share = share_field(gettext_lazy("Of what is committed, per cent"))
    likely_share = share_field(gettext_lazy("Of what is likely, per cent"))
    at_risk_share = share_field(gettext_lazy("Of what is at risk, per cent"))
    reactivation = forms.ChoiceField(
        label=gettext_lazy("Revenue of accounts that came back counts"), choices=REACTIVATION, widget=forms.RadioSelect
    )

    def __init__(self, member: Member, locale: Locale, data: Any = None) -> None:
        workspace = member.workspace
        names = (
            "name",
            "currency",
            "time_zone",
            "stages",
            "work_from",
            "work_until",
            "tasks_a_day",
            "lapse_days",
            "retention_window",
        )
        initial = {name: getattr(workspace, name) for name in (*names, *SHARES)}
        initial |= {
            "work_days": list(workspace.work_days),
            "hourly_cost": major(workspace.hourly_cost, workspace.currency),
            "reactivation": "expansion" if workspace.reactivation_is_expansion else "apart",
        }
        initial["stages"] = said_lines(workspace.stages)
        self.stages_before = workspace.stages
        super().__init__(data, locale=locale, initial=initial)
        if may_see_margin(member):
            words = gettext_lazy("What an hour of ours costs")
            self.add("hourly_cost", money_field(workspace.currency, label=words))
        if not may_administer(member):
            for field in self.fields.values():
                field.disabled = True

    def said(self) -> dict[str, Any]:
        """What was chosen, by the names of the workspace's fields."""
        said = dict(self.cleaned_data)
        said["work_days"] = "".join(said["work_days"])
        said["hourly_cost"] = minor(said["hourly_cost"], said["currency"].upper())
        said["stages"] = kept_lines(said["stages"], self.stages_before)
        said["reactivation_is_expansion"] = said.pop("reactivation") == "expansion"
        return said


@for_members
@require_safe
def settings(request: HttpRequest, member: Member) -> HttpResponse:
    """The settings as they are; who may not change them reads them."""
    return settings_page(request, member, "workspace", {"form": WorkspaceForm(member, locale_of(request))})


@for_admins
@require_POST
def save_settings(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep what was chosen, or say beside each field what cannot be."""
    form = WorkspaceForm(member, locale_of(request), request.POST)
    if form.is_valid():
        try:
            changed = change_workspace(workspace=member.workspace, by=actor(member), **form.said())
        except SettingRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            if changed:
                messages.success(request, _("Saved. Every account is counted by it from now on."))
            if changed and (others := _other_currencies(member.workspace)):
                said = _(
                    "Contracts and orders in %(currencies)s are not added to figures in %(currency)s: nothing is converted."
                )
                messages.info(request, said % {"currencies": ", ".join(others), "currency": member.workspace.currency})
            return redirect("settings", member.workspace.slug)
    return settings_page(request, member, "workspace", {"form": form}, wrong=True)


def _other_currencies(workspace: Workspace) -> list[str]:
    """Those of contracts and orders that are not the workspace's own."""
    found: set[str] = set()
    for model in (ContractPeriod, Order):
        rows = model._default_manager.filter(workspace=workspace).exclude(currency=workspace.currency)
        found |= set(rows.order_by().values_list("currency", flat=True).distinct())
    return sorted(found)
