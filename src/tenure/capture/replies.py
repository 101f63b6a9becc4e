"""What does capture answer? Each answer is made once and sent many times."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

import msgspec

from tenure.capture.limits import MAX_REQUEST, SHOWN_ERRORS

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
Headers = list[tuple[bytes, bytes]]

_JSON = b"application/json"
_CORS = [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"retry-after")]


class Reply:
    """A status, a body and the headers for programs and, with CORS, for browsers; safe to send again and again."""

    __slots__ = ("_body", "_start", "_start_cors", "status")

    def __init__(self, status: int, body: bytes, *headers: tuple[bytes, bytes], content_type: bytes = _JSON) -> None:
        self.status = status
        plain = [(b"content-type", content_type), (b"content-length", str(len(body)).encode()), *headers]
        self._start: Message = {"type": "http.response.start", "status": status, "headers": plain}
        self._start_cors: Message = {**self._start, "headers": [*plain, *_CORS]}
        self._body: Message = {"type": "http.response.body", "body": body}

    async def send(self, send: Send, *, to_browser: bool) -> None:
        """Answer with it."""
        await send(self._start_cors if to_browser else self._start)
        await send(self._body)


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """The request ends here with this answer.

    ``reason`` is a word for the metrics; ``message`` and ``headers`` say the same to those who answer in another form.
    """

    def __init__(self, reply: Reply, reason: str, message: str, headers: Sequence[tuple[bytes, bytes]] = ()) -> None:
        super().__init__(reason)
        self.reply = reply
        self.reason = reason
        self.message = message
        self.headers = headers


def refusal(status: int, code: str, message: str, *headers: tuple[bytes, bytes]) -> Refused:
    """A refusal in the form the SDKs read."""
    body = msgspec.json.encode({"success": False, "code": code, "message": message})
    return Refused(Reply(status, body, *headers), code, message, headers)


def busy(message: str, seconds: int) -> Refused:
    """Try again after some seconds."""
    return refusal(429, "busy", message, (b"retry-after", str(seconds).encode()))


def unavailable(message: str) -> Refused:
    """Nothing can be kept now; the sender should keep it and come back."""
    return refusal(503, "unavailable", message, (b"retry-after", b"2"))


def malformed(message: str) -> Refused:
    """The request cannot be read."""
    return refusal(400, "invalid", message)


def too_large() -> Refused:
    """More than one request may bring."""
    return refusal(
        413, "too_large", f"a request may have {MAX_REQUEST // 1024} kB after unpacking: send smaller batches"
    )


def unknown_key() -> Refused:
    """No such write key, or it was revoked."""
    text = "the write key is missing, unknown or revoked: make one with “tenure key create --kind write”"
    return refusal(401, "unknown_key", text, (b"www-authenticate", b'Basic realm="write key"'))


def partly(accepted: int, reasons: Sequence[tuple[int, str]]) -> bytes:
    """The answer to a batch of which some events went to the dead letters: (place, reason) of those."""
    errors = [{"index": place, "message": reason} for place, reason in reasons[:SHOWN_ERRORS]]
    return msgspec.json.encode({"success": True, "accepted": accepted, "rejected": len(reasons), "errors": errors})


def all_bad(status: int, reasons: Sequence[tuple[int, str]]) -> Refused:
    """No event of the request could be kept."""
    errors = [{"index": place, "message": reason} for place, reason in reasons[:SHOWN_ERRORS]]
    code = "too_large" if status == 413 else "invalid"
    body = {"success": False, "code": code, "message": reasons[0][1], "accepted": 0, "rejected": len(reasons)}
    return Refused(Reply(status, msgspec.json.encode({**body, "errors": errors})), code, reasons[0][1])


ACCEPTED = Reply(200, b'{"success": true}')
PREFLIGHT = Reply(
    204,
    b"",
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-allow-headers", b"authorization, content-encoding, content-type, x-retry-count, x-write-key"),
    (b"access-control-max-age", b"86400"),
)
