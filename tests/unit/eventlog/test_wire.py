"""Reading the Segment protocol: the quick way, the patient way, and that both agree."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.eventlog import wire
from tenure.eventlog.wire_event import (
    MAX_EVENT,
    WireError,
    context_of,
    micros,
    name_of,
    payload_of,
    time_of,
    value_of,
)

NOON = "2026-03-01T12:00:00Z"
RECEIVED = micros(datetime(2026, 3, 1, 12, 0, 10, tzinfo=UTC))


def body(**fields):
    return json.dumps(fields).encode()


def track(**fields):
    return {"type": "track", "userId": "ada", "event": "Opened", **fields}


def only(kind, **fields):
    (event,) = wire.decode(kind, body(**fields))
    return event


def reason(kind, **fields):
    found = wire.sort_out(kind, body(**fields))
    assert (found.count, found.body) == (0, b"")
    return found.bad[0][0]


def test_a_call_has_the_type_its_address_says():
    assert only("page", userId="ada", type="track", name="Prices").type == "page"


def test_a_batch_keeps_the_order_of_its_events():
    events = wire.decode("batch", body(batch=[track(messageId=str(i)) for i in range(20)]))
    assert [event.message_id for event in events] == [str(i) for i in range(20)]


def test_every_type_of_event_is_read_in_a_batch():
    calls = [
        track(),
        {"type": "page", "anonymousId": "a1"},
        {"type": "screen", "userId": "u", "name": "Home"},
        {"type": "identify", "userId": "u", "traits": {"plan": "pro"}},
        {"type": "group", "userId": "u", "groupId": "g", "traits": {"seats": 5}},
        {"type": "alias", "userId": "new", "previousId": "old"},
    ]
    events = wire.decode("batch", body(batch=calls))
    assert [event.type for event in events] == [call["type"] for call in calls]
    assert [name_of(event) for event in events] == ["Opened", "page", "Home", None, None, None]
    assert payload_of(events[4]) == b'{"seats": 5}'
    assert events[5].previous_id == "old"


def test_numbers_sent_as_ids_become_text():
    event = only("track", userId=97234, anonymousId=12.0, messageId=5, event="Opened")
    assert (event.user_id, event.anonymous_id, event.message_id) == ("97234", "12", "5")


def test_zero_is_an_id_and_an_empty_text_is_none():
    assert only("track", userId=0, event="x").user_id == "0"
    assert "needs a userId" in reason("track", userId="", anonymousId="", event="x")


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("track", {"event": "x"}, "userId or an anonymousId"),
        ("track", {"userId": "a"}, "name of its event"),
        ("track", {"userId": "a", "event": 5}, "event must be a text, not a number"),
        ("track", {"userId": ["a"], "event": "x"}, "userId must be a text or a number, not a list"),
        ("track", {"userId": True, "event": "x"}, "not true or false"),
        ("track", {"userId": "a" * 256, "event": "x"}, "userId has 256 characters"),
        ("track", {"userId": "a", "event": "x" * 1001}, "event has 1,001 characters"),
        ("track", {"userId": "a", "event": "x", "timestamp": "yesterday"}, "timestamp “yesterday” is not a time"),
        ("track", {"userId": "a", "event": "x", "timestamp": 1709287200}, "is not a time"),
        ("track", {"userId": "a", "event": "x", "properties": [1]}, "properties must be an object"),
        ("track", {"userId": "a", "event": "x", "context": "web"}, "context must be an object"),
        ("track", {"userId": "a", "event": "x", "context": {"groupId": []}}, "context.groupId must be"),
        ("identify", {"userId": "a", "traits": 5}, "traits must be an object"),
        ("group", {"userId": "a"}, "groupId"),
        ("group", {"groupId": "g"}, "userId or an anonymousId"),
        ("alias", {"userId": "a"}, "previousId"),
        ("alias", {"previousId": "b", "anonymousId": "c"}, "alias"),
    ],
)
def test_what_cannot_be_taken_has_a_reason(kind, fields, words):
    assert words in reason(kind, **fields)
    with pytest.raises(WireError):
        wire.decode(kind, body(**fields))


def test_an_unknown_type_in_a_batch_is_a_reason():
    assert "not “click”" in reason("batch", batch=[{"type": "click", "userId": "a"}])
    assert "not nothing" in reason("batch", batch=[{"userId": "a"}])
    assert reason("batch", batch=[5]) == "an event is a JSON object"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b'{"batch": [}', "not JSON"),
        (b"[]", "“batch”"),
        (b"{}", "“batch”"),
        (b'{"batch": {}}', "“batch”"),
        (b'{"batch": [], "sentAt": "never"}', "sentAt “never”"),
        (b'{"batch": [\xff]}', "UTF-8"),
        (b'{"batch": ' + b"[" * 5000 + b"]" * 5000 + b"}", "nested too deeply"),
    ],
)
def test_a_request_that_cannot_be_read_at_all_says_why(text, words):
    with pytest.raises(WireError, match=words):
        wire.sort_out("batch", text)
    with pytest.raises(WireError):
        wire.read("batch", text)


def test_good_events_of_a_batch_are_told_from_bad_ones():
    found = wire.sort_out("batch", body(batch=[track(messageId="1"), {"type": "x"}, track(messageId="2"), 7]))
    assert (found.count, found.places, len(found.bad)) == (2, [1, 3], 2)
    assert [event.message_id for event in wire.decode("batch", found.body)] == ["1", "2"]


def test_a_dead_letter_can_be_sent_again_as_a_batch():
    found = wire.sort_out("track", body(event="Opened", timestamp=NOON))
    (_, letter) = found.bad[0]
    mended = letter.replace(b'"event"', b'"userId":"ada","event"', 1)
    (event,) = wire.decode("batch", mended)
    assert (event.type, event.user_id, event.event) == ("track", "ada", "Opened")


def test_a_dead_letter_of_a_batch_keeps_when_it_was_sent():
    found = wire.sort_out("batch", body(batch=[{"type": "page"}], sentAt=NOON, context={"ip": "::1"}))
    assert json.loads(found.bad[0][1]) == {"batch": [{"type": "page"}], "sentAt": NOON, "context": {"ip": "::1"}}


def test_the_senders_clock_is_corrected():
    event = only("track", userId="a", event="x", timestamp="2026-03-01T15:00:00Z", sentAt="2026-03-01T15:00:30Z")
    assert time_of(event, RECEIVED) == RECEIVED - 30_000_000


def test_a_batchs_time_of_sending_counts_for_its_events():
    (event,) = wire.decode("batch", body(batch=[track(timestamp=NOON)], sentAt="2026-03-01T13:00:00+01:00"))
    assert time_of(event, RECEIVED) == RECEIVED


def test_without_a_time_of_sending_the_senders_time_stands():
    assert time_of(only("track", userId="a", event="x", timestamp=NOON), RECEIVED) == RECEIVED - 10_000_000


def test_without_any_time_it_happened_when_it_was_received():
    assert time_of(only("track", userId="a", event="x", sentAt=NOON), RECEIVED) == RECEIVED


def test_an_original_timestamp_stands_in_for_a_missing_one():
    assert time_of(only("track", userId="a", event="x", originalTimestamp=NOON), RECEIVED) == RECEIVED - 10_000_000


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_times_at_the_ends_of_the_calendar_do_no_harm(text):
    event = only("track", userId="a", event="x", timestamp=text, sentAt="9999-12-31T23:59:59-12:00")
    assert isinstance(time_of(event, RECEIVED), int)


@pytest.mark.parametrize(
    ("text", "hour"), [("2026-03-01", 0), ("2026-03-01T12:00:00", 12), ("2026-03-01 12:00:00.5+0200", 10), (NOON, 12)]
)
def test_times_may_be_written_in_several_ways(text, hour):
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hour)
    event = only("track", userId="a", event="x", timestamp=text)
    assert abs(time_of(event, RECEIVED) - micros(at)) <= 500_000


def test_an_events_group_comes_from_its_context():
    assert only("track", userId="a", event="x", context={"groupId": "acme"}).group_id == "acme"
    assert only("track", userId="a", event="x", context={"groupId": 7}).group_id == "7"
    assert only("group", userId="a", groupId="own", context={"groupId": "other"}).group_id == "own"


def test_a_batchs_context_is_laid_under_each_events_own():
    events = wire.decode(
        "batch", body(batch=[track(context={"ip": "own"}), track()], context={"ip": "all", "groupId": "g"})
    )
    assert [json.loads(context_of(event)) for event in events] == [
        {"ip": "own", "groupId": "g"},
        {"ip": "all", "groupId": "g"},
    ]
    assert {event.group_id for event in events} == {"g"}


@pytest.mark.parametrize(
    ("properties", "value"),
    [
        ({"value": 12.5}, 12.5),
        ({"revenue": 3}, 3.0),
        ({"total": 7, "revenue": 2}, 2.0),
        ({"value": "many", "total": 7}, 7.0),
        ({"value": True}, None),
        ({"valuable": 1}, None),
        ({}, None),
    ],
)
def test_the_value_is_the_first_amount_that_is_a_number(properties, value):
    assert value_of(only("track", userId="a", event="x", properties=properties)) == value


def test_an_amount_beyond_what_a_number_holds_is_no_value():
    (event,) = wire.decode("track", b'{"userId":"a","event":"x","properties":{"value":1e999}}')
    assert value_of(event) is None


def test_nul_characters_and_halves_of_pairs_are_replaced_in_payloads():
    text = b'{"userId":"a","event":"x","properties":{"a":"\\u0000","b":"\\ud800","c":"\\ud83d\\ude00","d":"\\\\u0000"}}'
    found = wire.sort_out("track", text)
    (event,) = wire.decode("track", found.body)
    assert json.loads(payload_of(event)) == {"a": "\ufffd", "b": "\ufffd", "c": "😀", "d": "\\u0000"}


def test_an_id_with_a_nul_character_is_refused():
    assert "NUL" in reason("track", userId="a\0b", event="x")
    assert "NUL" in reason("track", userId="a\ud800", event="x")


def test_a_byte_order_mark_is_no_harm():
    assert len(wire.decode("track", b'\xef\xbb\xbf{"userId":"a","event":"x"}')) == 1


def test_traits_that_no_table_can_hold_are_refused():
    assert "number" in wire.sort_out("identify", b'{"userId":"a","traits":{"a":1e999}}').bad[0][0].lower()
    assert "too large" in reason("identify", userId="a", traits={"a": [{"b": 2**63}]})
    assert only("identify", userId="a", traits={"a": -(2**63), "b": "9" * 30})
    deep = b'{"userId":"a","traits":{"a":' + b"[" * 100 + b"]" * 100 + b"}}"
    assert "nested too deeply" in wire.sort_out("identify", deep).bad[0][0]


def test_a_trait_named_like_a_python_attribute_is_only_a_name():
    assert json.loads(payload_of(only("identify", userId="a", traits={"__class__": "x"}))) == {"__class__": "x"}


def test_an_event_of_exactly_the_limit_passes_and_one_byte_more_does_not():
    room = MAX_EVENT - len(body(userId="a", event="x", properties={"a": ""}))
    fits = body(userId="a", event="x", properties={"a": "b" * room})
    assert len(wire.read("track", fits).events) == 1
    with pytest.raises(WireError):
        wire.read("track", fits + b" ")  # a space more is a byte more
    found = wire.sort_out("track", fits.replace(b"bbb", b"bbbb", 1))
    assert found.too_large
    assert "32,769 bytes" in found.bad[0][0]


def test_one_oversize_event_does_not_keep_the_rest_of_a_batch_out():
    big = track(properties={"a": "b" * MAX_EVENT})
    text = body(batch=[track(messageId="1"), big, track(messageId="2")])
    with pytest.raises(WireError):
        wire.read("batch", text)
    found = wire.sort_out("batch", text)
    assert (found.count, found.places) == (2, [1])


def test_what_was_accepted_at_the_limit_is_still_read_after_the_batch_gave_it_its_context():
    room = MAX_EVENT - len(json.dumps(track(properties={"a": ""})))
    big = track(properties={"a": "b" * room})
    found = wire.sort_out("batch", body(batch=[big], context={"ip": "::1"}))
    assert found.count == 1
    assert len(wire.decode("batch", found.body)) == 1


def test_the_write_key_of_a_body_is_found_also_beside_bad_events():
    assert wire.read("track", body(userId="a", event="x", writeKey="k")).write_key == "k"
    assert wire.write_key_of(body(batch=[5], writeKey="k")) == "k"
    assert wire.write_key_of(body(batch=[5], writeKey=5)) is None
    assert wire.write_key_of(b"nothing") is None


NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TRICKY = st.sampled_from(["", " ", "\0", "\ud800", "\udc00x", "\\u0000", "a" * 256, "😀", "\ufffd", "null"])
IDS = st.none() | st.text(max_size=8) | TRICKY | NUMBERS | st.booleans() | st.lists(st.integers(), max_size=2)
TIMES = st.one_of(st.none(), st.datetimes().map(str), st.datetimes().map(lambda at: at.isoformat() + "Z"), st.text())
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text() | TRICKY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["track", "page", "screen", "identify", "group", "alias", "other", None]),
        "messageId": IDS,
        "userId": IDS,
        "anonymousId": IDS,
        "groupId": IDS,
        "previousId": IDS,
        "event": IDS,
        "name": IDS,
        "timestamp": TIMES,
        "sentAt": TIMES,
        "properties": JSON,
        "traits": JSON,
        "context": st.one_of(JSON, st.fixed_dictionaries({"groupId": IDS})),
    },
)


@given(st.lists(EVENTS, min_size=1, max_size=4), st.sampled_from([{}, {"sentAt": NOON}, {"context": {"ip": "::1"}}]))
def test_the_quick_and_the_patient_reading_agree(events, around):
    text = json.dumps({"batch": events, **around}).encode()
    found = wire.sort_out("batch", text)
    assert found.count + len(found.bad) == len(events)
    patient = wire.decode("batch", found.body) if found.count else []
    assert len(patient) == found.count
    try:
        quick = wire.read("batch", text).events
    except WireError:
        return
    assert not found.bad
    assert [_seen(event) for event in quick] == [_seen(event) for event in patient]


def _seen(event):
    payload = payload_of(event)
    return (
        event.type, event.message_id, event.user_id, event.anonymous_id, event.group_id, event.previous_id,
        name_of(event), time_of(event, RECEIVED), payload and json.loads(payload), context_of(event),
    )  # fmt: skip
