"""What can other programs be told of? Each topic, with the sentence that people choose it by."""

from collections.abc import Mapping
from typing import Final

from tenure.values.voice import later

HEALTH_CHANGED: Final = "health.changed"
ACCOUNT_CREATED: Final = "account.created"
IMPORT_DONE: Final = "import.done"
ALERT_OPENED: Final = "alert.opened"
PLAY_CALLED: Final = "play.called"

TOPICS: Final[Mapping[str, str]] = {
    HEALTH_CHANGED: later("The band of an account's health changed"),
    ACCOUNT_CREATED: later("An account was created"),
    IMPORT_DONE: later("An import was finished"),
    ALERT_OPENED: later("A signal fired for an account"),
    PLAY_CALLED: later("Nothing but what plays call it for"),
}
