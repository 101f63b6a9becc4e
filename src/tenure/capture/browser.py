"""What does the browser SDK ask for before it sends? Where to send, and that nothing else is to be loaded."""

from collections.abc import Iterable

import msgspec

from tenure.capture.replies import Reply


def settings(write_key: str, headers: Iterable[tuple[bytes, bytes]], scheme: str) -> Reply:
    """The settings of one write key: events are to be sent to the address by which the browser reached us.

    A proxy that takes HTTPS off says so in X-Forwarded-Proto. It may come from anywhere, because the answer goes to
    whoever sent it and is kept by nobody else.
    """
    sent = dict(headers)
    host = sent.get(b"host", b"localhost").decode("latin-1")
    if (outside := sent.get(b"x-forwarded-proto", b"").decode("latin-1")) in ("http", "https"):
        scheme = outside
    answer = {
        "integrations": {
            "Segment.io": {
                "apiKey": write_key,
                "apiHost": f"{host}/v1",
                "protocol": scheme,
                "unbundledIntegrations": [],
                "addBundledMetadata": True,
                "maybeBundledConfigIds": {},
            }
        },
        "plan": {"track": {"__default": {"enabled": True, "integrations": {}}}, "identify": {}, "group": {}},
        "edgeFunction": {},
        "analyticsNextEnabled": True,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": {"sampleRate": 0},
        "legacyVideoPluginsEnabled": False,
        "remotePlugins": [],
    }
    return Reply(200, msgspec.json.encode(answer), (b"cache-control", b"private, max-age=60"))
