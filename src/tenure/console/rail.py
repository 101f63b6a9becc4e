"""Which pages stand in the rail, and which in the bottom bar of a phone?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenure.records.models import Member


@dataclass(frozen=True, slots=True)
class Place:
    """``section`` is what its pages say they belong to; ``page`` the name of the address that it leads to."""

    section: str
    page: str
    icon: str
    words: str | Promise
    on_phone: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """One place as a member reaches it."""

    place: Place
    address: str


# In groups, each under its word; the first has none.
RAIL: Final[Sequence[tuple[str | Promise, Sequence[Place]]]] = (
    (
        "",
        (
            Place("today", "today", "today", _("Today"), on_phone=True),
            Place("accounts", "accounts", "accounts", _("Accounts"), on_phone=True),
            Place("tasks", "tasks", "tasks", _("Tasks"), on_phone=True),
            Place("touchpoints", "touchpoints", "talk", _("Touchpoints")),
            Place("retention", "retention", "retention", _("Retention"), on_phone=True),
            Place("renewals", "renewals", "renewals", _("Renewals")),
            Place("health", "health", "health", _("Health")),
            Place("signals", "alerts", "signal", _("Signals")),
            Place("plays", "plays", "plays", _("Plays")),
        ),
    ),
    (
        _("Data"),
        (
            Place("imports", "imports", "tray", _("Imports")),
            Place("events", "live-events", "pulse", _("Events")),
        ),
    ),
)
SETTINGS: Final = Place("settings", "settings", "sliders", _("Settings"))


def rail(member: Member) -> list[tuple[str | Promise, list[Link]]]:
    """Every group with its places."""
    return [(words, [link(member, place) for place in places]) for words, places in RAIL]


def link(member: Member, place: Place) -> Link:
    """The place with its address in the member's workspace."""
    return Link(place, reverse(place.page, args=[member.workspace.slug]))
