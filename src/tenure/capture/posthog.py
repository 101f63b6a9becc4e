"""What does a PostHog SDK say, in the calls of the Segment protocol? A request's JSON in, a batch out; nothing else is read.

Values that mean nothing here are carried over unread. Whether a call can be taken is judged in one place for all
senders, `eventlog/wire.py`; only what PostHog calls by another name is refused here, in its own words.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Raw, Struct, field

from tenure.eventlog.wire_event import MAX_ID, NOTHING, WireError
from tenure.values.voice import worded

ACCOUNT_GROUP = "company"  # the group type that names the account where there are several
# The SDK's own housekeeping: it says nothing of what somebody did, and counted as usage it would drown what does.
LEFT_OUT = frozenset(
    ("$feature_flag_called", "$pageleave", "$opt_in", "$web_vitals", "$$heatmap", "$snapshot", "$performance_event")
)
_MOVED = frozenset(("distinct_id", "$set", "$set_once", "$unset"))
_KEYS = ("token", "api_key")
_OF_PERSON = ("$identify", "$set", "$set_once", "$unset")
_IDS = ("messageId", "userId", "anonymousId", "groupId", "previousId")
_PAGE = (("url", "$current_url"), ("path", "$pathname"), ("referrer", "$referrer"))
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_REPLACED = "\ufffd"
_NULL = Raw(b"null")  # browsers say so of each source they do not know; it must not keep a later one out

Call = dict[str, Any]


class Translated(Struct, gc=False):
    """A request in our words: its write key, a batch of calls, and which of the sender's events each call came from.

    ``bad`` are the events that have no such words: (place in the request, reason, JSON).
    """

    key: str | None
    batch: bytes
    places: list[int]
    bad: list[tuple[int, str, bytes]]


class _Batch(Struct, gc=False):
    batch: list[Raw] | None = None
    api_key: Any = None
    token: Any = None
    sent_at: Any = None


class _Event(Struct, gc=False):
    event: Any = None
    uuid: Any = None
    distinct_id: Any = None
    timestamp: Any = None
    offset: Any = None  # milliseconds before it was sent: older browser SDKs send no time
    api_key: Any = None
    token: Any = None
    properties: Raw = NOTHING
    set: Raw = field(name="$set", default=NOTHING)
    set_once: Raw = field(name="$set_once", default=NOTHING)
    unset: Raw = field(name="$unset", default=NOTHING)


_list = msgspec.json.Decoder(list[Raw]).decode
_batch = msgspec.json.Decoder(_Batch).decode
_event = msgspec.json.Decoder(_Event).decode
_members = msgspec.json.Decoder(dict[str, Raw]).decode
_any = msgspec.json.Decoder().decode
_encode = msgspec.json.encode


def translate(text: bytes, now: datetime, sent_at: str | None = None, *, mended: bool = False) -> Translated:
    """The calls that a request's JSON means, in the order sent.

    ``now`` is when it came in and ``sent_at`` what its address says of when it left, an ISO time; ``mended``: the text
    held NUL characters or broken surrogates, which no id may contain. Raises WireError when it is no such request.
    """
    raws, key, sent_in_body = _split(text)
    calls: list[bytes] = []
    places: list[int] = []
    bad: list[tuple[int, str, bytes]] = []
    for place, raw in enumerate(map(bytes, raws)):
        try:
            said = _Said(_read(raw))
            key = key or said.key
            made = [_encode(call) for call in said.calls(key, now, sent_in_body or sent_at, mended)]
        except WireError as error:
            bad.append((place, str(error), raw))
        except RecursionError:
            bad.append((place, worded("the JSON is nested too deeply"), raw))
        except (msgspec.DecodeError, OverflowError) as error:  # such as a number beyond what 64 bits hold
            bad.append((place, worded("the event cannot be read: {said}", said=str(error)), raw))
        else:
            calls += made
            places += [place] * len(made)
    return Translated(key, b'{"batch":[' + b",".join(calls) + b"]}", places, bad)


def account_group(groups: Mapping[str, Any]) -> str | None:
    """Which of an event's groups names the account: the type “company”, else the only one."""
    if ACCOUNT_GROUP in groups:
        return ACCOUNT_GROUP
    return next(iter(groups)) if len(groups) == 1 else None


