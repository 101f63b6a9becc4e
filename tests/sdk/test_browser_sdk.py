"""@segment/analytics-next works in a browser when its address is changed, and what it sends reaches the account."""

import contextlib
import json

import pytest

from tenure.eventlog import wire
from tenure.eventlog.wire_event import payload_of
from tests.capture_client import ACME
from tests.fake_spool import DISK_FULL, FakeSpool
from tests.installation import Installation, wait_for
from tests.sdk.conftest import came

PAGE = "segment.html"
ALL_CALLS = """async () => {
    await analytics.page("Docs", "Prices", { plan: "pro" });
    await analytics.track("Looked", { value: 12.5, "naïve": "日本 😀" });
    await analytics.alias("ada");
    await analytics.identify("ada", { email: "ada@x.example", seats: 5 });
    await analytics.group("acme-inc", { name: "Acme" });
    await analytics.track("Signed Up", {}, { context: { groupId: "other-inc" } });
    return (await analytics.user()).anonymousId();
}"""
BATCHING = {"deliveryStrategy": {"strategy": "batching", "config": {"size": 3, "timeout": 100}}}
KEEPALIVE = {"deliveryStrategy": {"config": {"keepalive": True}}}


@pytest.fixture
def answers():
    """``answers(page)``: from now on, (status, address) of what capture said to it."""

    def listen(page):
        found = []
        page.on("response", lambda response: found.append((response.status, response.url.partition("/v1/")[2])))
        return found

    return listen


@pytest.mark.parametrize("strategy", [{}, BATCHING, KEEPALIVE], ids=["single", "batching", "keepalive"])
def test_every_call_arrives_once_with_its_fields(visit, server, answers, strategy):
    page = visit(PAGE)
    said = answers(page)
    page.evaluate("([key, url, how]) => start(key, url, how)", [server.keys["acme"], server.url, strategy])
    anonymous = page.evaluate(ALL_CALLS)
    viewed, looked, alias, identify, group, signed_up = came(server, 6, page)
    assert (viewed.type, viewed.name) == ("page", "Prices")
    assert json.loads(payload_of(viewed))["plan"] == "pro"
    assert (looked.type, looked.event, looked.user_id, looked.anonymous_id) == ("track", "Looked", None, anonymous)
    assert json.loads(payload_of(looked)) == {"value": 12.5, "naïve": "日本 😀"}
    assert (identify.type, identify.user_id, identify.anonymous_id) == ("identify", "ada", anonymous)
    assert json.loads(payload_of(identify)) == {"email": "ada@x.example", "seats": 5}
    assert (group.type, group.group_id, group.user_id) == ("group", "acme-inc", "ada")
    assert json.loads(payload_of(group)) == {"name": "Acme"}
    assert (signed_up.event, signed_up.user_id, signed_up.group_id) == ("Signed Up", "ada", "other-inc")
    assert (alias.type, alias.user_id, alias.previous_id) == ("alias", "ada", anonymous)
    assert len({event.message_id for event in (viewed, looked, identify, group, signed_up, alias)}) == 6
    assert all(event.timestamp and event.sent_at for event in (viewed, looked, identify, group, signed_up, alias))
    assert {status for status, _ in said if status != 204} == {200}
    singles = {"p", "t", "i", "g", "a"}
    assert {address for _, address in said} - {f"projects/{server.keys['acme']}/settings"} == (
        {"b"} if strategy is BATCHING else singles
    )


def test_the_address_may_be_given_in_the_page_instead_of_by_the_settings(visit, server):
    page = visit(PAGE)
    host = {"apiHost": server.url.removeprefix("http://") + "/v1", "protocol": "http"} | BATCHING
    page.evaluate(
        """([key, host]) => {
            window.analytics = AnalyticsNext.AnalyticsBrowser.load(
                { writeKey: key, cdnSettings: { integrations: { "Segment.io": { apiKey: key } } } },
                { integrations: { "Segment.io": host } },
            );
            return analytics.track("Looked");
        }""",
        [server.keys["acme"], host],
    )
    assert [event.event for event in came(server, 1, page)] == ["Looked"]


