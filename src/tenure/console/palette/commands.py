"""Which pages and actions may this member go to by a few letters?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.console.access import may_manage, may_note
from tenure.console.palette.pages import whole_pages
from tenure.console.rail import SETTINGS, link, rail
from tenure.records.models import Member

# What people look for when they mean a place of the rail.
_ALSO: Final[Mapping[str, str | Promise]] = {
    "accounts": gettext_lazy("customers list paste note"),
    "imports": gettext_lazy("undo take back files"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """``address`` is where it leads; ``sheet`` whether that opens beside the page; ``theme`` what it switches instead."""

    words: str
    icon: str
    address: str = ""
    sheet: bool = False
    theme: str = ""
    also: str = ""  # other words that people look for


def commands(member: Member, others: Sequence[Member]) -> list[tuple[str, list[Command]]]:
    """Actions, pages, and the other workspaces, each under its word."""
    groups = [
        (_("Actions"), list(_actions(member))),
        (_("Pages"), list(_pages(member))),
        (_("Workspaces"), list(_workspaces(member, others))),
    ]
    return [(word, some) for word, some in groups if some]


def matching(groups: list[tuple[str, list[Command]]], letters: str) -> list[tuple[str, list[Command]]]:
    """Those of which some word begins with each of the words that were written."""
    wanted = letters.casefold().split()
    found = [(word, [one for one in some if _fits(one, wanted)]) for word, some in groups]
    return [(word, some) for word, some in found if some]


def _fits(one: Command, wanted: Sequence[str]) -> bool:
    there = f"{one.words} {one.also}".casefold().replace("-", " ").split()
    return all(any(word.startswith(part) for word in there) for part in wanted)


def _actions(member: Member) -> Iterator[Command]:
    if may_note(member):
        yield from _opened(
            member, _("Log a call"), "phone", "touchpoint-new", {"channel": "call"}, _("touchpoint phone note")
        )
        yield from _opened(
            member, _("Log an e-mail"), "talk", "touchpoint-new", {"channel": "email"}, _("touchpoint email mail note")
        )
        yield from _opened(member, _("Add a task"), "task-new", "task-new", {}, _("new to-do"))
        yield from _opened(
            member, _("Plan a meeting"), "calendar", "touchpoint-plan", {"channel": "meeting"}, _("video visit invite")
        )
    if may_manage(member):
        yield Command(
            _("Import a file"), "tray", _at(member, "new-import"), also=_("upload spreadsheet csv excel paste")
        )
        yield Command(_("Hand over accounts"), "person", _at(member, "books"), also=_("book of business load cover"))
        yield Command(_("Find duplicates"), "accounts", _at(member, "merging"), also=_("merge two accounts"))
    yield Command(_("Switch between light and dark"), "moon", theme="other", also=_("theme mode"))
    yield Command(_("Sign out"), "out", reverse("account_logout"), also=_("log out logout leave"))


def _opened(  # noqa: PLR0917 - how it is called, drawn and reached
    member: Member, words: str, icon: str, page: str, query: dict[str, str], also: str
) -> Iterator[Command]:
    """A form that opens beside the page, whichever page that is."""
    try:
        address = _at(member, page)
    except NoReverseMatch:
        return
    yield Command(words, icon, f"{address}?{urlencode(query)}" if query else address, sheet=True, also=also)


def _pages(member: Member) -> Iterator[Command]:
    for _words, places in rail(member):
        for one in places:
            yield Command(str(one.place.words), one.place.icon, one.address, also=str(_ALSO.get(one.place.page, "")))
    settings = link(member, SETTINGS)
    yield Command(str(SETTINGS.words), SETTINGS.icon, settings.address)
    for page, address in whole_pages(member):
        yield Command(str(page.words), page.icon, address, also=str(page.also))


def _workspaces(member: Member, others: Sequence[Member]) -> Iterator[Command]:
    for one in others:
        if one.workspace_id != member.workspace_id:
            words = _("Switch to %(workspace)s") % {"workspace": one.workspace.name}
            yield Command(words, "enter", reverse("today", args=[one.workspace.slug]), also=one.workspace.name)


def _at(member: Member, page: str) -> str:
    return reverse(page, args=[member.workspace.slug])
