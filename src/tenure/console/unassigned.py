"""Whose events reach no account, and which one is theirs? A member says so in place; the past is put right as well."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.assign import AssignError, assign_actor, make_account_of_group
from tenure.answers import unassigned as answer
from tenure.console.access import actor, for_managers, for_members, may_manage
from tenure.records.models import Account, Member

SHOWN = 100
OFFERED = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One actor, or one actor in a group that nobody knows."""

    actor: str
    id: str
    is_anonymous: bool
    group: str
    events: int
    last: datetime

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Row":
        """From the answer's row."""
        kind, _, id_ = row["actor"].partition(":")
        last = datetime.fromisoformat(row["last"])
        return cls(row["actor"], id_, kind == "a", row["group_id"] or "", row["events"], last)


@for_members
@require_safe
def unassigned(request: HttpRequest, member: Member) -> HttpResponse:
    """Actors of the last three months without an account, most events first."""
    rows = [Row.of(row) for row in answer.unassigned(member.workspace, SHOWN)]
    context = {
        "member": member,
        "section": "events",
        "tab": "unassigned",
        "here": True,
        "rows": rows,
        "shown": SHOWN,
        "may_manage": may_manage(member),
    }
    return render(request, "console/events/unassigned.html", context)


@for_members
@require_safe
def find_accounts(request: HttpRequest, member: Member) -> HttpResponse:
    """Accounts whose name or key holds what somebody is writing, to choose from."""
    accounts = Account.objects.filter(workspace=member.workspace)
    for word in request.GET.get("account", "").replace("\0", "")[:200].split():
        accounts = accounts.filter(Q(name__icontains=word) | Q(key__icontains=word))
    found = accounts.order_by("name", "key").values_list("key", "name")[:OFFERED]
    return render(request, "console/events/_offered.html", {"accounts": found})


@for_managers
@require_POST
def assign(request: HttpRequest, member: Member) -> HttpResponse:
    """Let an actor lead to an account, or make the account that a group asks for."""
    try:
        said = _assign(member, request.POST.get("actor", ""), request.POST.get("account", "").strip())
        messages.success(request, said)
    except AssignError as error:
        messages.info(request, str(error))
    return redirect("unassigned", member.workspace.slug)


def _assign(member: Member, who: str, key: str) -> str:
    if not who:
        made = make_account_of_group(workspace=member.workspace, group=key, by=actor(member))
        return _("%(account)s is an account now, and all events of its group are its own.") % {"account": made}
    account = Account.objects.filter(workspace=member.workspace, key=key).first()
    if account is None:
        none = _("No account has the key “%(key)s”: choose one of those offered. Nothing was changed.")
        raise AssignError(none % {"key": key[:80]})
    assign_actor(workspace=member.workspace, actor=who, account=account, by=actor(member))
    told = {"actor": who[2:], "account": account}
    return _("%(actor)s belongs to %(account)s now, with all events of before.") % told
