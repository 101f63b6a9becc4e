"""What does a developer paste to connect a product? The same first event in every library, with key and address filled in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

YOUR_KEY = "YOUR WRITE KEY"


@dataclass(frozen=True, slots=True)
class Snippet:
    """``before`` says what to do first, ``after`` what it comes to; both may be empty."""

    slug: str
    name: str
    before: str
    text: str
    after: str = ""


def snippets(key: str, address: str, *, companies: bool) -> tuple[Snippet, ...]:
    """One for each library. ``companies``: accounts are companies, so that a group says which one an event is for."""
    return tuple(make(key, address, companies) for make in _MAKERS)


def _segment_python(key: str, address: str, companies: bool) -> Snippet:
    group = ', context={"groupId": "account-4"}' if companies else ""
    text = f"""import segment.analytics as analytics

analytics.write_key = "{key}"
analytics.host = "{address}"
analytics.track("user-17", "Report exported"{group})
analytics.flush()"""
    return Snippet("segment-python", "Segment, Python", "pip install segment-analytics-python", text)


def _segment_node(key: str, address: str, companies: bool) -> Snippet:
    group = ', context: { groupId: "account-4" }' if companies else ""
    text = f"""import {{ Analytics }} from "@segment/analytics-node";

const analytics = new Analytics({{ writeKey: "{key}", host: "{address}" }});
analytics.track({{ userId: "user-17", event: "Report exported"{group} }});"""
    return Snippet("segment-node", "Segment, Node", "npm install @segment/analytics-node", text)


def _segment_browser(key: str, address: str, companies: bool) -> Snippet:
    group = '\nanalytics.group("account-4");' if companies else ""
    text = f"""import {{ AnalyticsBrowser }} from "@segment/analytics-next";

const analytics = AnalyticsBrowser.load({{ writeKey: "{key}", cdnURL: "{address}" }});
analytics.identify("user-17");{group}
analytics.track("Report exported");"""
    return Snippet("segment-browser", _("Segment, browser"), "npm install @segment/analytics-next", text)


def _posthog_python(key: str, address: str, companies: bool) -> Snippet:
    group = ', groups={"company": "account-4"}' if companies else ""
    text = f"""from posthog import Posthog

posthog = Posthog("{key}", host="{address}")
posthog.capture("Report exported", distinct_id="user-17"{group})
posthog.shutdown()"""
    return Snippet("posthog-python", "PostHog, Python", "pip install posthog", text)


def _posthog_node(key: str, address: str, companies: bool) -> Snippet:
    group = ', groups: { company: "account-4" }' if companies else ""
    text = f"""import {{ PostHog }} from "posthog-node";

const posthog = new PostHog("{key}", {{ host: "{address}" }});
posthog.capture({{ distinctId: "user-17", event: "Report exported"{group} }});
await posthog.shutdown();"""
    return Snippet("posthog-node", "PostHog, Node", "npm install posthog-node", text)


def _posthog_js(key: str, address: str, companies: bool) -> Snippet:
    group = '\nposthog.group("company", "account-4");' if companies else ""
    text = f"""import posthog from "posthog-js";

posthog.init("{key}", {{ api_host: "{address}" }});
posthog.identify("user-17");{group}
posthog.capture("Report exported");"""
    return Snippet("posthog-js", _("PostHog, browser"), "npm install posthog-js", text)


def _curl(key: str, address: str, companies: bool) -> Snippet:
    group = ', "context": {"groupId": "account-4"}' if companies else ""
    text = f"""curl -u "{key}:" {address}/v1/track \\
  -H "Content-Type: application/json" \\
  -d '{{"userId": "user-17", "event": "Report exported"{group}}}'"""
    return Snippet("curl", "curl", "", text, _("The answer {“success”: true} means that the event is on the disk."))


def _spreadsheet(key: str, address: str, companies: bool) -> Snippet:
    context = ", context: { groupId: String(said.Account) }" if companies else ""
    columns = "User, Account, Event, Time" if companies else "User, Event, Time"
    text = f"""function sendRows() {{
  const sheet = SpreadsheetApp.getActiveSheet();
  const [headers, ...rows] = sheet.getDataRange().getValues();
  const calls = rows.map((row, at) => {{
    const said = Object.fromEntries(headers.map((name, i) => [name, row[i]]));
    return {{ type: "track", messageId: `${{sheet.getSheetId()}}-${{at + 2}}`, userId: String(said.User),
      event: String(said.Event), timestamp: new Date(said.Time).toISOString(), properties: said{context} }};
  }});
  while (calls.length) UrlFetchApp.fetch("{address}/v1/batch", {{
    method: "post", contentType: "application/json",
    headers: {{ Authorization: "Basic " + Utilities.base64Encode("{key}:") }},
    payload: JSON.stringify({{ batch: calls.splice(0, 100) }}),
  }});
}}"""
    before = _("In Google Sheets: Extensions, Apps Script. The sheet's first row names %(columns)s.")
    after = _(
        "A row is one event and counts once, however often it is sent. Google must be able to reach this address."
    )
    return Snippet("spreadsheet", _("Spreadsheet"), before % {"columns": columns}, text, after)


_MAKERS = (
    _segment_python, _segment_node, _segment_browser, _posthog_python, _posthog_node, _posthog_js, _curl, _spreadsheet,
)  # fmt: skip
