"""Two that look like one are not: say so, and take that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenure.actions.merging.distinct import tell_apart, undo_tell_apart
from tenure.console.access import actor, for_managers
from tenure.console.merging.two import two_accounts, two_contacts
from tenure.records.models import Account, Contact, Distinct, Member


@for_managers
@require_POST
def accounts_apart(request: HttpRequest, member: Member) -> HttpResponse:
    """These two accounts are suggested no more; Http404 when one of them is not there."""
    return _kept(request, member, *two_accounts(member, request.POST))


@for_managers
@require_POST
def contacts_apart(request: HttpRequest, member: Member) -> HttpResponse:
    """The same of two contacts."""
    return _kept(request, member, *two_contacts(member, request.POST))


@for_managers
@require_POST
def undo_apart(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Suggest them again."""
    row = Distinct.objects.filter(workspace=member.workspace, pk=number).first()
    if row is not None and undo_tell_apart(row=row, by=actor(member)):
        messages.success(request, _("They are suggested again where they look like one."))
    else:
        messages.info(request, _("That was taken back already."))
    return redirect("merging", member.workspace.slug)


def _kept(request: HttpRequest, member: Member, one: Account | Contact, other: Account | Contact) -> HttpResponse:
    tell_apart(one=one, other=other, by=actor(member))
    said = {"one": str(one), "other": str(other)}
    messages.success(request, _("%(one)s and %(other)s are not suggested as one any more.") % said)
    return redirect("merging", member.workspace.slug)
