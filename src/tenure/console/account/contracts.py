"""What has an account agreed to, bought and paid, and what could it use that it has not bought?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.account_fields import set_field
from tenure.answers.renewals import is_trial
from tenure.answers.whitespace import DECLINED, whitespace
from tenure.calc.whitespace import Gap
from tenure.console.access import actor, for_members, for_writers
from tenure.console.account.head import found, head
from tenure.console.locale import locale_of, percent
from tenure.console.undo import told
from tenure.records.models import Account, Contract, ContractPeriod, Departure, Invoice, Member, Order
from tenure.values.moment import Moment

LATELY = 12


@dataclass(frozen=True, slots=True)
class Agreement:
    """One contract: its period that runs or ran last, those before it, and its options."""

    contract: Contract
    latest: Any
    earlier: list[Any]
    options: list[Any]
    runs: bool
    change: str  # where it is renewed or ended; empty where it is not


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One option that it lacks, with accounts that have it."""

    gap: Gap
    share: str
    examples: list[Account]


@for_members
@require_safe
def account_contracts(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Contracts, options and whitespace, invoices and orders."""
    account = found(member, key)
    workspace, locale = member.workspace_id, locale_of(request)
    space = whitespace(account, Moment(clock.now()))
    named = Account.objects.filter(workspace=workspace).in_bulk([pk for gap in space.gaps for pk in gap.examples])
    context = head(request, member, account, "account-contracts") | {
        "agreements": _agreements(account, member.workspace.slug),
        "space": space,
        "suggestions": [
            Suggestion(gap, percent(gap.share, locale), [named[pk] for pk in gap.examples if pk in named])
            for gap in space.gaps
        ],
        "invoices": Invoice.objects.filter(workspace=workspace, account=account).order_by("-issued_on")[:LATELY],
        "orders": Order.objects.filter(workspace=workspace, account=account).order_by("-ordered_at")[:LATELY],
        "today": clock.now().date(),
    }
    return render(request, "console/account/contracts.html", context)


@for_writers
@require_POST
def decline_option(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Say that the account does not want an option, and why: it is not suggested again. An empty reason suggests it anew."""
    account = found(member, key)
    option, reason = (request.POST.get(name, "").replace("\0", "").strip() for name in ("option", "reason"))
    entry = set_field(
        workspace=member.workspace, accounts=[account.pk], field=DECLINED + option[:150], value=reason, by=actor(member)
    )
    sentence = _("%(option)s is suggested no more.") if reason else _("%(option)s may be suggested again.")
    back = reverse("account-contracts", args=[member.workspace.slug, account.key])
    return told(
        request, sentence % {"option": option}, back=back, events=("account",), entries=[entry.pk] if entry else []
    )


def _agreements(account: Account, slug: str) -> list[Agreement]:
    today = clock.now().date()
    said = Departure.objects.filter(workspace=account.workspace_id, account=account, taken_back_at=None)
    left = {(contract, ends_on): number for contract, ends_on, number in said.values_list("contract", "ends_on", "pk")}
    contracts = Contract.objects.filter(workspace=account.workspace_id, account=account)
    found = []
    for one in contracts.prefetch_related("periods", "lines").order_by("pk"):
        periods = sorted(one.periods.all(), key=lambda period: period.starts_on, reverse=True)
        if not periods:
            continue
        begun = [period for period in periods if period.starts_on <= today] or periods[-1:]
        latest = begun[0]
        runs = latest.starts_on <= today and (latest.ends_on is None or latest.ends_on > today)
        options = [line for line in one.lines.all() if line.ends_on is None or line.ends_on > today]
        change = _change(periods[0], left, slug) if runs else ""
        found.append(Agreement(one, latest, [one for one in periods if one is not latest], options, runs, change))
    return sorted(found, key=lambda one: (not one.runs, -one.latest.mrr))


def _change(last: ContractPeriod, left: Mapping[tuple[int, date], int], slug: str) -> str:
    """The page of its end: of the word that it ends, of ending what has none, else of its renewal; none for a trial."""
    if last.ends_on is None:
        return reverse("renewal-ending", args=[slug, last.contract_id])
    number = left.get((last.contract_id, last.ends_on))
    if number is not None:
        return reverse("departure", args=[slug, number])
    return "" if is_trial(last.plan) else reverse("renewal", args=[slug, last.contract_id])
