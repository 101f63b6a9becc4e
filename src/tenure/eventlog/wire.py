"""Which events does a request of the Segment protocol hold, and which of them cannot be taken?

``decode`` reads a whole request of good events at once and is what both capture and the seal call for every
request; ``sort_out`` tells good events from bad ones one by one and is called only when ``decode`` refuses.
What ``sort_out`` calls good, ``decode`` reads.
"""

import re
from typing import Any

import msgspec
from msgspec import Raw, Struct

from tenure.eventlog.wire_event import BATCHES, MAX_EVENT, NOTHING, Id, Time, WireError, WireEvent, WireSizeError
from tenure.eventlog.wire_reasons import batch_time, event_from, traits_reason
from tenure.values.voice import worded


class WireRequest(Struct, gc=False):
    """A request read whole: its events in the order sent, and the write key when the body carries one."""

    events: list[WireEvent]
    write_key: str | None


class Sorted(Struct, gc=False):
    """A request told apart: a body that holds the good events only, how many, and (reason, JSON) of the bad.

    ``places`` says where in the request each bad event stood, from 0; ``too_large`` that all bad ones were.
    """

    body: bytes
    count: int
    bad: list[tuple[str, bytes]]
    places: list[int]
    too_large: bool


class _Single(WireEvent, gc=False, rename="camel"):
    write_key: str | None = None


class _Batch(Struct, gc=False, rename="camel"):
    batch: list[WireEvent]
    write_key: str | None = None
    sent_at: Time | None = None
    context: Raw = NOTHING


class _LooseBatch(Struct, gc=False, rename="camel"):
    batch: list[Raw]
    sent_at: Raw = NOTHING
    context: Raw = NOTHING


class _Pieces(Struct, gc=False):
    batch: list[Raw]


class _Key(Struct, gc=False, rename="camel"):
    write_key: Any = None


class _ContextGroup(Struct, gc=False, rename="camel"):
    group_id: Id | None = None


