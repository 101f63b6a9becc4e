"""How do events come in? A raw ASGI application that speaks the Segment protocol and answers 200 for what is kept."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from tenure import clock
from tenure.capture import browser, metrics
from tenure.capture.body import Gone, read_body, unpack
from tenure.capture.faults import fault
from tenure.capture.group_commit import GroupCommit, QueueFull
from tenure.capture.head import Head
from tenure.capture.keys import Keys
from tenure.capture.rate import Rate
from tenure.capture.replies import (
    ACCEPTED,
    PREFLIGHT,
    Receive,
    Refused,
    Reply,
    Send,
    all_bad,
    busy,
    malformed,
    partly,
    refusal,
    unavailable,
    unknown_key,
)
from tenure.eventlog import wire
from tenure.eventlog.spool import DeadLetter, SpooledRequest, SpoolUnavailable
from tenure.eventlog.wire_event import WireError, micros

logger = logging.getLogger("tenure.capture")
Scope = MutableMapping[str, Any]

_SHORT = {"t": "track", "i": "identify", "p": "page", "s": "screen", "g": "group", "a": "alias", "b": "batch"}
KINDS = {f"/v1/{name}": name for name in (*_SHORT.values(), "import")}
KINDS |= {f"/v1/{short}": name for short, name in _SHORT.items()}
KINDS |= {f"{path}/": kind for path, kind in KINDS.items()}


class Capture:
    """The application under ``/v1/``. Any number of processes may run it on one spool."""

    def __init__(self, keys: Keys, writer: GroupCommit, rate: Rate, high_water: int) -> None:
        """``high_water``: events in the spool from which on requests are refused."""
        self._keys = keys
        self._writer = writer
        self._rate = rate
        self._high_water = high_water

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        to_browser = True  # until the headers say otherwise: a refusal must be readable everywhere
        try:
            head = Head(scope["headers"])
            to_browser = head.to_browser
            kind = KINDS.get(scope["path"])
            if kind is not None and scope["method"] == "POST":
                reply = await self._take(kind, head, receive)
            else:
                reply = await self._other(kind, scope)
        except Refused as refused:
            metrics.REFUSED.labels(refused.reason).inc()
            reply = refused.reply
        except Gone:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the sender must be told, and the log is
            reply = fault(scope["path"], error).reply
        await reply.send(send, to_browser=to_browser)

    async def _take(self, kind: str, head: Head, receive: Receive) -> Reply:
        """Keep the events of one request."""
        workspace = await self.workspace_of(head.key) if head.key is not None else None
        body = unpack(await read_body(receive), head.encoding)
        try:
            request = wire.read(kind, body)
        except WireError:
            return await self._take_good_ones(kind, body, workspace)
        if workspace is None:
            workspace = await self.workspace_of(request.write_key)
        count = len(request.events)
        await self.keep(workspace, count, SpooledRequest(workspace, kind, now(), body, count), [])
        return ACCEPTED

    async def _take_good_ones(self, kind: str, body: bytes, workspace: str | None) -> Reply:
        """Answer a request of which not all is good."""
        if workspace is None:
            workspace = await self.workspace_of(wire.write_key_of(body))
        found = await self.keep_good_ones(workspace, kind, body)
        if not found.bad:
            return ACCEPTED
        reasons = [(place, reason) for place, (reason, _) in zip(found.places, found.bad, strict=True)]
        if not found.count:
            raise all_bad(413 if found.too_large else 400, reasons)
        return Reply(200, partly(found.count, reasons))

    async def keep_good_ones(
        self, workspace: str, kind: str, body: bytes, more_dead: Sequence[DeadLetter] = ()
    ) -> wire.Sorted:
        """Keep what is good in a request, and the rest as dead letters; raises Refused when it cannot be read."""
        try:
            found = wire.sort_out(kind, body)
        except WireError as error:
            raise malformed(str(error)) from None
        if not found.count and not found.bad:
            raise malformed("the batch holds no events")
        at = now()
        dead = [*more_dead, *(DeadLetter(workspace, at, reason, letter, "batch") for reason, letter in found.bad)]
        request = SpooledRequest(workspace, kind, at, found.body, found.count) if found.count else None
        await self.keep(workspace, found.count + len(dead), request, dead)
        return found

    async def keep(self, workspace: str, events: int, request: SpooledRequest | None, dead: list[DeadLetter]) -> None:
        """Return once it is on the disk; raises Refused when it is not."""
        if self._writer.depth >= self._high_water:
            self._writer.measure()
            raise busy("more events wait to be processed than may: send again in a few seconds", 5)
        if seconds := self._rate.wait(workspace, events):
            raise busy("this workspace sends more events a second than it may: send again later", seconds)
        try:
            await self._writer.keep(request, dead)
        except QueueFull:
            raise busy("more requests come in than can be written: send again in a second", 1) from None
        except SpoolUnavailable as error:
            raise unavailable(str(error)) from None
        if request is not None:
            metrics.ACCEPTED.inc(request.count)
        if dead:
            metrics.DEAD.inc(len(dead))

    async def workspace_of(self, key: str | None) -> str:
        """Whose key it is. Raises Refused when it is nobody's, or when that cannot be found out."""
        if not key:
            raise unknown_key()
        try:
            workspace = await self._keys.workspace(key)
        except Exception:
            logger.exception("Write keys cannot be read")
            raise unavailable("write keys cannot be checked now") from None
        if workspace is None:
            raise unknown_key()
        return workspace

    async def _other(self, kind: str | None, scope: Scope) -> Reply:
        """What browsers ask before they send, and what nobody should ask."""
        if scope["method"] == "OPTIONS":
            return PREFLIGHT
        path = scope["path"].split("/")
        if len(path) == 5 and path[2] == "projects" and path[4] == "settings" and scope["method"] == "GET":
            await self.workspace_of(path[3])
            return browser.settings(path[3], scope["headers"], scope.get("scheme", "http"))
        if kind is not None:
            raise refusal(405, "method", "events are sent with POST", (b"allow", b"POST, OPTIONS"))
        raise refusal(404, "not_found", f"there is no {scope['path'][:100]}: see /v1/track, /v1/batch and their like")


def now() -> int:
    """Microseconds since 1970."""
    return micros(clock.now())


Application = Callable[[Scope, Receive, Send], Awaitable[None]]
