"""What does one call of the Segment protocol hold, as typed values with its payload left unread?"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta, Raw, Struct

MAX_EVENT = 32 * 1024  # bytes of one event's JSON, as the SDKs count it
MAX_ID = 255  # characters
MAX_NAME = 1000  # characters of an event's or a page's name
MAX_DEPTH = 64  # lists and objects inside each other, in traits

Type = Literal["track", "page", "screen", "identify", "group", "alias"]
TYPES: tuple[str, ...] = get_args(Type)
BATCHES = ("batch", "import")

NOTHING = Raw(b"")
Id = Annotated[str, Meta(min_length=1, max_length=MAX_ID)]
Name = Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]
Time = Annotated[datetime, Meta(tz=True)]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class WireEvent(Struct, gc=False, rename="camel", omit_defaults=True):
    """One call as sent; ids are text or None, times are aware, payloads are JSON objects not yet read.

    Read the payload with ``payload_of`` and the time with ``time_of``. After ``decode`` the type is never None,
    ``sent_at`` and ``context`` include the batch's, and ``group_id`` is the event's own group (its ``groupId``,
    else ``context.groupId``). ``message_id`` is None when the sender gave none: the seal names those events after
    their place in the spool.
    """

    type: Type | None = None
    message_id: Id | None = None
    user_id: Id | None = None
    anonymous_id: Id | None = None
    group_id: Id | None = None
    previous_id: Id | None = None
    event: Name | None = None
    name: Name | None = None
    timestamp: Time | None = None
    original_timestamp: Time | None = None
    sent_at: Time | None = None
    properties: Raw = NOTHING
    traits: Raw = NOTHING
    context: Raw = NOTHING


class WireError(ValueError):
    """The request, or an event in it, cannot be taken; the text is the reason, in a sentence."""


class WireSizeError(WireError):
    """The event has more bytes than one may have."""


def micros(at: datetime) -> int:
    """Microseconds since 1970 of an aware time; never overflows, unlike changing its zone."""
    return (at - _EPOCH) // _MICROSECOND


def time_of(event: WireEvent, received_at: int) -> int:
    """When it happened, in microseconds since 1970, corrected for a wrong clock at the sender.

    The sender's clock is off by ``received_at - sent_at``; without ``sentAt`` its times are taken as they are,
    and without a time it happened when it was received.
    """
    stamp = event.timestamp or event.original_timestamp
    if stamp is None:
        return received_at
    if event.sent_at is None:
        return micros(stamp)
    return received_at - micros(event.sent_at) + micros(stamp)


def name_of(event: WireEvent) -> str | None:
    """The name usage is counted by: the track's event, the page's or screen's name, else "page" or "screen"."""
    if event.type == "track":
        return event.event
    return (event.name or event.type) if event.type in ("page", "screen") else None


def payload_of(event: WireEvent) -> bytes | None:
    """The JSON object of traits (identify, group) or properties (the others); None when none was sent."""
    raw = bytes(event.traits if event.type in ("identify", "group") else event.properties)
    return None if raw in (b"", b"null") else raw


def context_of(event: WireEvent) -> bytes | None:
    """The JSON object of the event's context; None when none was sent."""
    raw = bytes(event.context)
    return None if raw in (b"", b"null") else raw


class _Amounts(Struct, gc=False):
    value: Raw = NOTHING
    revenue: Raw = NOTHING
    total: Raw = NOTHING


_amounts = msgspec.json.Decoder(_Amounts)
_number = msgspec.json.Decoder(float)


def value_of(event: WireEvent) -> float | None:
    """``properties.value``, else ``revenue``, else ``total``: the first that is a number."""
    raw = bytes(event.properties)
    if b'"value"' not in raw and b'"revenue"' not in raw and b'"total"' not in raw:
        return None
    amounts = _amounts.decode(raw)
    for amount in (amounts.value, amounts.revenue, amounts.total):
        try:
            return _number.decode(amount)
        except (msgspec.ValidationError, msgspec.DecodeError):  # missing, a text, or beyond what a float holds
            continue
    return None
