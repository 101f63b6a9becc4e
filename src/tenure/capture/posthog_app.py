"""How do events of PostHog's SDKs come in? A raw ASGI application beside capture, with the same promises and limits."""

import asyncio
import binascii
from datetime import UTC, datetime
from urllib.parse import parse_qs

import msgspec

from tenure import clock
from tenure.capture import metrics
from tenure.capture.app import Capture, Scope, now
from tenure.capture.body import Gone, read_body, unpack
from tenure.capture.faults import fault
from tenure.capture.head import Head
from tenure.capture.limits import SHOWN_ERRORS
from tenure.capture.posthog import Translated, translate
from tenure.capture.posthog_config import FLAGS, config, script
from tenure.capture.replies import PREFLIGHT, Receive, Refused, Reply, Send, malformed, refusal
from tenure.eventlog import wire
from tenure.eventlog.spool import DeadLetter, SpooledRequest
from tenure.eventlog.wire_event import WireError

_EVENTS: dict[str, int | str] = {
    "/batch": 1,
    "/capture": 1,
    "/e": 1,
    "/track": 1,
    "/i/v0/e": "Ok",
}  # what each says when all is well
_EVENTS |= {f"{path}/": word for path, word in _EVENTS.items()}
_ASKED = frozenset(("/flags", "/flags/", "/decide", "/decide/"))
_TYPES = {401: "authentication_error", 429: "throttled_error", 503: "server_error"}
ASIDE = 32 * 1024  # bytes from which on a request is translated in a thread, so that other senders need not wait for it
Errors = list[tuple[int, str]]  # place in the request, reason


def is_posthog(path: str) -> bool:
    """Whether an address belongs to PostHog's protocol."""
    return path in _EVENTS or path in _ASKED or path.startswith("/array/")


class PostHog:
    """The application under PostHog's addresses; what it takes goes the way of all events."""

    def __init__(self, capture: Capture) -> None:
        """``capture`` knows the keys and keeps what comes."""
        self._capture = capture

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        to_browser = True  # until the headers say otherwise
        try:
            head = Head(scope["headers"])
            to_browser = head.to_browser
            reply = await self._answer(scope, head, receive)
        except Refused as refused:
            metrics.REFUSED.labels(refused.reason).inc()
            reply = _told(refused, to_browser)
        except Gone:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the sender must be told, and the log is
            reply = _told(fault(scope["path"], error), to_browser)
        await reply.send(send, to_browser=to_browser)

    async def _answer(self, scope: Scope, head: Head, receive: Receive) -> Reply:
        path, method = scope["path"], scope["method"]
        if method == "OPTIONS":
            return PREFLIGHT
        if path in _EVENTS and method == "POST":
            query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
            body, query = _opened(unpack(await read_body(receive), head.encoding), query)
            rejected, kept = await self._take(body, _sent_at(query))
            return _accepted(_EVENTS[path], kept, rejected)
        if path in _EVENTS:
            raise refusal(405, "method", "events are sent with POST", (b"allow", b"POST, OPTIONS"))
        if path in _ASKED:
            return FLAGS
        parts = path.split("/")
        if len(parts) == 4 and parts[3] in ("config", "config.js") and method == "GET":
            await self._capture.workspace_of(parts[2])
            return script(parts[2]) if parts[3] == "config.js" else config()
        raise refusal(
            404, "not_found", f"there is no {path[:100]}: the SDK is installed from its package, not from here"
        )

    async def _take(self, body: bytes, sent_at: str | None) -> tuple[Errors, int]:
        """Keep the events of one request: why some were rejected, and how many calls were kept."""
        try:
            text, changed = wire.mended(body)
            if len(text) > ASIDE:
                said = await asyncio.to_thread(translate, text, clock.now(), sent_at, mended=changed)
            else:
                said = translate(text, clock.now(), sent_at, mended=changed)
        except WireError as error:
            raise malformed(str(error)) from None
        workspace = await self._capture.workspace_of(said.key)
        if not said.places:
            return await self._keep_bad(workspace, said), 0
        if not said.bad:
            try:
                wire.read("batch", said.batch)
            except WireError:
                pass
            else:
                count = len(said.places)
                request = SpooledRequest(workspace, "batch", now(), said.batch, count)
                await self._capture.keep(workspace, count, request, [])
                return [], count
        found = await self._capture.keep_good_ones(workspace, "batch", said.batch, _letters(workspace, said))
        rejected = {place: reason for place, reason, _ in said.bad}
        for at, (reason, _) in zip(found.places, found.bad, strict=True):
            rejected.setdefault(said.places[at], reason)
        return sorted(rejected.items()), found.count

    async def _keep_bad(self, workspace: str, said: Translated) -> Errors:
        """Nothing in it is a call: all was bad, or the SDK's own housekeeping, of which nothing is to be kept."""
        if said.bad:
            await self._capture.keep(workspace, len(said.bad), None, _letters(workspace, said))
        return [(place, reason) for place, reason, _ in said.bad]


def _letters(workspace: str, said: Translated) -> list[DeadLetter]:
    at = now()
    return [DeadLetter(workspace, at, reason, b'{"batch":[' + raw + b"]}", "batch") for _, reason, raw in said.bad]


def _opened(body: bytes, query: dict[str, list[str]]) -> tuple[bytes, dict[str, list[str]]]:
    """The JSON in a body that may be a form, base64 or both; and what form and address say beside it."""
    if body.startswith((b"data=", b"compression=")):
        form = parse_qs(body.decode("latin-1"))
        query, body = query | form, form.get("data", [""])[0].encode()
        packed = not body.lstrip().startswith((b"{", b"["))
    else:
        packed = query.get("compression") == ["base64"]
    if "lz64" in query.get("compression", ()):
        raise refusal(415, "encoding", "lz64 is not understood: update the SDK, or let it send gzip or plain JSON")
    if not packed:
        return body, query
    try:
        return unpack(binascii.a2b_base64(body.replace(b" ", b"+")), b""), query  # a form writes a blank as a plus
    except binascii.Error as error:
        raise malformed(f"the body is not base64: {error}") from None


def _sent_at(query: dict[str, list[str]]) -> str | None:
    """When the address says it was sent, in milliseconds since 1970, as an ISO time."""
    said = (query.get("_") or query.get("sent_at") or [""])[0]
    try:
        return datetime.fromtimestamp(int(said) / 1000, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _accepted(word: str | int, kept: int, rejected: Errors) -> Reply:
    """What is well, and of what is not the first reasons; raises Refused when nothing could be kept."""
    if not rejected:
        return _WELL[word]
    errors = [{"index": place, "message": reason} for place, reason in rejected[:SHOWN_ERRORS]]
    if not kept:
        raise malformed(rejected[0][1])
    return Reply(200, msgspec.json.encode({"status": word, "rejected": len(rejected), "errors": errors}))


def _told(refused: Refused, to_browser: bool) -> Reply:
    """A refusal as these SDKs read it. In browsers theirs drops what is answered with 429, and repeats after 503."""
    status = 503 if to_browser and refused.reply.status == 429 else refused.reply.status
    kind = _TYPES.get(status, "validation_error")
    told = {"type": kind, "code": refused.reason, "detail": refused.message, "attr": None}
    return Reply(status, msgspec.json.encode(told), *refused.headers)


_WELL = {word: Reply(200, msgspec.json.encode({"status": word})) for word in _EVENTS.values()}
