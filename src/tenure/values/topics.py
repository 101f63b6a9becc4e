"""What can other programs be told of? Each topic, with the sentence that people choose it by."""

from collections.abc import Mapping
from typing import Final

HEALTH_CHANGED: Final = "health.changed"
ACCOUNT_CREATED: Final = "account.created"
IMPORT_DONE: Final = "import.done"

TOPICS: Final[Mapping[str, str]] = {
    HEALTH_CHANGED: "The band of an account's health changed",
    ACCOUNT_CREATED: "An account was created",
    IMPORT_DONE: "An import was finished",
}
