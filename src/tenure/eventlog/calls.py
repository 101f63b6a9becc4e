"""What did a program say of who somebody is? The identify, alias and group calls that a sealed batch held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class IdentityCall:
    """One identify, alias or group call, its ids as sent and its time corrected."""

    kind: str  # identify, alias, group
    user_id: str | None
    anonymous_id: str | None
    group_id: str | None
    previous_id: str | None
    traits: Mapping[str, Any]
    time: datetime
    message_id: str
