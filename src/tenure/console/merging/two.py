"""Two accounts, or two contacts, side by side: what would each field become, and make them one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.merging.accounts import merge_accounts
from tenure.actions.merging.contacts import merge_contacts
from tenure.actions.merging.moves import DAYS, MergeError
from tenure.console.access import account_of, actor, for_managers
from tenure.console.locale import locale_of
from tenure.console.merging.fields import Choice, account_choices, contact_choices
from tenure.console.merging.page import after_contact
from tenure.records.models import Account, Contact, Member


@for_managers
@require_safe
def merge_form(request: HttpRequest, member: Member) -> HttpResponse:
    """The two accounts with every field on which they differ; Http404 when one of them is not there."""
    kept, gone = two_accounts(member, request.GET)
    choices = account_choices(kept, gone, locale_of(request))
    return _side_by_side(request, member, {"kept": kept, "gone": gone, "choices": choices})


@for_managers
@require_safe
def merge_contacts_form(request: HttpRequest, member: Member) -> HttpResponse:
    """The two contacts with every field on which they differ; Http404 when one of them is not there."""
    kept, gone = two_contacts(member, request.GET)
    choices = contact_choices(kept, gone, locale_of(request))
    return _side_by_side(request, member, {"kept": kept, "gone": gone, "choices": choices, "of_contacts": True})


@for_managers
@require_POST
def merge(request: HttpRequest, member: Member) -> HttpResponse:
    """Make one account of them, with the fields that were chosen."""
    kept, gone = two_accounts(member, request.POST)
    chosen = _chosen(request.POST, account_choices(kept, gone, locale_of(request)))
    name = str(gone)
    try:
        merge_accounts(kept=kept, gone=gone, chosen=chosen, by=actor(member))
    except MergeError as error:
        messages.error(request, str(error))
        return redirect("merging", member.workspace.slug)
    _tell(request, name, str(kept))
    return redirect("account", member.workspace.slug, kept.key)


@for_managers
@require_POST
def merge_two_contacts(request: HttpRequest, member: Member) -> HttpResponse:
    """Make one contact of them, with the fields that were chosen."""
    kept, gone = two_contacts(member, request.POST)
    chosen = _chosen(request.POST, contact_choices(kept, gone, locale_of(request)))
    name = str(gone)
    try:
        merge_contacts(kept=kept, gone=gone, chosen=chosen, by=actor(member))
    except MergeError as error:
        messages.error(request, str(error))
        return redirect("merging", member.workspace.slug)
    now = Contact.objects.select_related("account").get(workspace=member.workspace, pk=kept.pk)
    _tell(request, name, str(now))
    return after_contact(member, now)


def _side_by_side(request: HttpRequest, member: Member, two: dict[str, object]) -> HttpResponse:
    choices = two["choices"]
    both = any(choice.both_dated for choice in choices) if isinstance(choices, list) else False
    context = {"member": member, "section": "accounts", "days": DAYS, "both_dated": both, **two}
    return render(request, "console/merging/form.html", context)


def _chosen(said: QueryDict, choices: list[Choice]) -> list[str]:
    return [choice.name for choice in choices if said.get(f"take-{choice.name}") == "gone"]


def _tell(request: HttpRequest, gone: str, kept: str) -> None:
    said = _("%(gone)s is part of %(kept)s now. For %(days)s days this can be taken back, under Duplicates.")
    messages.success(request, said % {"gone": gone, "kept": kept, "days": DAYS})


def two_accounts(member: Member, said: QueryDict) -> tuple[Account, Account]:
    """The two that an address or a form names; Http404 when one of them is not there."""
    kept, gone = account_of(member, said.get("kept", "")), account_of(member, said.get("gone", ""))
    if kept.pk == gone.pk:
        raise Http404("a merge needs two accounts")
    return kept, gone


def two_contacts(member: Member, said: QueryDict) -> tuple[Contact, Contact]:
    """The same of contacts."""
    numbers = [int(text) for name in ("kept", "gone") if (text := said.get(name, "")).isdecimal() and len(text) < 19]
    found = Contact.objects.select_related("account").filter(workspace=member.workspace).in_bulk(numbers)
    if len(found) < 2:
        raise Http404("a merge needs two contacts")
    return found[numbers[0]], found[numbers[1]]
