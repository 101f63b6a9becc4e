"""Why can an event not be taken, and what does a sender mean who writes it a little differently?

The slow and patient reading of one event: numbers as ids, times without a zone or without a clock, empty texts.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Raw, Struct

from tenure.eventlog.wire_event import (
    BATCHES,
    MAX_DEPTH,
    MAX_EVENT,
    MAX_ID,
    MAX_NAME,
    NOTHING,
    TYPES,
    Time,
    WireError,
    WireEvent,
    WireSizeError,
)
from tenure.values.voice import later, worded


class _LooseEvent(Struct, gc=False, rename="camel"):
    type: Any = None
    message_id: Any = None
    user_id: Any = None
    anonymous_id: Any = None
    group_id: Any = None
    previous_id: Any = None
    event: Any = None
    name: Any = None
    timestamp: Any = None
    original_timestamp: Any = None
    sent_at: Any = None
    properties: Raw = NOTHING
    traits: Raw = NOTHING
    context: Raw = NOTHING


class _Context(Struct, gc=False, rename="camel"):
    group_id: Any = None


_loose = msgspec.json.Decoder(_LooseEvent).decode
_any = msgspec.json.Decoder().decode
_context = msgspec.json.Decoder(_Context).decode
_members = msgspec.json.Decoder(dict[str, Raw]).decode
_KINDS = {
    dict: later("an object"), list: later("a list"), bool: later("true or false"), int: later("a number"),
    float: later("a number"), str: later("a text"),
}  # fmt: skip
_REPLACED = "\ufffd"
_DIGITS = re.compile(rb"[0-9]{19}")  # only with so many can an integer need more than 64 bits


def event_from(raw: bytes, kind: str, sent_at: datetime | None, shared: Raw, mended: bool) -> WireEvent:
    """The event in ``raw`` as ``decode`` would give it; ``kind`` is the call's, ``shared`` the batch's context.

    ``mended``: the request held NUL characters or broken surrogates, which no id may contain.
    Raises WireError with the reason why it cannot be taken.
    """
    loose = _read(raw)
    type_ = _type(kind, loose.type)
    has_traits = type_ in ("identify", "group")
    event = WireEvent(
        type=type_,
        message_id=_id("messageId", loose.message_id, mended),
        user_id=_id("userId", loose.user_id, mended),
        anonymous_id=_id("anonymousId", loose.anonymous_id, mended),
        group_id=_id("groupId", loose.group_id, mended),
        previous_id=_id("previousId", loose.previous_id, mended),
        event=_name("event", loose.event),
        name=_name("name", loose.name),
        timestamp=_time("timestamp", loose.timestamp),
        original_timestamp=_time("originalTimestamp", loose.original_timestamp),
        sent_at=sent_at or _time("sentAt", loose.sent_at),
        properties=NOTHING if has_traits else _object("properties", loose.properties),
        traits=loose.traits if has_traits else NOTHING,
        context=_object("context", loose.context),
    )
    if shared != NOTHING:
        event.context = _merged(shared, event.context)
    if event.group_id is None and b'"groupId"' in bytes(event.context):
        event.group_id = _id("context.groupId", _context(event.context).group_id, mended)
    if reason := _missing(event) or traits_reason(bytes(event.traits)):
        raise WireError(reason)
    return event


def _read(raw: bytes) -> _LooseEvent:
    """The members of the event, whatever they hold."""
    if len(raw) > MAX_EVENT:
        raise WireSizeError(
            worded("the event has {n} bytes; at most {most} are taken", n=f"{len(raw):,}", most=f"{MAX_EVENT:,}")
        )
    if not raw.startswith(b"{"):
        raise WireError(worded("an event is a JSON object"))
    try:
        return _loose(raw)
    except RecursionError:
        raise WireError(worded("the JSON is nested too deeply")) from None
    except msgspec.DecodeError as error:
        raise WireError(worded("the event cannot be read: {said}", said=str(error))) from None


def batch_time(raw: Raw) -> datetime | None:
    """A batch's ``sentAt``; raises WireError when it is not a time."""
    return None if raw == NOTHING else _time("sentAt", _any(raw))


