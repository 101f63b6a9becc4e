"""The requests that capture is measured with: as the SDKs send them, each event with an id of its own."""

import base64
import json
import secrets

NUMBER = b"@@@@@@@@@@"
CONTEXT = {"library": {"name": "@segment/analytics-node", "version": "3.1.0"}}


def _event(n: int, run: str) -> dict[str, object]:
    return {
        "type": "track",
        "userId": f"user-{n % 1000:05d}",
        "event": ("Opened", "Edited", "Shared", "Exported", "Invited")[n % 5],
        "properties": {"plan": "pro", "value": 12.5, "page": f"/projects/{n}"},
        "context": CONTEXT,
        "timestamp": "TIME",
        "messageId": f"node-{run}-{NUMBER.decode()}-{n:04d}",
    }


class Requests:
    """The bytes of the n-th request: one event, or a batch of ``events``."""

    def __init__(self, key: str, events: int, sent_at: str) -> None:
        run = secrets.token_hex(4)
        body = _event(0, run) if events == 1 else {"batch": [_event(n, run) for n in range(events)], "sentAt": "TIME"}
        self.body = json.dumps(body).replace("TIME", sent_at).encode()
        path = "/v1/track" if events == 1 else "/v1/batch"
        token = base64.b64encode(f"{key}:".encode()).decode()
        head = (
            f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            f"authorization: Basic {token}\r\ncontent-length: {len(self.body)}\r\n\r\n"
        )
        self._whole = head.encode() + self.body

    def __call__(self, number: int) -> bytes:
        return self._whole.replace(NUMBER, b"%010d" % number)