_raw = msgspec.json.Decoder(Raw).decode
_context_group = msgspec.json.Decoder(_ContextGroup).decode
_encode = msgspec.json.encode
_OBJECT = (b"{", b"", b"n")  # the first byte of an object, of nothing and of null
_single = msgspec.json.Decoder(_Single).decode
_batch = msgspec.json.Decoder(_Batch).decode
_loose_batch = msgspec.json.Decoder(_LooseBatch).decode
_pieces = msgspec.json.Decoder(_Pieces).decode
_key = msgspec.json.Decoder(_Key).decode
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
# One escape of JSON: a pair of surrogates, any other \uXXXX, or a backslash and what it escapes.
_ESCAPE = re.compile(rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_BROKEN = re.compile(rb"\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})\Z")


def decode(kind: str, body: bytes) -> list[WireEvent]:
    """The events of a request, in the order sent; ``kind`` is the call's name (track … alias, batch, import).

    For what was accepted once: sizes are not looked at again. Raises WireError with the first reason when any
    event cannot be taken.
    """
    return (_read_fast(kind, body) or _read_slowly(kind, body)).events


def read(kind: str, body: bytes) -> WireRequest:
    """The same for what just came in: no event may be larger than allowed; with the write key the body carries.

    Raises WireError when any event cannot be taken as it stands: then ask ``sort_out``.
    """
    request = _read_fast(kind, body)
    if request is None or (len(body) > MAX_EVENT and _largest(kind, body) > MAX_EVENT):
        raise WireError("an event needs a closer look")
    return request


def _read_slowly(kind: str, body: bytes) -> WireRequest:
    sorted_out = sort_out(kind, body)
    if sorted_out.bad:
        raise WireError(sorted_out.bad[0][0])
    request = _read_fast(kind, sorted_out.body)
    if request is None:
        raise WireError(worded("the request cannot be read"))  # sort_out and decode disagree: our fault, and tested for
    return request


def _largest(kind: str, body: bytes) -> int:
    return len(body) if kind not in BATCHES else max(len(memoryview(piece)) for piece in _pieces(body).batch)


def write_key_of(body: bytes) -> str | None:
    """The ``writeKey`` in a body whose events may be bad; None when there is none or the body is not JSON."""
    try:
        key = _key(body).write_key
    except _UNREADABLE:
        return None
    return key if isinstance(key, str) else None


def _read_fast(kind: str, body: bytes) -> WireRequest | None:
    """The whole request when all of it is as the SDKs send it; None when it needs a closer look."""
    if not _is_text(body) or (b"\\u0000" in body and _ESCAPE.sub(_mend, body) != body):
        return None
    grouped = b'"groupId"' in body
    try:
        if kind not in BATCHES:
            single = _single(body)
            single.type = kind  # type: ignore[assignment]  # the path named one of them
            return WireRequest([single], single.write_key) if _plain([single], grouped) else None
        request = _batch(body)
    except _UNREADABLE:
        return None
    if request.context != NOTHING or not request.batch or not _plain(request.batch, grouped):
        return None
    if request.sent_at is not None:
        for event in request.batch:
            event.sent_at = request.sent_at
    return WireRequest(request.batch, request.write_key)


def sort_out(kind: str, body: bytes) -> Sorted:
    """Good events from bad ones, one by one.

    The good body is written anew, so that ``decode`` reads it at once; each bad event becomes the body of a
    request of its own of the kind ``batch``, which can be put back into the spool. Raises WireError when the request as a
    whole cannot be read.
    """
    text, changed = mended(body)
    loose = _split(kind, text)
    sent_at = batch_time(loose.sent_at)
    good: list[WireEvent] = []
    bad: list[tuple[str, bytes]] = []
    places: list[int] = []
    oversize = 0
    for place, raw in enumerate(map(bytes, loose.batch)):
        try:
            good.append(event_from(raw, kind, sent_at, loose.context, changed))
        except WireError as error:
            bad.append((str(error), _alone(kind, raw, loose)))
            places.append(place)
            oversize += isinstance(error, WireSizeError)
    text = b"" if not good else b'{"batch":' + _encode(good) + b"}" if kind in BATCHES else _encode(good[0])
    return Sorted(text, len(good), bad, places, 0 < len(bad) == oversize)


def _split(kind: str, body: bytes) -> _LooseBatch:
    """The request's events, each as its own JSON."""
    try:
        if kind not in BATCHES:
            return _LooseBatch(batch=[_raw(body)])
        return _loose_batch(body)
    except msgspec.ValidationError:
        raise WireError(worded("a batch is a JSON object whose “batch” is a list of events")) from None
    except RecursionError:
        raise WireError(worded("the JSON is nested too deeply")) from None
    except msgspec.DecodeError as error:
        detail = str(error).removeprefix("JSON is malformed: ")
        raise WireError(worded("the request is not JSON: {said}", said=detail)) from None


def mended(body: bytes) -> tuple[bytes, bool]:
    """The body as UTF-8 that every reader takes, and whether it had to be changed: NUL and broken surrogates go.

    Raises WireError when it is not UTF-8.
    """
    body = body.removeprefix(b"\xef\xbb\xbf")
    if not _is_text(body):
        raise WireError(worded("the request is not UTF-8 text"))
    text = _ESCAPE.sub(_mend, body) if b"\\u" in body else body
    return text, text != body


def _mend(escape: re.Match[bytes]) -> bytes:
    return b"\\ufffd" if _BROKEN.match(escape[0]) else escape[0]


def _alone(kind: str, raw: bytes, loose: _LooseBatch) -> bytes:
    """A bad event as a batch request of its own, with the type its address said and what the batch said of it."""
    if kind not in BATCHES and raw.startswith(b"{"):
        inside = raw[1:-1].strip()
        raw = b"{" + inside + (b"," if inside else b"") + b'"type":"' + kind.encode() + b'"}'
    parts = [b'"batch":[' + raw + b"]"]
    parts += [b'"sentAt":' + bytes(loose.sent_at)] if loose.sent_at != NOTHING else []
    parts += [b'"context":' + bytes(loose.context)] if loose.context != NOTHING else []
    return b"{" + b",".join(parts) + b"}"


def _is_text(body: bytes) -> bool:
    if body.isascii():
        return True
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _plain(events: list[WireEvent], grouped: bool) -> bool:
    """Are typed events good as they stand? ``grouped``: some may name their group in their context.

    Runs for every event that is sent, hence the flat shape.
    """
    for event in events:
        kind = event.type
        if kind == "track":
            plain = event.event is not None and bytes(event.properties)[:1] in _OBJECT
        else:
            plain = kind is not None and _plain_call(event)
        if not plain or (event.user_id is None and event.anonymous_id is None):
            return False
        if bytes(event.context)[:1] not in _OBJECT or (grouped and not _find_group(event)):
            return False
    return True


def _plain_call(event: WireEvent) -> bool:
    if event.type in ("identify", "group"):
        return (event.type == "identify" or event.group_id is not None) and not traits_reason(bytes(event.traits))
    if event.type == "alias" and (event.user_id is None or event.previous_id is None):
        return False
    return bytes(event.properties)[:1] in _OBJECT


def _find_group(event: WireEvent) -> bool:
    """Fill in the group that the event's context names; False when that needs a closer look."""
    context = bytes(event.context)
    if event.group_id is None and b'"groupId"' in context:
        try:
            event.group_id = _context_group(context).group_id
        except _UNREADABLE:
            return False
    return True
