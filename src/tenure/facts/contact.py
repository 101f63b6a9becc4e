"""What may a rule ask of a contact? The few things that are known of people, named like facts of accounts."""

from collections.abc import Mapping
from typing import Final

from tenure.values.voice import later

CONTACT: Final = "contact."
CONTACT_TRAIT: Final = "contact.trait."

# Name -> what people call it, in the middle of a sentence.
CONTACT_FACTS: Final[Mapping[str, str]] = {
    "contact.role": later("contact’s role"),
    "contact.channel": later("contact’s preferred channel"),
    "contact.is_champion": later("contact being a champion"),
    "contact.email": later("contact’s e-mail address"),
    "contact.phone": later("contact’s phone number"),
    "contact.time_zone": later("contact’s time zone"),
    "contact.last_touchpoint_days": later("days since the contact’s last touchpoint"),
}
