"""Which pages are there besides those in the rail, under which words, and which of them may this member open?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenure.records.models import Member


@dataclass(frozen=True, slots=True)
class Whole:
    """A page that needs nothing but the workspace; ``page`` names its address, ``also`` is what people look for too."""

    words: str | Promise
    page: str
    icon: str
    also: str | Promise = ""


# Who may open each stands on its view, and is asked there.
WHOLE: Final = (
    Whole(_("The portfolio by band"), "portfolio", "today"),
    Whole(_("Calendar of tasks"), "task-calendar", "calendar", _("month due to-do")),
    Whole(_("Contracts without an end"), "renewals-open", "renewals", _("open-ended notice")),
    Whole(_("Segments"), "segments", "accounts", _("rule saved members filter")),
    Whole(_("New segment"), "new-segment", "plus", _("add rule")),
    Whole(_("Personas"), "personas", "accounts", _("groups clusters alike")),
    Whole(_("Signals that are watched"), "signals", "bell", _("rules alerts on off")),
    Whole(_("New signal"), "new-signal", "plus", _("add rule alert")),
    Whole(_("Back-tests"), "backtests", "retention", _("past caught precision recall flagged")),
    Whole(_("Incidents"), "incidents", "pulse", _("outage trouble affected notice")),
    Whole(_("Open an incident"), "incident-new", "plus", _("outage trouble report")),
    Whole(_("Who left, and why"), "departures", "retention", _("churn lost departures register")),
    Whole(_("Scorecards"), "scorecards", "health", _("health score rules")),
    Whole(_("New scorecard"), "new-scorecard", "plus", _("add health score rules")),
    Whole(_("New play"), "play-new", "plus", _("playbook automation steps add")),
    Whole(_("Books"), "books", "person", _("load portfolio owners")),
    Whole(_("Duplicates"), "merging", "accounts", _("twins doubles same")),
    Whole(_("Feeds"), "feeds", "again", _("scheduled addresses")),
    Whole(_("Dead letters"), "dead-letters", "pulse", _("events failed errors")),
    Whole(_("Unassigned"), "unassigned", "pulse", _("events without account")),
    Whole(_("My page"), "me", "person", _("profile language password passkey absence")),
    Whole(_("Members"), "members", "person", _("settings people roles teams invite")),
    Whole(_("Products"), "options", "sliders", _("settings options modules services")),
    Whole(_("Rules of assignment"), "assignments", "person", _("settings owners round robin load")),
    Whole(_("Reasons for leaving"), "reasons", "sliders", _("settings churn")),
    Whole(_("Keys"), "keys", "code", _("settings programs snippet token")),
    Whole(_("Webhooks"), "webhooks", "code", _("settings programs notify")),
    Whole(_("Audit log"), "audit", "sliders", _("settings changed history undo")),
    Whole(_("Data"), "data", "sliders", _("settings export erase forget")),
)


def whole_pages(member: Member) -> Iterator[tuple[Whole, str]]:
    """The pages that the member may open, each with its address."""
    for one in WHOLE:
        address = reverse(one.page, args=[member.workspace.slug])
        if may_open(member, address):
            yield one, address


def may_open(member: Member, address: str) -> bool:
    """Whether the page at the address says that the member's role may open it."""
    return member.role in getattr(resolve(address).func, "open_to", ())
