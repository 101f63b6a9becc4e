"""What is known of contacts as of a moment, as rules about people ask it?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from tenure.facts.contact import CONTACT_TRAIT
from tenure.facts.values import FactValue, trait
from tenure.records.contact import Contact
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

Contacts = Sequence[tuple[int, dict[str, FactValue]]]  # (contact, what is known of them)

_FIELDS = (
    "pk", "account", "role", "preferred_channel", "email", "phone", "time_zone", "champion_since", "champion_until",
    "traits", "latest",
)  # fmt: skip


def contacts_of(workspace: Workspace, moment: Moment, accounts: Sequence[int] | None) -> dict[int, Contacts]:
    """Account -> its contacts. What nobody noted is unknown; only champions and touchpoints are dated."""
    held = Q(touchpoints__at__lt=moment.at, touchpoints__is_held=True)
    known = Contact.objects.filter(workspace=workspace, account__isnull=False).annotate(
        latest=Max("touchpoints__at", filter=held)
    )
    found: dict[int, list[tuple[int, dict[str, FactValue]]]] = {}
    for contact, account, *rest in rows_of(known, "account", accounts, _FIELDS):
        found.setdefault(account, []).append((contact, _facts(moment, *rest)))
    return dict(found)


def _facts(moment: Moment, *row: Any) -> dict[str, FactValue]:
    role, channel, email, phone, zone, since, until, traits, latest = row
    return {
        "contact.role": role or None,
        "contact.channel": channel or None,
        "contact.email": email or None,
        "contact.phone": phone or None,
        "contact.time_zone": zone or None,
        "contact.is_champion": _is_champion(moment.at, since, until),
        "contact.last_touchpoint_days": None if latest is None else (moment.date - latest.date()).days,
        **{CONTACT_TRAIT + name: trait(value) for name, value in traits.items()},
    }


def _is_champion(at: datetime, since: datetime | None, until: datetime | None) -> bool:
    return since is not None and since < at and (until is None or until > at)
