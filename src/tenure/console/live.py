"""Tells open pages that an account's health was computed again."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from tenure.console.access import READERS, account_of, member_of, open_to
from tenure.console.live_poller import poller
from tenure.console.streaming import leave_the_database, streamed


@open_to(READERS)
@require_safe
async def live(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A stream of ``health`` events."""
    return streamed("health", poller, await sync_to_async(_account)(request, slug))


def _account(request: HttpRequest, slug: str) -> int:
    account = account_of(member_of(request, slug), request.GET.get("account", ""))
    leave_the_database()
    return account.pk
