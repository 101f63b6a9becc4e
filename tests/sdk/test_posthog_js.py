"""posthog-js works in a browser when its host is changed."""

import json

import pytest

from tenure.eventlog.wire_event import payload_of
from tests.sdk.conftest import came

PAGE = "posthog.html"
# A browser under test is taken for a robot, of whom the SDK sends nothing.
SETTINGS = {
    "autocapture": False,
    "capture_pageview": False,
    "capture_pageleave": False,
    "opt_out_useragent_filter": True,
    "request_queue_config": {"flush_interval_ms": 250},
}
ALL_CALLS = """() => {
    posthog.capture("$pageview");
    posthog.capture("Looked", { value: 12.5, "naïve": "日本 😀" });
    const anonymous = posthog.get_distinct_id();
    posthog.identify("ada", { email: "ada@x.example" }, { came_from: "ad" });
    posthog.group("company", "acme-inc", { name: "Acme" });
    posthog.capture("Signed Up");
    return anonymous;
}"""


@pytest.fixture
def start(visit, server):
    """A page whose SDK has started, and (status, address) of what it was answered."""

    def begin(key="acme", **settings):
        page = visit(PAGE)
        said = []
        page.on("response", lambda response: said.append((response.status, response.url.partition("?")[0])))
        key = server.keys.get(key, key)
        page.evaluate("([key, url, how]) => { start(key, url, how); }", [key, server.url, SETTINGS | settings])
        return page, said

    return begin


def test_every_call_arrives_once_as_the_call_it_means(start, server):
    page, said = start()
    anonymous = page.evaluate(ALL_CALLS)
    found = {
        event.event or event.type: event for event in came(server, 5, page)
    }  # some wait a little, some are sent at once
    viewed, looked, identify, group, signed_up = map(found.get, ("page", "Looked", "identify", "group", "Signed Up"))
    assert (viewed.anonymous_id, viewed.user_id) == (anonymous, None)
    assert json.loads(payload_of(viewed))["url"].endswith("/posthog.html")
    assert (looked.event, looked.anonymous_id) == ("Looked", anonymous)
    assert {"value": 12.5, "naïve": "日本 😀"}.items() <= json.loads(payload_of(looked)).items()
    assert (identify.user_id, identify.anonymous_id) == ("ada", anonymous)
    assert json.loads(payload_of(identify)) == {"email": "ada@x.example", "$set_once": {"came_from": "ad"}}
    assert (group.user_id, group.group_id) == ("ada", "acme-inc")
    assert json.loads(payload_of(group)) == {"name": "Acme"}
    assert (signed_up.event, signed_up.user_id, signed_up.group_id) == ("Signed Up", "ada", "acme-inc")
    assert {status for status, _ in said} <= {200, 204}
    assert f"{server.url}/array/{server.keys['acme']}/config.js" in {address for _, address in said}
    assert not any(server.keys["acme"].encode() in payload_of(event) for event in (viewed, looked, signed_up))


def test_after_a_reset_it_is_somebody_else(start, server):
    page, _ = start()
    page.evaluate("() => { posthog.identify('ada'); posthog.reset(); posthog.capture('Looked'); }")
    identify, looked = came(server, 2, page)
    assert (identify.user_id, looked.user_id) == ("ada", None)
    assert looked.anonymous_id not in (None, identify.anonymous_id)


def test_what_waits_when_the_page_is_left_is_sent(start, server):
    page, _ = start(request_queue_config={"flush_interval_ms": 5000})
    page.evaluate("() => { for (let n = 0; n < 20; n++) posthog.capture('Looked', { n }); }")
    page.goto("about:blank")
    assert sorted(json.loads(payload_of(event))["n"] for event in came(server, 20, page)) == list(range(20))


def test_without_compression_it_is_plain_json(start, server):
    page, _ = start(disable_compression=True)
    page.evaluate("() => { posthog.capture('Looked'); }")
    assert [event.event for event in came(server, 1, page)] == ["Looked"]


def test_a_wrong_key_is_told_and_nothing_is_kept(start, server):
    page, _ = start(key="phc_wrong")
    with page.expect_response(lambda response: "/e/" in response.url) as answer:
        page.evaluate("() => { posthog.capture('Looked'); }")
    assert answer.value.status == 401
    assert server.new_events() == []