def traits_reason(raw: bytes) -> str | None:
    """Why the traits cannot be kept, None when they can: they become values in tables, so all of them is read."""
    if raw in (b"", b"null", b"{}"):
        return None
    if not raw.startswith(b"{"):
        return worded("traits must be an object")
    try:
        traits = _any(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if isinstance(error, RecursionError):
            return worded("traits are nested too deeply")
        return worded("traits cannot be read: {said}", said=str(error))
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH and _deeper(traits, MAX_DEPTH):
        return worded("traits are nested too deeply")
    return worded("traits hold a number that is too large") if _DIGITS.search(raw) and _larger(traits) else None


def _deeper(value: object, levels: int) -> bool:
    return levels < 0 or any(_deeper(item, levels - 1) for item in _inside(value))


def _larger(value: object) -> bool:
    """Whether an integer in it is beyond the 64 bits that tables and files keep."""
    return (isinstance(value, int) and not -(1 << 63) <= value < 1 << 63) or any(map(_larger, _inside(value)))


def _inside(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _type(kind: str, sent: object) -> Any:
    if kind not in BATCHES:
        return kind
    if sent not in TYPES:
        raise WireError(worded("type must be one of {types}, not {sent}", types=", ".join(TYPES), sent=_shown(sent)))
    return sent


def _id(field: str, value: object, mended: bool) -> str | None:
    """An id as text; numbers are written out as the sender would, empty means none."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise WireError(
            worded("{name} must be a text or a number, not {why}", name=field, why=worded(_KINDS[type(value)]))
        )
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if len(text) > MAX_ID:
        raise WireError(
            worded(
                "{name} has {n} characters; at most {most} are taken", name=field, n=f"{len(text):,}", most=str(MAX_ID)
            )
        )
    if mended and _REPLACED in text:
        raise WireError(worded("{name} holds a NUL character or half of a surrogate pair", name=field))
    return text


def _name(field: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise WireError(worded("{name} must be a text, not {why}", name=field, why=worded(_KINDS[type(value)])))
    if len(value) > MAX_NAME:
        raise WireError(
            worded(
                "{name} has {n} characters; at most {most} are taken",
                name=field,
                n=f"{len(value):,}",
                most=f"{MAX_NAME:,}",
            )
        )
    return value


def _time(field: str, value: object) -> datetime | None:
    """A time in any ISO 8601 writing; UTC unless it says otherwise."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            return msgspec.convert(value, Time)
        except msgspec.ValidationError:
            pass
        try:
            at = datetime.fromisoformat(value.strip())
            return at if at.utcoffset() is not None else at.replace(tzinfo=UTC)
        except ValueError:
            pass
    raise WireError(
        worded("{name} {sent} is not a time: send one such as 2026-03-01T14:30:00Z", name=field, sent=_shown(value))
    )


def _object(field: str, raw: Raw) -> Raw:
    text = bytes(raw)
    if text in (b"", b"null"):
        return NOTHING
    if not text.startswith(b"{"):
        raise WireError(worded("{name} must be an object", name=field))
    return raw


def _merged(shared: Raw, own: Raw) -> Raw:
    """A batch's context with the event's own laid over it, member by member."""
    shared = _object("the batch's context", shared)
    if NOTHING in (shared, own):
        return own if shared == NOTHING else shared
    return Raw(msgspec.json.encode({**_members(shared), **_members(own)}))


def _missing(event: WireEvent) -> str | None:
    """What the Segment protocol asks of each type of event."""
    if event.user_id is None and event.anonymous_id is None:
        return worded("an event needs a userId or an anonymousId")
    if event.type == "track" and event.event is None:
        return worded("a track call needs the name of its event")
    if event.type == "group" and event.group_id is None:
        return worded("a group call needs a groupId")
    if event.type == "alias" and (event.user_id is None or event.previous_id is None):
        return worded("an alias call needs a userId and a previousId")
    return None


def _shown(value: object) -> str:
    text = str(value)
    return "nothing" if value is None else f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
