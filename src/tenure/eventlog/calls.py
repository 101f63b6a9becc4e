"""What did a program say of who somebody is? The identify, alias and group calls that a sealed batch held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SET_ONCE = "$set_once"  # the trait under which a call says what is to hold only while nothing is known


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

    @property
    def said(self) -> dict[str, Any]:
        """The traits that hold from now on."""
        return {name: value for name, value in self.traits.items() if name != SET_ONCE}

    @property
    def once(self) -> Mapping[str, Any]:
        """The traits that hold where nothing else was ever said, such as how somebody first came."""
        found = self.traits.get(SET_ONCE)
        return found if isinstance(found, dict) else {}
