"""What the keys page offers to paste works as it stands: each snippet sends its event, which names user and account."""

import subprocess
import sys

import pytest

from tenure.console.snippets import snippets


def snippet(server, slug: str) -> str:
    found = {one.slug: one for one in snippets(server.keys["acme"], server.url, companies=True)}
    return found[slug].text


def assert_reported(server):
    (event,) = server.new_events()
    assert (event.type, event.event, event.user_id) == ("track", "Report exported", "user-17")
    assert event.group_id == "account-4"


@pytest.mark.parametrize("slug", ["segment-python", "posthog-python"])
def test_python_snippets_send_their_event(server, slug):
    subprocess.run([sys.executable, "-c", snippet(server, slug)], check=True, timeout=60)
    assert_reported(server)


def test_the_curl_snippet_sends_its_event(server):
    done = subprocess.run(
        ["bash", "-c", snippet(server, "curl")], check=True, timeout=60, capture_output=True, text=True
    )
    assert '"success"' in done.stdout
    assert_reported(server)


def test_the_node_snippet_sends_its_event(server, node, tmp_path):
    from tests.sdk.conftest import FOLDER

    script = f"{snippet(server, 'segment-node')}\nawait analytics.closeAndFlush({{ timeout: 30000 }});\n"
    path = FOLDER / "snippet.tmp.mjs"  # beside the SDK, which is looked for from there
    path.write_text(script)
    try:
        subprocess.run([*node, str(path)], check=True, timeout=60)
    finally:
        path.unlink()
    assert_reported(server)


def test_the_posthog_node_snippet_sends_its_event(server, node):
    from tests.sdk.conftest import FOLDER

    path = FOLDER / "snippet-posthog.tmp.mjs"  # beside the SDK, which is looked for from there
    path.write_text(snippet(server, "posthog-node"))
    try:
        subprocess.run([*node, str(path)], check=True, timeout=60)
    finally:
        path.unlink()
    assert_reported(server)


# In a page these packages are there as global names; what the snippets import is what their builds export.
BROWSER = {
    "segment-browser": ("segment.html", "AnalyticsBrowser", "AnalyticsNext.AnalyticsBrowser", 3),
    "posthog-js": ("posthog.html", "posthog", "window.posthog", 2),
}


@pytest.mark.parametrize("slug", BROWSER)
def test_browser_snippets_send_their_event(server, visit, slug):
    from tests.sdk.conftest import came

    page_name, name, value, least = BROWSER[slug]
    lines = [line for line in snippet(server, slug).splitlines() if not line.startswith("import ")]
    text = "\n".join(lines)
    if slug == "posthog-js":  # a browser under test is taken for a robot, of whom that SDK sends nothing
        text = text.replace(
            "api_host:", "opt_out_useragent_filter: true, request_queue_config: { flush_interval_ms: 250 }, api_host:"
        )
    page = visit(page_name)
    page.evaluate(f"() => {{ const {name} = {value};\n{text}\n}}" if name != "posthog" else f"() => {{ {text} }}")
    found = {event.event or event.type: event for event in came(server, least, page, named="Report exported")}
    event = found["Report exported"]
    assert (event.user_id, event.type) == ("user-17", "track")
    assert event.group_id == "account-4" or found["group"].group_id == "account-4"
