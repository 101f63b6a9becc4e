"""What moved the score since an earlier day, factor by factor?"""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.moved import moved
from tenure.console import waterfall
from tenure.console.access import account_of, for_members
from tenure.console.account_state import day_asked
from tenure.console.eyes import factors_seen, untold
from tenure.console.locale import LocaleVoice, locale_of
from tenure.records.models import Member
from tenure.values.moment import Moment
from tenure.values.voice import speaking

USUAL_DAYS = 28


@for_members
@require_safe
def changed(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """The part of the account's page that htmx fetches once it is there, and for another day; a page without script."""
    account = account_of(member, key)
    until, text = day_asked(request.GET.get("as_of")), request.GET.get("since", "")
    last = until or clock.now().date()
    asked = day_asked(text)
    refused = bool(text) if asked is None else asked >= last
    since = last - timedelta(days=USUAL_DAYS) if refused or asked is None else asked
    after = Moment(clock.now()) if until is None else Moment.end_of(until)
    with speaking(LocaleVoice(locale_of(request))):
        then, now, factors = moved(account, Moment.end_of(since), after)
    seen, unsaid = factors_seen(factors), untold(then.health) or untold(now.health)
    context = {
        "member": member,
        "section": "accounts",
        "account": account,
        "since": since,
        "until": until,
        "latest": last - timedelta(days=1),
        "refused": refused,
        "before": then.health,
        "after": now.health,
        "untold": unsaid,
        "factors": seen,
        "bars": [] if unsaid else waterfall.changes(then.health, now.health, seen),
        "difference": waterfall.difference(then.health, now.health),
    }
    partial = request.headers.get("HX-Target") == "changed"
    response = render(request, f"console/accounts/{'_changed' if partial else 'changed'}.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response
