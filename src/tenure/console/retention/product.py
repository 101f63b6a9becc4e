"""What does one product or service bring, take and leave, and at which accounts?"""

from typing import Any, Final

import numpy as np
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.calc.profit import Profit
from tenure.console.access import for_members, may_see_margin
from tenure.console.locale import locale_of, money, number
from tenure.console.retention.asked import Asked, Looked
from tenure.console.retention.meant import narrowed
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
    if looked.asked.product is None:
        raise Http404("no product asked for")
    some = narrowed(looked)
    mine = some.business.ledger
    whole = mine.total

    def shown(one: Profit) -> dict[str, Any]:
        return {
            "revenue": money(one.revenue, looked.currency, locale),
            "hours": number(one.minutes / 60, locale, 1),
            "cost": money(one.cost, looked.currency, locale),
            "left": money(one.profit, looked.currency, locale),
        }

    dearest = np.lexsort((mine.accounts, -mine.revenue, -mine.minutes))[:FIRST].tolist()
    accounts = Account.objects.filter(workspace=member.workspace).in_bulk(mine.accounts[dearest].tolist())
    found = [(accounts.get(int(mine.accounts[place])), mine.row(place)) for place in dearest]
    context = {
        "member": member,
        "title": some.name,
        "period": some.business.period,
        "whole": shown(whole),
        "hour": money(whole.hourly_cost, member.workspace.currency, locale),
        "is_option": looked.asked.left == "option",
        "rows": [(account, shown(one)) for account, one in found if account],
        "count": len(mine.accounts),
        "bought": len(mine.buyers),
        "asked": looked.asked,
        "definitions": definitions(looked, some.business),
    }
    return render(request, "console/retention/_product.html", context)
