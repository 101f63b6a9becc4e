"""What does the browser SDK ask for before it sends? Where to send, and that nothing else is to be loaded."""

import msgspec

from tenure.capture.replies import Reply


def settings(write_key: str, host: str, scheme: str) -> Reply:
    """The settings of one write key; ``host`` is how the browser reached us."""
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
