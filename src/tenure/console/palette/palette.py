"""What do a few letters lead to? The options of the command palette, for the script that shows them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.console.access import for_members, memberships
from tenure.console.palette.accounts_found import LONGEST, accounts_found
from tenure.console.palette.commands import commands, matching
from tenure.records.models import Member


@for_members
@require_safe
def palette(request: HttpRequest, member: Member) -> HttpResponse:
    """Accounts first where letters were written; without any, all actions and pages."""
    letters = request.GET.get("q", "")[:LONGEST].strip()
    groups = commands(member, memberships(request.user))
    context = {
        "member": member,
        "letters": letters,
        "accounts": accounts_found(member.workspace, letters),
        "groups": matching(groups, letters) if letters else groups,
    }
    return render(request, "console/palette/_options.html", context)
