"""What does one product or service bring, take and leave, and at which accounts?"""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.answers.spending import total
from tenure.calc.profit import Profit
from tenure.console.access import for_members, may_see_margin
from tenure.console.locale import locale_of, money, number
from tenure.console.retention.asked import Asked, Looked
from tenure.console.retention.why import definitions
from tenure.records.models import Account, Member

FIRST: Final = 10


@for_members
@require_safe
def retention_product(request: HttpRequest, member: Member) -> HttpResponse:
    """The sheet: the arithmetic, and the accounts that it takes most time at. Http404 for what nobody bought or asked about."""
    if not may_see_margin(member):
        raise PermissionDenied(_("Your role does not show what is left of revenue."))
    looked, locale = Looked.at(member.workspace, Asked.read(request.GET)), locale_of(request)
    name = request.GET.get("product", "")
    mine = {account: one for (account, product), one in looked.year.profits.items() if product == name}
    if not mine:
        raise Http404("no such product")
    whole = total(mine.values(), member.workspace.hourly_cost or 0)

    def shown(one: Profit) -> dict[str, Any]:
        return {
            "revenue": money(one.revenue, looked.currency, locale),
            "hours": number(one.minutes / 60, locale, 1),
            "cost": money(one.cost, looked.currency, locale),
            "left": money(one.profit, looked.currency, locale),
        }

    dearest = sorted(mine, key=lambda account: (-mine[account].minutes, -mine[account].revenue, account))[:FIRST]
    accounts = Account.objects.filter(workspace=member.workspace).in_bulk(dearest)
    context = {
        "member": member,
        "title": name or _("not said what for"),
        "period": looked.window.year,
        "whole": shown(whole),
        "hour": money(whole.hourly_cost, member.workspace.currency, locale),
        "rows": [(accounts[pk], shown(mine[pk])) for pk in dearest if pk in accounts],
        "count": len(mine),
        "definitions": definitions(looked.year),
    }
    return render(request, "console/retention/_product.html", context)
