"""What did the sender send? The body, read and unpacked, never more of it than is allowed."""

import asyncio
import zlib

from tenure.capture.limits import BODY_SECONDS, MAX_PACKED, MAX_REQUEST
from tenure.capture.replies import Receive, malformed, refusal, too_large

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP, _ZLIB, _DEFLATE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


class Gone(Exception):  # noqa: N818 - reads as what happened
    """The sender hung up before the body was complete."""


async def read_body(receive: Receive) -> bytes:
    """The whole body as it came over the wire. Raises Refused when it is too large or too slow, Gone."""
    message = await receive()
    if message["type"] != "http.request":
        raise Gone
    body: bytes = message.get("body", b"")
    if message.get("more_body", False):
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _read_on(receive, body)
        except TimeoutError:
            raise refusal(408, "timeout", f"the body was not complete after {BODY_SECONDS} seconds") from None
    if len(body) > MAX_PACKED:
        raise too_large()
    return body


async def _read_on(receive: Receive, first: bytes) -> bytes:
    parts, size = [first], len(first)
    while size <= MAX_PACKED:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if not message.get("more_body", False):
            break
    return b"".join(parts)


def unpack(body: bytes, encoding: bytes) -> bytes:
    """The body as text; ``encoding`` is the Content-Encoding, b"" when none was named.

    Stops at the limit, however much the packed bytes would unfold to. Raises Refused.
    """
    if encoding in (b"gzip", b"x-gzip") or (encoding in (b"", b"identity") and body.startswith(_GZIP_MAGIC)):
        body = _unfold(body, _GZIP)
    elif encoding == b"deflate":
        # The standard means zlib's wrapping; many senders leave it out.
        body = _unfold(body, _ZLIB if body[:1] == b"\x78" else _DEFLATE)
    elif encoding not in (b"", b"identity"):
        raise refusal(415, "encoding", "the body may be packed with gzip or deflate, or not at all")
    if len(body) > MAX_REQUEST:
        raise too_large()
    return body


def _unfold(packed: bytes, form: int) -> bytes:
    unpacked = b""
    while packed:  # gzip allows several parts one after another
        part = zlib.decompressobj(form)
        try:
            unpacked += part.decompress(packed, MAX_REQUEST + 1 - len(unpacked))
        except zlib.error as error:
            raise malformed(f"the body cannot be unpacked: {error}") from None
        if len(unpacked) > MAX_REQUEST:
            raise too_large()
        if not part.eof:
            raise malformed("the packed body ends too early")
        packed = part.unused_data
    return unpacked
