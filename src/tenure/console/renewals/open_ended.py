"""Contracts that run on without an end: never due, but they too are ended, and the register asks why."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.departures import end_contract
from tenure.actions.renewals import RenewalError
from tenure.answers.renewals import last_periods
from tenure.console.access import actor, for_members, for_writers, may_change
from tenure.console.locale import day, locale_of
from tenure.console.renewals.forms import EndForm
from tenure.console.renewals.one import EVENTS, LARGEST, entry_of
from tenure.console.scope import in_scope, scope_of
from tenure.console.undo import told
from tenure.records.models import Account, Contract, Member

PAGE: Final = 50


@for_members
@require_safe
def open_ended(request: HttpRequest, member: Member) -> HttpResponse:
    """Those that began, by the account's key."""
    scope = scope_of(request, member)
    accounts = in_scope(Account.objects.filter(workspace=member.workspace), member, scope)
    periods = last_periods(member.workspace).filter(ends_on=None, contract__account__in=accounts)
    found = periods.select_related("contract__account__owner").order_by("contract__account__key", "contract")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "member": member,
        "section": "renewals",
        "page": page,
        "scope": scope,
        "may_change": may_change(member),
    }
    return render(request, "console/renewals/open.html", context)


@for_writers
@require_safe
def ending(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The form that ends it: under its row for htmx, else as a page."""
    return _shown(request, member, _contract(member, number), _form(member, number))


@for_writers
@require_POST
def end_open(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """End it, with why; a form that cannot be taken comes back with what to change (422)."""
    contract = _contract(member, number)
    form = _form(member, number, request.POST)
    if form.is_valid():
        ends_on = form.cleaned_data["ends_on"]
        try:
            row = end_contract(contract=contract, ends_on=ends_on, said=form.ending, by=actor(member))
        except RenewalError as error:
            form.add_error(None, str(error))
        else:
            said = {"account": str(contract.account), "day": day(ends_on, locale_of(request))}
            entry = entry_of(row)
            return told(
                request,
                _("The contract of %(account)s ends on %(day)s.") % said,
                back=reverse("renewals-open", args=[member.workspace.slug]),
                events=EVENTS,
                entries=[entry.pk] if entry is not None else [],
            )
    return _shown(request, member, contract, form, status=422)


def _contract(member: Member, number: int) -> Contract:
    contracts = Contract.objects.select_related("workspace", "account").filter(workspace=member.workspace)
    found = contracts.filter(pk=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404("no such contract")
    return found


def _form(member: Member, number: int, said: Any = None) -> EndForm:
    return EndForm(said, workspace=member.workspace, auto_id=f"end-{number}-%s")


def _shown(request: HttpRequest, member: Member, contract: Contract, form: EndForm, status: int = 200) -> HttpResponse:
    context = {"member": member, "section": "renewals", "contract": contract, "form": form}
    template = "_ending" if request.headers.get("HX-Request") else "ending"
    return render(request, f"console/renewals/{template}.html", context, status=status)
