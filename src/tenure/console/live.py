"""Tells open pages that an account's health was computed again: a stream of server-sent events."""

import asyncio
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.console.access import READERS, account_of, member_of, open_to
from tenure.console.live_poller import poller

HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 300.0  # then the browser connects again, and is asked again who it is


@open_to(READERS)
@require_safe
async def live(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One ``health`` event at once with the stamp of what is stored, and another at each change."""
    account = await sync_to_async(_account)(request, slug)
    response = StreamingHttpResponse(_events(account), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # a proxy that collects answers would hold the news back
    return response


def _account(request: HttpRequest, slug: str) -> int:
    account = account_of(member_of(request, slug), request.GET.get("account", ""))
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:  # a stream may last; it must not keep a database connection for itself
            connection.close()
    return account.pk


async def _events(account: int) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    end = clock.monotonic() + LONGEST_SECONDS
    with poller.watch(account) as news:
        while clock.monotonic() < end:
            try:
                stamp = await asyncio.wait_for(news.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
            else:
                yield f"event: health\ndata: {stamp}\n\n"
