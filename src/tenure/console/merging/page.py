"""Which accounts look like one, what would each field become, and which merges can still be taken back?"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.merge_accounts import DAYS, OWN, MergeError, may_take_back, merge_accounts
from tenure.actions.merge_undo import TooLate, take_merge_back
from tenure.answers.duplicates import Likely, duplicates
from tenure.console.access import account_of, actor, for_managers
from tenure.records.models import Account, AccountHistory, Member, Merge


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts that may be one, with what they share."""

    likely: Likely
    accounts: list[Account]


@dataclass(frozen=True, slots=True)
class Choice:
    """One field on which the two differ: what each says."""

    name: str
    word: str
    kept: str
    gone: str


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
        "merges": [(one, may_take_back(one)) for one in recent.order_by("-at")],
        "days": DAYS,
    }
    return render(request, "console/merging/page.html", context)


@for_managers
@require_safe
def merge_form(request: HttpRequest, member: Member) -> HttpResponse:
    """The two side by side, with every field on which they differ; Http404 when one of them is not there."""
    kept, gone = _two(member, request.GET)
    choices = list(_choices(kept, gone))
    context = {"member": member, "section": "accounts", "kept": kept, "gone": gone, "choices": choices, "days": DAYS}
    return render(request, "console/merging/form.html", context)


@for_managers
@require_POST
def merge(request: HttpRequest, member: Member) -> HttpResponse:
    """Make them one, with the fields that were chosen."""
    kept, gone = _two(member, request.POST)
    chosen = [choice.name for choice in _choices(kept, gone) if request.POST.get(f"take-{choice.name}") == "gone"]
    name = str(gone)
    try:
        merge_accounts(kept=kept, gone=gone, chosen=chosen, by=actor(member))
    except MergeError as error:
        messages.error(request, str(error))
        return redirect("merging", member.workspace.slug)
    said = _("%(gone)s is part of %(kept)s now. For %(days)s days this can be taken back, under Duplicates.")
    messages.success(request, said % {"gone": name, "kept": str(kept), "days": DAYS})
    return redirect("account", member.workspace.slug, kept.key)


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
    except TooLate as error:
        messages.info(request, str(error))
        return redirect("merging", member.workspace.slug)
    messages.success(request, _("%(gone)s is an account of its own again.") % {"gone": str(gone)})
    return redirect("account", member.workspace.slug, gone.key)


def _two(member: Member, said: Any) -> tuple[Account, Account]:
    kept, gone = account_of(member, said.get("kept", "")), account_of(member, said.get("gone", ""))
    if kept.pk == gone.pk:
        raise Http404("a merge needs two accounts")
    return kept, gone


def _choices(kept: Account, gone: Account) -> list[Choice]:
    mine, theirs = _values(kept), _values(gone)
    return [
        Choice(name, name.removeprefix("trait.").replace("_", " "), _text(mine.get(name)), _text(value))
        for name, value in theirs.items()
        if value not in (None, "") and value != mine.get(name)
    ]


def _values(account: Account) -> dict[str, Any]:
    own = {name: getattr(account, name) for name in OWN}
    history = AccountHistory.objects.filter(workspace=account.workspace_id, account=account, since__lte=clock.now())
    dated = history.exclude(name__startswith="declined.").order_by("since")
    return own | dict(dated.values_list("name", "value"))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