def _split(text: bytes) -> tuple[list[Raw], str | None, Any]:
    """A request's events, each as its own JSON, with the key and the time of sending that stand beside them."""
    try:
        if text.lstrip()[:1] == b"[":
            return _list(text), None, None
        whole = _batch(text)
        events = [Raw(text)] if whole.batch is None else whole.batch
        return events, _key(whole.api_key, whole.token), whole.sent_at
    except msgspec.ValidationError:
        raise WireError(worded("a request is an event, a list of them, or an object whose “batch” is one")) from None
    except RecursionError:
        raise WireError(worded("the JSON is nested too deeply")) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WireError(
            worded("the request is not JSON: {said}", said=str(error).removeprefix("JSON is malformed: "))
        ) from None


def _read(raw: bytes) -> _Event:
    if not raw.lstrip().startswith(b"{"):
        raise WireError(worded("an event is a JSON object"))
    return _event(raw)


def _key(*found: object) -> str | None:
    return next((one for one in found if isinstance(one, str) and one), None)


def _object(raw: Raw) -> dict[str, Raw]:
    return _members(raw) if bytes(raw).startswith(b"{") else {}


def _text(value: object) -> object:
    """An id as text where it is a whole number; anything else as it is, to be judged with the call."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return str(int(value)) if isinstance(value, int) or value.is_integer() else str(value)


class _Said:
    """One event, its properties one level deep."""

    def __init__(self, event: _Event) -> None:
        self.event = event
        self.properties = _object(event.properties)

    def value(self, name: str) -> Any:
        """A property's value, None when it has none."""
        raw = self.properties.get(name)
        return None if raw is None else _any(raw)

    @property
    def key(self) -> str | None:
        return _key(self.event.api_key, self.event.token, self.value("token"), self.value("api_key"))

    @property
    def distinct_id(self) -> Any:
        found = self.event.distinct_id
        return _text(self.value("distinct_id") if found in (None, "") else found)

    def calls(self, key: str | None, now: datetime, sent_at: Any, mended: bool) -> list[Call]:
        """What the event means: mostly one call, a second where it also says something of the person."""
        name = self.event.event
        if isinstance(name, str) and name in LEFT_OUT:
            return []
        common = self._common(now, sent_at)
        made = [common | call for call in self._meaning(name, key)]
        if name not in _OF_PERSON and (traits := self._traits()) and "userId" in (actor := self._actor()):
            once_id = {"messageId": f"{common['messageId']}-set"} if isinstance(common.get("messageId"), str) else {}
            made.append(common | once_id | {"type": "identify", "traits": traits} | actor)
        if mended and any(_REPLACED in str(call.get(id_)) for call in made for id_ in _IDS):
            raise WireError(worded("an id holds a NUL character or half of a surrogate pair"))
        return made

    def _meaning(self, name: Any, key: str | None) -> list[Call]:
        if name == "$groupidentify":
            return self._group()
        actor = self._actor()
        if name in _OF_PERSON:
            return [self._identify() if name == "$identify" else {"type": "identify", "traits": self._traits()} | actor]
        if name in ("$create_alias", "$merge_dangerously"):
            return [self._alias(name)]
        groups = self._groups()
        own = {} if (kind := account_group(groups)) is None else {"groupId": _text(groups[kind])}
        return [self._usage(name, key) | actor | own]

    def _common(self, now: datetime, sent_at: Any) -> Call:
        """Name and times. Without a time of its own, ``offset`` says how long before it was sent it happened."""
        timestamp, offset = self.event.timestamp, self.event.offset
        if self.value("$ignore_sent_at") is True:
            sent_at = None
        if timestamp is None and isinstance(offset, (int, float)) and not isinstance(offset, bool):
            try:
                timestamp, sent_at = (now - timedelta(milliseconds=offset)).isoformat(), now.isoformat()
            except OverflowError:
                timestamp = None
        found = {
            "messageId": _text(self.event.uuid or self.value("$insert_id")),
            "timestamp": _text(timestamp),
            "sentAt": _text(sent_at),
        }
        return {name: value for name, value in found.items() if value is not None}

    def _actor(self) -> Call:
        """Who did it: one id in PostHog, which says of itself whether it is a user's or made up by the SDK."""
        id_ = self.distinct_id
        if id_ in (None, ""):
            raise WireError(worded("an event needs a distinct_id"))
        identified = self.value("$is_identified")
        if not isinstance(identified, bool):
            identified = self.value("$process_person_profile") is not False and self.value("$device_id") != id_
        return {"userId" if identified else "anonymousId": id_}

    def _usage(self, name: Any, key: str | None) -> Call:
        """A track, page or screen call."""
        raw = Raw(_encode(self._own(name, key))) if self.properties else self.event.properties
        properties = {} if raw == NOTHING else {"properties": raw}
        if name == "$pageview":
            return {"type": "page"} | properties
        if name == "$screen":
            screen = self.value("$screen_name")
            return {"type": "screen"} | ({} if screen is None else {"name": screen}) | properties
        return {"type": "track", "event": name} | properties

    def _own(self, name: Any, key: str | None) -> dict[str, Raw]:
        """The properties to keep: not the write key, which browser SDKs repeat in each event, nor what went elsewhere."""
        secret = _encode(key)
        own = {
            one: value
            for one, value in self.properties.items()
            if one not in _MOVED and not (one in _KEYS and bytes(value) == secret)
        }
        return {ours: own[theirs] for ours, theirs in _PAGE if theirs in own} | own if name == "$pageview" else own

    def _identify(self) -> Call:
        """Who the person is, and who they were before they said so."""
        call: Call = {"type": "identify", "userId": self.distinct_id, "traits": self._traits()}
        before = _text(self.value("$anon_distinct_id"))
        return call if before in (None, "", call["userId"]) else call | {"anonymousId": before}

    def _alias(self, name: str) -> Call:
        """Two ids of one person. SDKs send the older id as distinct_id; a merge names the one that is to stay."""
        other = _text(self.value("alias"))
        if other in (None, ""):
            raise WireError(worded("{name} needs an alias", name=name))
        older, newer = (other, self.distinct_id) if name == "$merge_dangerously" else (self.distinct_id, other)
        return {"type": "alias", "userId": newer, "previousId": older}

    def _groups(self) -> dict[str, Any]:
        groups = self.value("$groups")
        return {} if not isinstance(groups, dict) else {kind: key for kind, key in groups.items() if key}

    def _group(self) -> list[Call]:
        """What is said of a group, where that group is the account; of other groups nothing is kept."""
        kind, key = self.value("$group_type"), _text(self.value("$group_key"))
        if not isinstance(kind, str) or not kind or key in (None, ""):
            raise WireError(worded("$groupidentify needs a $group_type and a $group_key"))
        if account_group(self._groups() | {kind: key}) != kind:
            return []
        traits = _named(_object(self.properties.get("$group_set", NOTHING)))
        return [{"type": "group", "groupId": key, "traits": traits} | self._member(f"${kind}_{key}"[:MAX_ID])]

    def _member(self, stand_in: str) -> Call:
        """Who belongs to the group. Servers that name nobody send a random id; one for each group stands in for those."""
        id_ = self.distinct_id
        in_product = isinstance(self.value("$is_identified"), bool)
        if id_ in (None, "", stand_in) or (not in_product and isinstance(id_, str) and _UUID.fullmatch(id_)):
            return {"anonymousId": stand_in}
        return self._actor()

    def _traits(self) -> dict[str, Any]:
        """What is said of the person: to be set, to be set once, and, as null, to be forgotten."""
        event = self.event
        wanted = self._both("$set", event.set)
        once = {name: value for name, value in self._both("$set_once", event.set_once).items() if value != _NULL}
        unset = _any(event.unset) if event.unset != NOTHING else self.value("$unset")
        gone = {name: None for name in unset if isinstance(name, str)} if isinstance(unset, list) else {}
        return gone | wanted | ({"$set_once": once} if once else {})

    def _both(self, name: str, beside: Raw) -> dict[str, Raw]:
        """Inside the properties or beside them: SDKs do either, and what stands beside wins."""
        return _named(_object(self.properties.get(name, NOTHING)) | _object(beside))


def _named(traits: Mapping[str, Raw]) -> dict[str, Raw]:
    """Without what the SDK adds of itself (``$initial_referrer``, ``$browser``)."""
    return {name: value for name, value in traits.items() if not name.startswith("$")}
