"""What would the app's back office have sent of late? The demo's latest events as calls of the Segment protocol."""

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

MOST = 100  # events of one request


def calls(events: pa.Table) -> Iterator[bytes]:
    """Bodies of ``batch`` requests: who each person is, then what they did, in order."""
    rows = events.to_pylist()
    known = {row["User ID"]: row["Account ID"] for row in rows}
    found = [*(_who(person, account) for person, account in known.items()), *map(_what, rows)]
    for start in range(0, len(found), MOST):
        yield json.dumps({"batch": found[start : start + MOST]}).encode()


def _who(person: str, account: str) -> dict[str, Any]:
    return {
        "type": "identify",
        "messageId": f"demo-who-{person}",
        "userId": person,
        "traits": {"device": "Android" if len(person) % 2 else "iOS"},
        "context": {"groupId": account},
    }


def _what(row: dict[str, Any]) -> dict[str, Any]:
    at = row["Time"].isoformat()
    call = {
        "type": "track",
        "messageId": f"demo-{row['User ID']}-{row['Event']}-{at}",
        "userId": row["User ID"],
        "event": row["Event"],
        "timestamp": at,
        "context": {"groupId": row["Account ID"]},
    }
    value = row["Value"]
    return call if value is None else call | {"properties": {"value": value}}
