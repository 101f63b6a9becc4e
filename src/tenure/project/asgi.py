"""Who answers a request? Events go to capture, without Django's request cycle; everything else goes to Django."""

import os
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.project.settings")
_django = get_asgi_application()  # sets Django up, so what reads records is imported after it

from tenure.answers import process
from tenure.capture.app import Capture
from tenure.capture.group_commit import GroupCommit
from tenure.capture.keys import Keys
from tenure.capture.posthog_app import PostHog, is_posthog
from tenure.capture.rate import Rate
from tenure.console.importing.receiving import PREFIX as UPLOADS
from tenure.console.importing.receiving import receive_file
from tenure.eventlog.home import Home
from tenure.eventlog.open_spool import open_spool
from tenure.eventlog.spool import Spool
from tenure.project.body_limit import limited

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
TURN = 0.0005  # seconds a thread may run while another waits


def _open() -> Spool:
    return open_spool(Home(settings.TENURE_DATA), settings.DATABASE_URL)


pages = limited(_django)  # type: ignore[arg-type] # the same shapes under asgiref's own names
writer = GroupCommit(_open, process.keeping())
capture = Capture(Keys(), writer, Rate(settings.TENURE_RATE_LIMIT), settings.TENURE_SPOOL_ROWS)
posthog = PostHog(capture)


async def application(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """The ASGI application of the whole program."""
    if scope["type"] == "http":
        if scope["path"].startswith("/v1/"):
            await capture(scope, receive, send)
        elif is_posthog(scope["path"]):
            await posthog(scope, receive, send)
        elif scope["path"].startswith(UPLOADS):
            await receive_file(scope, receive, send)
        else:
            await pages(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _live(receive, send)
    else:
        await send({"type": "websocket.close", "code": 1000})


async def _live(receive: Receive, send: Send) -> None:
    """Open the spool when the server starts; keep what was taken and close it when the server stops."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            # Python's 5 ms turns would keep the thread that commits waiting for its own between two writes.
            sys.setswitchinterval(TURN)
            writer.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await writer.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
