"""What is offered while somebody fills in a form: accounts by a few letters, and who is at the one that is named."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.console.access import for_members
from tenure.console.account_named import OFFERED, named, offered
from tenure.console.touchpoints.found import contacts_of
from tenure.records.models import Member


@for_members
@require_safe
def account_options(request: HttpRequest, member: Member) -> HttpResponse:
    """Accounts whose name or key holds what somebody is writing in ``account``."""
    found = list(offered(member.workspace, request.GET.get("account", ""))[:OFFERED])
    names = [account.name for account in found]
    options = [
        (account.name if account.name and names.count(account.name) == 1 else account.key, str(account))
        for account in found
    ]
    return render(request, "console/_account_options.html", {"options": options})


@for_members
@require_safe
def people_there(request: HttpRequest, member: Member) -> HttpResponse:
    """The contacts of the account that ``account`` names, to choose one (``for`` log) or to invite (``for`` plan)."""
    found = named(member.workspace, request.GET.get("account", ""))
    account = found[0] if len(found) == 1 else None
    name = "_invited" if request.GET.get("for") == "plan" else "_contact"
    context: dict[str, object] = {
        "member": member,
        "account": account,
        "contacts": contacts_of(account),
        "several": len(found) > 1,
        "chosen": set(),
    }
    return render(request, f"console/touchpoints/{name}.html", context)
