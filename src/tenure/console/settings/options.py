"""What does this workspace sell, and what does each take of us? Products, options and services."""

from typing import Any

from babel import Locale
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.options import LONGEST, OptionRefused, add_option, change_option, restore_option, retire_option
from tenure.console.access import actor, for_admins, for_members
from tenure.console.locale import locale_of
from tenure.console.number_field import NumbersForm
from tenure.console.settings.amounts import major, minor, money_field
from tenure.console.settings.frame import settings_page
from tenure.records.models import Member, Option

KINDS = (
    (Option.Kind.PRODUCT, gettext_lazy("Product")),
    (Option.Kind.OPTION, gettext_lazy("Option")),
    (Option.Kind.SERVICE, gettext_lazy("Service")),
)
GROUPS = (
    (Option.Kind.PRODUCT, gettext_lazy("Products")),
    (Option.Kind.OPTION, gettext_lazy("Options")),
    (Option.Kind.SERVICE, gettext_lazy("Services")),
)
MOST_MINUTES = 100_000


class OptionForm(NumbersForm):
    """What it is called, what it takes and what it usually brings."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=LONGEST, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS, initial=Option.Kind.OPTION)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes that a talk about it takes"), required=False, min_value=0, max_value=MOST_MINUTES
    )

    def __init__(self, currency: str, locale: Locale, data: Any = None, of: Option | None = None) -> None:
        initial = {}
        if of is not None:
            initial = {"name": of.name, "kind": of.kind, "minutes": of.minutes, "mrr": major(of.mrr, currency)}
        super().__init__(data, locale=locale, prefix=f"option-{of.pk}" if of else "new", initial=initial)
        self.currency = currency
        self.add("mrr", money_field(currency, label=_("Usual price a month")))

    def said(self) -> dict[str, Any]:
        """What was written, as the actions take it."""
        return {**self.cleaned_data, "mrr": minor(self.cleaned_data["mrr"], self.currency)}


@for_members
@require_safe
def options(request: HttpRequest, member: Member) -> HttpResponse:
    """Everything that is sold, by kind."""
    return settings_page(request, member, "options", _context(member, locale_of(request)))


@for_admins
@require_POST
def make_option(request: HttpRequest, member: Member) -> HttpResponse:
    """Sell something from now on."""
    form = OptionForm(member.workspace.currency, locale_of(request), request.POST)
    if form.is_valid():
        try:
            row = add_option(workspace=member.workspace, by=actor(member), **form.said())
        except OptionRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("“%(name)s” is in the list.") % {"name": row.name})
            return redirect("options", member.workspace.slug)
    return settings_page(request, member, "options", _context(member, locale_of(request), form), wrong=True)


@for_admins
@require_POST
def edit_option(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Say anew what it is."""
    row = _option(member, number)
    form = OptionForm(member.workspace.currency, locale_of(request), request.POST, row)
    if form.is_valid():
        try:
            change_option(workspace=member.workspace, option_id=row.pk, by=actor(member), **form.said())
        except OptionRefused as refused:
            form.add_error("name", str(refused))
        else:
            return redirect("options", member.workspace.slug)
    return settings_page(
        request, member, "options", _context(member, locale_of(request), wrong=form, of=row), wrong=True
    )


@for_admins
@require_POST
def drop_option(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Sell it no more; contracts that have it keep it."""
    row = _option(member, number)
    retire_option(workspace=member.workspace, option_id=row.pk, by=actor(member))
    messages.success(
        request, _("“%(name)s” is not sold any more; contracts that have it keep it.") % {"name": row.name}
    )
    return redirect("options", member.workspace.slug)


@for_admins
@require_POST
def bring_option_back(request: HttpRequest, member: Member, number: int) -> HttpResponse:  # noqa: ARG001 - views take it
    """Sell it again."""
    restore_option(workspace=member.workspace, option_id=_option(member, number).pk, by=actor(member))
    return redirect("options", member.workspace.slug)


def _option(member: Member, number: int) -> Option:
    row = Option.objects.filter(workspace=member.workspace, pk=number).first()
    if row is None:
        raise Http404("no such option")
    return row


def _context(
    member: Member,
    locale: Locale,
    new: OptionForm | None = None,
    *,
    wrong: OptionForm | None = None,
    of: Option | None = None,
) -> dict[str, Any]:
    currency = member.workspace.currency
    rows = list(Option.objects.filter(workspace=member.workspace).order_by("name"))

    def shown(row: Option) -> dict[str, Any]:
        is_wrong = wrong is not None and of is not None and of.pk == row.pk
        return {"of": row, "form": wrong if is_wrong else OptionForm(currency, locale, of=row), "is_wrong": is_wrong}

    groups = [
        (title, [shown(row) for row in rows if row.kind == kind and row.retired_at is None]) for kind, title in GROUPS
    ]
    return {
        "groups": [(title, found) for title, found in groups if found],
        "retired": [row for row in rows if row.retired_at is not None],
        "new": new or OptionForm(currency, locale),
    }
