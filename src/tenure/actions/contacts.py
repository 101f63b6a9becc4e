"""Changes what is known of a contact by hand: role, champion, channel, time zone, language and where to meet."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.db import transaction

from tenure import clock
from tenure.actions.importing.records import difference, snapshot
from tenure.actions.staleness import mark_stale
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.touchpoint import Touchpoint
from tenure.values.voice import worded

FIELDS: Final = ("name", "email", "phone", "role", "preferred_channel", "time_zone", "video_link")
LONGEST: Final = {"name": 300, "email": 320, "phone": 64, "role": 100, "preferred_channel": 32, "time_zone": 64}
CHANNELS: Final = ("", *Touchpoint.Channel.values)
NOUN: Final = "contact"
LANGUAGE: Final = "language"  # a trait, as programs say it


class ContactError(ValueError):
    """A change to a contact that cannot be made; the sentence says what to change."""


def change_contact(*, contact: Contact, said: Mapping[str, str], is_champion: bool, by: str) -> AuditEntry | None:
    """Let the contact say this; None when it did already. A champion is one from now on, or until now.

    Raises ContactError for a text that does not fit, a time zone or channel that there is not, or a link that is none.
    """
    values = {name: said[name].strip() for name in FIELDS if name in said}
    check_values(values)
    now = clock.now()
    with transaction.atomic():
        row = Contact.objects.select_for_update().get(workspace=contact.workspace_id, pk=contact.pk)
        was, was_champion = snapshot(row), _is_champion(row)
        for name, value in values.items():
            setattr(row, name, value)
        if LANGUAGE in said:
            row.traits = speaking_of(row.traits, said[LANGUAGE])
        if is_champion and not was_champion:
            row.champion_since, row.champion_until = now, None
        elif was_champion and not is_champion:
            row.champion_until = now
        told = snapshot(row)
        before, after = difference(was, told)
        if not after:
            return None
        if "champion_since" in after:  # since when and until when are said together, and taken back together
            before["champion_until"], after["champion_until"] = was["champion_until"], told["champion_until"]
        row.save()
        if row.account_id is not None:
            mark_stale(row.workspace, [row.account_id])
        return AuditEntry.objects.create(
            workspace=row.workspace, at=now, by=by, verb="change", noun=NOUN, record=row.pk, before=before, after=after
        )


def check_values(values: Mapping[str, str]) -> None:
    """Raises ContactError for what no contact can have."""
    for name, value in values.items():
        if len(value) > LONGEST.get(name, 500) or "\0" in value:
            raise ContactError(
                worded(
                    "“{name}” has at most {most} characters.",
                    name=name.replace("_", " "),
                    most=str(LONGEST.get(name, 500)),
                )
            )
    if values.get("preferred_channel", "") not in CHANNELS:
        raise ContactError(worded("“{name}” is no channel.", name=values["preferred_channel"]))
    if (zone := values.get("time_zone", "")) and zone not in available_timezones():
        raise ContactError(worded("“{zone}” is no time zone; write one such as Europe/Amsterdam.", zone=zone))
    if (link := values.get("video_link", "")) and urlsplit(link).scheme not in ("http", "https"):
        raise ContactError(worded("The link of a video meeting begins with https://."))


def speaking_of(traits: Mapping[str, object], language: str) -> dict[str, object]:
    """The traits with this language; without one when it is empty."""
    others = {name: value for name, value in traits.items() if name != LANGUAGE}
    return others | {LANGUAGE: language} if language else others


def _is_champion(row: Contact) -> bool:
    return row.champion_since is not None and row.champion_until is None
