"""How do open pages hear of changes? By streams of server-sent events, which hold no database connection and end in time."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final, TypeVar

from django.db import connections
from django.http import StreamingHttpResponse

from tenure import clock
from tenure.console.live_poller import Poller

HEARTBEAT_SECONDS: Final = 15.0
LONGEST_SECONDS: Final = 300.0  # then the browser connects again, and is asked again who it is
K = TypeVar("K")


def streamed(event: str, poller: Poller[K], key: K) -> StreamingHttpResponse:
    """One event of that name at once, with the stamp of what is stored under ``key``, and another at each change."""
    response = StreamingHttpResponse(news_of(event, poller, key), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # a proxy that collects answers would hold the news back
    return response


def leave_the_database() -> None:
    """Give back the connections of this thread: a stream may last, and must not keep one for itself."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


async def news_of(event: str, poller: Poller[K], key: K) -> AsyncIterator[str]:
    """What such a stream says, piece by piece."""
    yield "retry: 1000\n\n"
    end = clock.monotonic() + LONGEST_SECONDS
    with poller.watch(key) as news:
        while clock.monotonic() < end:
            try:
                stamp = await asyncio.wait_for(news.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
            else:
                yield f"event: {event}\ndata: {stamp}\n\n"
