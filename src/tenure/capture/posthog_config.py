"""What do PostHog's SDKs ask besides sending events? Whether flags, recordings or surveys are on: none are."""

import msgspec

from tenure.capture.replies import Reply

_CONFIG = {
    "supportedCompression": ["gzip", "gzip-js"],
    "hasFeatureFlags": False,
    "analytics": {"endpoint": "/e/"},
    "defaultIdentifiedOnly": True,
    "autocaptureExceptions": False,
    "captureDeadClicks": False,
    "capturePerformance": False,
    "elementsChainAsString": True,
    "heatmaps": False,
    "isAuthenticated": False,
    "sessionRecording": False,
    "siteApps": [],
    "surveys": False,
    "toolbarParams": {},
}
_KEPT = (b"cache-control", b"private, max-age=60")

FLAGS = Reply(
    200,
    msgspec.json.encode(
        {**_CONFIG, "flags": {}, "featureFlags": {}, "featureFlagPayloads": {}, "errorsWhileComputingFlags": False}
    ),
)


def config() -> Reply:
    """The settings of the browser SDK."""
    return _JSON


def script(write_key: str) -> Reply:
    """The same as a script, which is how the browser SDK asks first."""
    told = msgspec.json.encode({write_key: {"config": _CONFIG, "siteApps": []}})
    body = b"Object.assign(window._POSTHOG_REMOTE_CONFIG ??= {}, " + told + b");"
    return Reply(200, body, _KEPT, content_type=b"application/javascript; charset=utf-8")


_JSON = Reply(200, msgspec.json.encode(_CONFIG), _KEPT)
