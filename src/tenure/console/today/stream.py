"""Tells open pages of Today that something changed which they show: a stream of server-sent events."""

import asyncio
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connections
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.console.access import READERS, member_of, open_to
from tenure.console.live import HEARTBEAT_SECONDS, LONGEST_SECONDS
from tenure.console.live_poller import Poller
from tenure.records.models import HealthChange, Snooze


def read_stamps(workspaces: list[int]) -> dict[int, str]:
    """The latest change of a band and the latest snooze of each workspace."""
    close_old_connections()
    return {one: stamp_of(one) for one in workspaces}


def stamp_of(workspace: int) -> str:
    """The same of one workspace: a page that was made with it need not be told of it."""
    return f"{_last(HealthChange, workspace)}-{_last(Snooze, workspace)}"


def _last(model: type[HealthChange] | type[Snooze], workspace: int) -> int:
    order = "-at" if model is HealthChange else "-pk"
    return model.objects.filter(workspace=workspace).order_by(order, "-pk").values_list("pk", flat=True).first() or 0


changes = Poller(read_stamps)


@open_to(READERS)
@require_safe
async def today_stream(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One ``news`` event at once with the stamp of what is stored, and another at each change."""
    workspace = await sync_to_async(_workspace)(request, slug)
    response = StreamingHttpResponse(_events(workspace), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # a proxy that collects answers would hold the news back
    return response


def _workspace(request: HttpRequest, slug: str) -> int:
    workspace = member_of(request, slug).workspace_id
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:  # a stream may last; it must not keep a database connection for itself
            connection.close()
    return workspace


async def _events(workspace: int) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    end = clock.monotonic() + LONGEST_SECONDS
    with changes.watch(workspace) as news:
        while clock.monotonic() < end:
            try:
                stamp = await asyncio.wait_for(news.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
            else:
                yield f"event: news\ndata: {stamp}\n\n"
