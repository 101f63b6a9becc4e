"""What PostHog's SDKs say, and the calls it is taken for."""

import json
from datetime import UTC, datetime

import pytest

from tenure.capture.posthog import LEFT_OUT, account_group, translate
from tenure.eventlog import wire
from tenure.eventlog.wire_event import WireError

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADA = {"distinct_id": "ada"}
UUID = "0198c7f1-0000-7000-8000-00000000000a"


def said(request, sent_at=None):
    return translate(json.dumps(request).encode(), NOW, sent_at)


def calls(*events, **beside):
    found = said({"api_key": "tw_acme", "batch": list(events), **beside})
    assert found.bad == []
    made = json.loads(found.batch)["batch"]
    if made:
        wire.decode("batch", found.batch)  # whatever is made can be taken
    return made


TABLE = {
    "an event is a track call": (
        {"event": "Exported", **ADA, "uuid": UUID, "timestamp": "2026-03-01T10:00:00Z", "properties": {"rows": 3}},
        [{"type": "track", "event": "Exported", "userId": "ada", "messageId": UUID,
          "timestamp": "2026-03-01T10:00:00Z", "properties": {"rows": 3}}],
    ),
    "the id and the key may stand in the properties": (
        {"event": "Exported", "properties": {"distinct_id": "ada", "token": "tw_acme", "rows": 3}},
        [{"type": "track", "event": "Exported", "userId": "ada", "properties": {"rows": 3}}],
    ),
    "a token that is not the key is a property": (
        {"event": "Exported", **ADA, "properties": {"token": "colour"}},
        [{"type": "track", "event": "Exported", "userId": "ada", "properties": {"token": "colour"}}],
    ),
    "an id that is a number is text": (
        {"event": "Exported", "distinct_id": 17},
        [{"type": "track", "event": "Exported", "userId": "17"}],
    ),
    "a page view is a page": (
        {"event": "$pageview", **ADA, "properties": {
            "$current_url": "https://x.example/a?b=1", "$pathname": "/a", "$referrer": "$direct", "title": "A"}},
        [{"type": "page", "userId": "ada", "properties": {
            "url": "https://x.example/a?b=1", "path": "/a", "referrer": "$direct", "$current_url": "https://x.example/a?b=1",
            "$pathname": "/a", "$referrer": "$direct", "title": "A"}}],
    ),
    "a page's own url is not overwritten": (
        {"event": "$pageview", **ADA, "properties": {"url": "mine", "$current_url": "theirs"}},
        [{"type": "page", "userId": "ada", "properties": {"url": "mine", "$current_url": "theirs"}}],
    ),
    "a screen has its name": (
        {"event": "$screen", **ADA, "properties": {"$screen_name": "Home"}},
        [{"type": "screen", "name": "Home", "userId": "ada", "properties": {"$screen_name": "Home"}}],
    ),
    "who signs in was anonymous before": (
        {"event": "$identify", **ADA, "properties": {"$anon_distinct_id": "a1", "$browser": "Chrome"},
         "$set": {"email": "ada@x.example"}, "$set_once": {"came_from": "ad", "$initial_referrer": "$direct"}},
        [{"type": "identify", "userId": "ada", "anonymousId": "a1",
          "traits": {"email": "ada@x.example", "$set_once": {"came_from": "ad"}}}],
    ),
    "nobody becomes themselves": (
        {"event": "$identify", **ADA, "properties": {"$anon_distinct_id": "ada"}},
        [{"type": "identify", "userId": "ada", "traits": {}}],
    ),
    "traits may stand in the properties, and beside them they win": (
        {"event": "$identify", **ADA, "properties": {"$set": {"a": 1, "b": 1}}, "$set": {"b": 2}},
        [{"type": "identify", "userId": "ada", "traits": {"a": 1, "b": 2}}],
    ),
    "set tells of a person": (
        {"event": "$set", **ADA, "$set": {"plan": "pro"}},
        [{"type": "identify", "userId": "ada", "traits": {"plan": "pro"}}],
    ),
    "set once tells what may be known already": (
        {"event": "$set_once", **ADA, "$set_once": {"plan": "pro"}},
        [{"type": "identify", "userId": "ada", "traits": {"$set_once": {"plan": "pro"}}}],
    ),
    "nothing is no first value": (
        {"event": "Paid", **ADA, "$set_once": {"utm_source": None}},
        [{"type": "track", "event": "Paid", "userId": "ada"}],
    ),
    "unset forgets": (
        {"event": "$set", **ADA, "properties": {"$unset": ["plan", 5]}},
        [{"type": "identify", "userId": "ada", "traits": {"plan": None}}],
    ),
    "an event may tell of its person besides": (
        {"event": "Paid", **ADA, "uuid": UUID, "properties": {"$set": {"plan": "pro"}, "value": 9}},
        [{"type": "track", "event": "Paid", "userId": "ada", "messageId": UUID, "properties": {"value": 9}},
         {"type": "identify", "userId": "ada", "messageId": f"{UUID}-set", "traits": {"plan": "pro"}}],
    ),
    "of an anonymous person nothing is told": (
        {"event": "Looked", "distinct_id": "a1", "properties": {"$is_identified": False, "$set": {"plan": "pro"}}},
        [{"type": "track", "event": "Looked", "anonymousId": "a1", "properties": {"$is_identified": False}}],
    ),
    "what the browser SDK adds is no second call": (
        {"event": "Paid", **ADA, "$set_once": {"$initial_referrer": "$direct"}},
        [{"type": "track", "event": "Paid", "userId": "ada"}],
    ),
    "identified is what the SDK says it is": (
        {"event": "Looked", **ADA, "properties": {"$is_identified": True, "$device_id": "ada"}},
        [{"type": "track", "event": "Looked", "userId": "ada",
          "properties": {"$is_identified": True, "$device_id": "ada"}}],
    ),
    "older SDKs send the device as the id of nobody": (
        {"event": "Looked", "distinct_id": "d1", "properties": {"$device_id": "d1"}},
        [{"type": "track", "event": "Looked", "anonymousId": "d1", "properties": {"$device_id": "d1"}}],
    ),
    "an event that is to make no person has none": (
        {"event": "Looked", "distinct_id": UUID, "properties": {"$process_person_profile": False}},
        [{"type": "track", "event": "Looked", "anonymousId": UUID, "properties": {"$process_person_profile": False}}],
    ),
    "an alias leads the older id to the newer": (
        {"event": "$create_alias", "distinct_id": "a1", "properties": {"distinct_id": "a1", "alias": "ada"}},
        [{"type": "alias", "userId": "ada", "previousId": "a1"}],
    ),
    "a merge keeps the id it is sent for": (
        {"event": "$merge_dangerously", **ADA, "properties": {"alias": "a1"}},
        [{"type": "alias", "userId": "ada", "previousId": "a1"}],
    ),
    "a group's company is the account": (
        {"event": "Paid", **ADA, "properties": {"$groups": {"project": "p1", "company": "acme"}}},
        [{"type": "track", "event": "Paid", "userId": "ada", "groupId": "acme",
          "properties": {"$groups": {"project": "p1", "company": "acme"}}}],
    ),
    "the only group is the account": (
        {"event": "Paid", **ADA, "properties": {"$groups": {"team": 5}}},
        [{"type": "track", "event": "Paid", "userId": "ada", "groupId": "5", "properties": {"$groups": {"team": 5}}}],
    ),
    "of several groups without a company none is the account": (
        {"event": "Paid", **ADA, "properties": {"$groups": {"team": "t", "project": "p"}}},
        [{"type": "track", "event": "Paid", "userId": "ada", "properties": {"$groups": {"team": "t", "project": "p"}}}],
    ),
    "a group that is empty is none": (
        {"event": "Paid", **ADA, "properties": {"$groups": {"company": ""}}},
        [{"type": "track", "event": "Paid", "userId": "ada", "properties": {"$groups": {"company": ""}}}],
    ),
    "a signed-in browser's group is a membership": (
        {"event": "$groupidentify", "distinct_id": UUID, "properties": {
            "$is_identified": True, "$group_type": "company", "$group_key": "acme", "$group_set": {"name": "Acme", "$x": 1}}},
        [{"type": "group", "userId": UUID, "groupId": "acme", "traits": {"name": "Acme"}}],
    ),
    "a server that names nobody sends a random id": (
        {"event": "$groupidentify", "distinct_id": UUID, "properties": {
            "$group_type": "company", "$group_key": "acme", "$group_set": {"seats": 5}}},
        [{"type": "group", "anonymousId": "$company_acme", "groupId": "acme", "traits": {"seats": 5}}],
    ),
    "or one made of the group": (
        {"event": "$groupidentify", "distinct_id": "$company_17", "properties": {"$group_type": "company", "$group_key": 17}},
        [{"type": "group", "anonymousId": "$company_17", "groupId": "17", "traits": {}}],
    ),
    "or none": (
        {"event": "$groupidentify", "properties": {"$group_type": "company", "$group_key": "acme"}},
        [{"type": "group", "anonymousId": "$company_acme", "groupId": "acme", "traits": {}}],
    ),
    "a server that names a user tells of a membership": (
        {"event": "$groupidentify", **ADA, "properties": {"$group_type": "company", "$group_key": "acme"}},
        [{"type": "group", "userId": "ada", "groupId": "acme", "traits": {}}],
    ),
    "a group beside the company is no account": (
        {"event": "$groupidentify", **ADA, "properties": {
            "$group_type": "project", "$group_key": "p1", "$groups": {"company": "acme"}}},
        [],
    ),
    "the time of an older browser SDK is how long ago it was": (
        {"event": "Looked", **ADA, "offset": 90_000},
        [{"type": "track", "event": "Looked", "userId": "ada", "timestamp": "2026-03-01T11:58:30+00:00",
          "sentAt": "2026-03-01T12:00:00+00:00"}],
    ),
    "an absurd time ago is no time": (
        {"event": "Looked", **ADA, "offset": 1e300},
        [{"type": "track", "event": "Looked", "userId": "ada"}],
    ),
    "the id by which older SDKs count once": (
        {"event": "Looked", **ADA, "properties": {"$insert_id": "i1"}},
        [{"type": "track", "event": "Looked", "userId": "ada", "messageId": "i1", "properties": {"$insert_id": "i1"}}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_the_table_of_what_is_said_and_what_it_means(name):
    event, expected = TABLE[name]
    assert calls(event) == expected


@pytest.mark.parametrize("name", sorted(LEFT_OUT))
def test_housekeeping_is_left_out(name):
    assert calls({"event": name, **ADA}, {"event": "Paid", **ADA}) == [
        {"type": "track", "event": "Paid", "userId": "ada"}
    ]


def test_the_batch_says_when_it_was_sent_for_all_its_events():
    made = calls({"event": "Paid", **ADA, "timestamp": "2026-03-01T10:00:00Z"}, sent_at="2026-03-01T11:00:00Z")
    assert made[0]["sentAt"] == "2026-03-01T11:00:00Z"


def test_an_event_whose_clock_is_right_may_say_so():
    properties = {"$ignore_sent_at": True}
    assert "sentAt" not in calls({"event": "Paid", **ADA, "properties": properties}, sent_at="2026-03-01T11:00:00Z")[0]


def test_what_the_address_says_of_the_time_counts_where_the_body_is_silent():
    at = "2026-03-01T11:00:00+00:00"
    assert json.loads(said({"event": "Paid", **ADA}, at).batch)["batch"][0]["sentAt"] == at


@pytest.mark.parametrize(
    "request_",
    [
        {"api_key": "k", "batch": [{"event": "Paid", **ADA}]},
        {"token": "k", "batch": [{"event": "Paid", **ADA}]},
        {"api_key": "k", "event": "Paid", **ADA},
        {"event": "Paid", "properties": {"token": "k", **ADA}},
        [{"event": "Paid", "properties": {"token": "k", **ADA}}],
        [{"event": "$opt_in", **ADA}, {"event": "Paid", "token": "k", **ADA}],
    ],
)
def test_the_key_may_stand_in_several_places(request_):
    found = said(request_)
    assert found.key == "k"
    assert json.loads(found.batch)["batch"][-1].get("properties", {}) == {}


BAD = [
    ({"event": "Paid"}, "an event needs a distinct_id"),
    ({"event": "Paid", "distinct_id": ""}, "an event needs a distinct_id"),
    ({"event": "$identify"}, "an event needs a distinct_id"),
    ({"event": "$create_alias", **ADA}, "$create_alias needs an alias"),
    ({"event": "$merge_dangerously", **ADA}, "$merge_dangerously needs an alias"),
    ({"event": "$groupidentify", **ADA}, "$groupidentify needs a $group_type and a $group_key"),
    ({"event": "$groupidentify", "properties": {"$group_type": ["a"], "$group_key": "b"}},
     "$groupidentify needs a $group_type and a $group_key"),
    (7, "an event is a JSON object"),
    (None, "an event is a JSON object"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "reason"), BAD)
def test_what_cannot_be_meant_is_told_in_their_words(event, reason):
    found = said({"api_key": "k", "batch": [{"event": "Paid", **ADA}, event]})
    assert [(place, why, json.loads(raw)) for place, why, raw in found.bad] == [(1, reason, event)]
    assert found.places == [0]


def test_a_number_nobody_can_keep_makes_one_event_bad_and_not_the_rest():
    text = b'{"api_key":"k","batch":[{"event":"a","distinct_id":"x","offset":1e999},{"event":"b","distinct_id":"x"}]}'
    found = translate(text, NOW)
    assert ([place for place, _, _ in found.bad], found.places) == ([0], [1])
    assert found.bad[0][1].startswith("the event cannot be read")


def test_a_property_nobody_reads_may_hold_any_number():
    text = b'{"event":"a","distinct_id":"x","properties":{"n":123456789012345678901234567890,"x":1e999}}'
    found = translate(text, NOW)
    assert b"123456789012345678901234567890" in found.batch
    assert found.bad == []


def test_an_id_that_had_to_be_mended_is_none():
    event = {"event": "Paid", "distinct_id": "a\ufffd", "properties": {"text": "b\ufffd"}}
    assert said(event).bad == []
    reasons = [why for _, why, _ in translate(json.dumps(event).encode(), NOW, mended=True).bad]
    assert reasons == ["an id holds a NUL character or half of a surrogate pair"]


def test_each_call_says_which_event_it_came_from():
    found = said([{"event": "$opt_in", **ADA}, {"event": "Paid", **ADA, "$set": {"a": 1}}, 5, {"event": "Left", **ADA}])
    assert found.places == [1, 1, 3]


@pytest.mark.parametrize("text", [b"", b"null", b"5", b'"x"', b"{", b'{"batch":5}', b"[" * 99_999, b'{"batch":{}}'])
def test_what_is_no_request_is_refused(text):
    with pytest.raises(WireError):
        translate(text, NOW)


def test_the_company_names_the_account_wherever_there_is_one():
    assert account_group({"project": 1, "company": 2}) == "company"
    assert account_group({"project": 1}) == "project"
    assert account_group({"project": 1, "team": 2}) is None
    assert account_group({}) is None
