"""Whom of an account does one tell of an incident, and how: in writing by the way the contact prefers, or by a call?

Whether somebody agreed to marketing is not asked: a service notice is about what the account pays for, and who wants no
advertising still wants to know what does not work.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tenure.records.contact import Contact
from tenure.records.incident import IncidentAccount
from tenure.records.slices import rows_of
from tenure.records.touchpoint import Touchpoint
from tenure.records.workspace import Workspace
from tenure.sources.cell_words import channel as channel_meant
from tenure.sources.cell_words import yes_or_no

# Why an account is called and not written to; in words on pages.
NO_CONTACT, NO_ADDRESS, BOUNCES, PREFERS = "no contact", "no address", "bounces", "prefers"
# Traits by which files and mail programs say that an address does not work: English, Dutch, German, Russian.
BOUNCED: Final = frozenset(
    {"address bounces", "bounces", "bounced", "email bounced", "e-mail bounced", "hard bounce", "adres onbestelbaar",
     "adresse unzustellbar", "адрес не работает"}
)  # fmt: skip
_SPOKEN: Final = frozenset({Touchpoint.Channel.CALL, Touchpoint.Channel.VIDEO, Touchpoint.Channel.MEETING})
_WRITTEN_OTHERWISE: Final = frozenset(
    {Touchpoint.Channel.CHAT, Touchpoint.Channel.PUSH, Touchpoint.Channel.SOCIAL, Touchpoint.Channel.LETTER}
)
_FIELDS: Final = (
    "account", "pk", "email", "phone", "preferred_channel", "champion_since", "champion_until", "traits"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """``why`` is one of the words above where it is a call, else empty."""

    contact: int | None
    way: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Person:
    number: int
    email: str
    phone: str
    prefers: str
    is_champion: bool
    bounces: bool

    @classmethod
    def of(cls, row: Sequence[Any]) -> "_Person":
        number, email, phone, prefers, since, until, traits = row
        return cls(number, email, phone, preferred(prefers), since is not None and until is None, bounces(traits))

    @property
    def address_works(self) -> bool:
        return not self.bounces and is_address(self.email)

    def place(self, reported_by: int | None) -> tuple[bool, bool, bool, int]:
        """Where the contact stands among those of the account; the first is told."""
        return self.number != reported_by, not self.is_champion, not (self.email or self.phone), self.number

    def told(self) -> Told:
        """By the way that the contact prefers; who wants mail and gets none is called."""
        if self.prefers in _SPOKEN:
            return Told(self.number, IncidentAccount.Way.CALL, PREFERS)
        if self.prefers in _WRITTEN_OTHERWISE or self.address_works:
            return Told(self.number, IncidentAccount.Way.NOTICE)
        return Told(self.number, IncidentAccount.Way.CALL, BOUNCES if self.bounces else NO_ADDRESS)


def ways(workspace: Workspace, accounts: Sequence[int], reported_by: int | None = None) -> dict[int, Told]:
    """For each of these accounts whom to tell, and how.

    Of each the contact who reported it, else the champion, else the first who can be reached at all.
    """
    people: dict[int, list[_Person]] = defaultdict(list)
    for account, *row in rows_of(Contact.objects.filter(workspace=workspace), "account", accounts, _FIELDS):
        people[account].append(_Person.of(row))
    return {account: _told(people.get(account, []), reported_by) for account in accounts}


def _told(people: list[_Person], reported_by: int | None) -> Told:
    if not people:
        return Told(None, IncidentAccount.Way.CALL, NO_CONTACT)
    return min(people, key=lambda one: one.place(reported_by)).told()


def bounces(traits: Mapping[str, Any]) -> bool:
    """Whether a trait says that mail to the contact comes back."""
    return any(
        name.replace("_", " ").casefold() in BOUNCED and yes_or_no(str(value)) is not False
        for name, value in traits.items()
        if value not in (None, "")
    )


def preferred(channel: str) -> str:
    """The channel that is meant, as files and people call it (“phone” is a call); e-mail where that is not known."""
    known = channel_meant(channel)
    return Touchpoint.Channel.EMAIL if known == Touchpoint.Channel.OTHER else known


def is_address(text: str) -> bool:
    """Whether mail could be sent there."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
