"""Which accounts and contacts look like one, and which merges can still be taken back?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.merging.moves import DAYS, may_take_back
from tenure.actions.merging.undo import TooLate, take_merge_back
from tenure.answers.duplicate_contacts import LikelyContacts, duplicate_contacts
from tenure.answers.duplicates import Likely, duplicates
from tenure.console.access import actor, for_managers
from tenure.console.merging.kept_apart import said_apart
from tenure.records.models import Account, Contact, Member, Merge

WHY: Final[Mapping[str, str | Promise]] = {
    "email": gettext_lazy("the same address, %(shared)s"),
    "phone": gettext_lazy("the same number, %(shared)s"),
    "name": gettext_lazy("the same name, %(shared)s"),
    "near": gettext_lazy("nearly the same name: %(shared)s"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts that may be one, with what they share."""

    likely: Likely
    accounts: list[Account]


@dataclass(frozen=True, slots=True)
class People:
    """Contacts that may be one, and why, in words."""

    reasons: list[str]
    contacts: list[Contact]


@for_managers
@require_safe
def merging(request: HttpRequest, member: Member) -> HttpResponse:
    """Suggestions, and the merges of the last thirty days."""
    found = duplicates(member.workspace)
    numbers = {number for one in found for number in one.accounts}
    accounts = Account.objects.select_related("health").filter(workspace=member.workspace).in_bulk(list(numbers))
    recent = Merge.objects.filter(workspace=member.workspace, at__gte=clock.now() - timedelta(days=DAYS))
    context = {
        "member": member,
        "section": "accounts",
        "groups": [Group(one, [accounts[pk] for pk in one.accounts if pk in accounts]) for one in found],
        "people": people(member, duplicate_contacts(member.workspace)),
        "merges": [(one, may_take_back(one)) for one in recent.order_by("-at")],
        "apart": said_apart(member),
        "days": DAYS,
    }
    return render(request, "console/merging/page.html", context)


@for_managers
@require_POST
def undo_merge(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Separate the two again."""
    row = Merge.objects.filter(workspace=member.workspace, pk=number).first()
    if row is None or not may_take_back(row):
        messages.info(request, _("This merge can no longer be taken back."))
        return redirect("merging", member.workspace.slug)
    try:
        gone = take_merge_back(merge=row, by=actor(member))
    except TooLate:
        messages.info(request, _("This merge was taken back already, or what it made is no longer there."))
        return redirect("merging", member.workspace.slug)
    if isinstance(gone, Contact):
        messages.success(request, _("%(gone)s is a contact of their own again.") % {"gone": str(gone)})
        return after_contact(member, gone)
    messages.success(request, _("%(gone)s is an account of its own again.") % {"gone": str(gone)})
    return redirect("account", member.workspace.slug, gone.key)


def people(member: Member, found: list[LikelyContacts]) -> list[People]:
    """The groups with their contacts, and the accounts that these are at."""
    numbers = {number for one in found for number in one.contacts}
    contacts = Contact.objects.select_related("account").filter(workspace=member.workspace).in_bulk(list(numbers))
    return [
        People(
            [str(WHY[reason.why]) % {"shared": reason.shared} for reason in one.reasons],
            [contacts[pk] for pk in one.contacts if pk in contacts],
        )
        for one in found
    ]


def after_contact(member: Member, contact: Contact) -> HttpResponse:
    """To the contacts of their account, or to the duplicates where they are at none."""
    if contact.account is None:
        return redirect("merging", member.workspace.slug)
    return redirect("account-contacts", member.workspace.slug, contact.account.key)
