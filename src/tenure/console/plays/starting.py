"""A member starts a play for the accounts that they chose: of one page, or ticked in the list."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tenure.actions.plays.starting import NotStarted, start_by_hand
from tenure.console.access import account_of, actor, for_writers
from tenure.console.accounts.chosen import chosen_accounts
from tenure.console.accounts.further import back_to_list
from tenure.console.locale import Counted
from tenure.console.plays.found import play_of
from tenure.console.undo import told
from tenure.records.models import Member


@for_writers
@require_POST
def start_play(request: HttpRequest, member: Member) -> HttpResponse:
    """Start it; the same form sent twice starts it once."""
    key, back = request.POST.get("back", ""), back_to_list(request, member)
    if key:
        back = reverse("account-plays", args=[member.workspace.slug, account_of(member, key).key])
    row = play_of(member, request.POST.get("play", ""))
    accounts = list(chosen_accounts(request, member, request.POST).values_list("pk", flat=True))
    if not accounts:
        said = _("Choose some accounts first: tick them, or press x on a row.")
        return told(request, said, back=back, went_well=False)
    try:
        token = request.POST.get("token", "")[:32] or secrets.token_hex(8)
        count = start_by_hand(play=row, accounts=accounts, token=token, by=actor(member))
    except NotStarted as error:
        return told(request, str(error), back=back, went_well=False)
    said = ngettext("“%(play)s” starts for %(count)s account.", "“%(play)s” starts for %(count)s accounts.", count) % {
        "play": row.name,
        "count": Counted(count),
    }
    return told(request, said, back=back, events=("plays",))
