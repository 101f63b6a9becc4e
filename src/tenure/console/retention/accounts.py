"""Which accounts are behind a figure of the business? A list with what each brought before and after, and a file of it."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.console.access import for_members
from tenure.console.csv_file import csv_file, file_name, major
from tenure.console.retention.asked import Asked, Looked, page_of
from tenure.console.retention.meant import asked_for
from tenure.records.models import Account, Member

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One account with its MRR at the start and at the end."""

    account: Account
    before: int
    after: int


@for_members
@require_safe
def retention_accounts(request: HttpRequest, member: Member) -> HttpResponseBase:
    """A page of the accounts behind a figure, or with ``format=csv`` all of them; Http404 for what there is not."""
    looked = Looked.at(member.workspace, Asked.read(request.GET))
    meant = asked_for(looked, request.GET)
    business, accounts = looked.chosen, meant.accounts
    moved = {
        account: (int(before), int(after))
        for account, before, after in zip(
            business.spans.accounts.tolist(), business.moves.before, business.moves.after, strict=True
        )
    }
    if request.GET.get("format") == "csv":
        return _file(looked, meant.name, accounts, moved)
    page = page_of(request.GET.get("page", ""))
    largest = sorted(accounts, key=lambda one: (-max(moved.get(one, (0, 0))), one))
    shown = largest[(page - 1) * PAGE : page * PAGE]
    found = Account.objects.select_related("health").filter(workspace=member.workspace).in_bulk(shown)
    address = f"{looked.asked.address()}&{meant.query}"
    context = {
        "member": member,
        "section": "retention",
        "looked": looked,
        "period": business.period,
        "word": meant.words,
        "count": len(accounts),
        "rows": [Row(found[one], *moved.get(one, (0, 0))) for one in shown if one in found],
        "file": f"{address}&format=csv",
        "previous": f"{address}&page={page - 1}" if page > 1 else "",
        "next": f"{address}&page={page + 1}" if page * PAGE < len(accounts) else "",
    }
    return render(request, "console/retention/accounts.html", context)


def _file(looked: Looked, what: str, accounts: list[int], moved: dict[int, tuple[int, int]]) -> HttpResponseBase:
    workspace, currency = looked.history.workspace, looked.currency
    known = Account.objects.filter(workspace=workspace).values_list("pk", "key", "name").order_by("pk")
    wanted = set(accounts)
    rows = (
        (key, name, *(major(amount, currency) for amount in moved.get(pk, (0, 0))), currency)
        for pk, key, name in known.iterator(5_000)
        if pk in wanted
    )
    heads = (_("Account ID"), _("Account"), _("MRR at the start"), _("MRR at the end"), _("Currency"))
    return csv_file(file_name(workspace, what), heads, rows)