def test_after_a_reset_it_is_somebody_else(visit, server):
    page = visit(PAGE)
    page.evaluate("([key, url]) => start(key, url)", [server.keys["acme"], server.url])
    page.evaluate("""async () => {
        await analytics.identify("ada");
        await analytics.reset();
        await analytics.track("Looked");
    }""")
    identify, looked = came(server, 2, page)
    assert (identify.user_id, looked.user_id) == ("ada", None)
    assert looked.anonymous_id not in (None, identify.anonymous_id)


def test_what_waits_when_the_page_is_left_is_sent(visit, server):
    page = visit(PAGE)
    slow = {"deliveryStrategy": {"strategy": "batching", "config": {"size": 50, "timeout": 3_600_000}}}
    page.evaluate("([key, url, how]) => start(key, url, how)", [server.keys["acme"], server.url, slow])
    page.evaluate("async () => { for (let n = 0; n < 20; n++) await analytics.track('Looked', { n }); }")
    assert server.new_events() == []
    page.goto("about:blank")
    assert [json.loads(payload_of(event))["n"] for event in came(server, 20, page)] == list(range(20))


def test_a_wrong_key_gets_no_settings_and_nothing_is_kept(visit, server, answers):
    page = visit(PAGE)
    said = answers(page)
    page.evaluate(
        """([key, url]) => {
            window.analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: key, cdnURL: url });
            return analytics.catch(() => null);
        }""",
        ["tw_wrong", server.url],
    )
    assert [status for status, _ in said] == [401]
    assert server.new_events() == []


@pytest.mark.parametrize("strategy", [{}, BATCHING], ids=["single", "batching"])
def test_a_full_disk_and_a_busy_server_lose_nothing(visit, failing, strategy):
    spool = FakeSpool()
    spool.fail, spool.failures = DISK_FULL, 1
    with failing(spool, rate=4) as url:
        page = visit(PAGE)
        page.evaluate("([key, url, how]) => start(key, url, how)", [ACME, url, strategy])
        page.evaluate("async () => { for (let n = 0; n < 6; n++) await analytics.track('Looked', { n }); }")
        wait_for(lambda: sum(request.count for request in spool.requests) >= 6, "all came")
    events = [event for request in spool.requests for event in wire.decode(request.kind, request.body)]
    assert sorted(json.loads(payload_of(event))["n"] for event in events) == list(range(6))


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """A whole Tenure with its worker."""
    made = Installation(tmp_path_factory.mktemp("browser-sdk") / "data")
    yield made
    with contextlib.suppress(Exception):
        made.stop()
    made.kill()


def test_a_visitor_who_signs_in_brings_their_past_to_the_account(visit, installation):
    key = installation.prepare("acme")
    url = f"http://127.0.0.1:{installation.serve()}"
    page = visit(PAGE)
    page.evaluate("([key, url]) => start(key, url)", [key, url])
    page.evaluate("""async () => {
        await analytics.page();
        await analytics.track("Looked");
    }""")
    wait_for(lambda: installation.events().num_rows == 2, "the visit is in the log")
    assert sum(actor["events"] for actor in installation.json("unassigned", "--workspace", "acme")) == 2
    page.evaluate("""async () => {
        await analytics.identify("ada", { email: "ada@x.example" });
        await analytics.group("acme-inc", { name: "Acme" });
        await analytics.track("Signed Up");
    }""")
    wait_for(lambda: installation.events().num_rows == 5, "the rest is in the log")
    (account,) = installation.json("facts", "-w", "acme", "-a", "acme-inc", "-f", "events_28", "-f", "actors_28")
    assert account["facts"] == {"events_28": 3, "actors_28": 1}
    assert installation.json("unassigned", "--workspace", "acme") == []
