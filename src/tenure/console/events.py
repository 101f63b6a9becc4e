"""What arrives right now, which account did it reach, and why? The live page, and its rows as they come."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tenure.answers.arrivals import Arrived, arrived
from tenure.answers.process import home
from tenure.console.access import READERS, for_members, member_of, open_to
from tenure.console.live_poller import Poller
from tenure.console.streaming import leave_the_database, streamed
from tenure.eventlog.tables import events_table
from tenure.records.models import Member, Workspace

MOST = 50  # rows at a time: nobody reads more of them at once
WHY = {
    "group": _("its own group names it"),
    "identity": _("a call said so"),
    "contact": _("a contact has this id"),
    "key": _("the id is its key"),
    "unknown group": _("its group is no account’s key"),
    "nobody": _("nothing says whose it is"),
    "no actor": _("it names nobody"),
}


@for_members
@require_safe
def live_events(request: HttpRequest, member: Member) -> HttpResponse:
    """The newest events, and the address under which more of them come by themselves."""
    found = arrived(member.workspace, MOST)
    context = _context(member, found) | {"section": "events", "tab": "live", "here": True}
    return render(request, "console/events/live.html", context)


@for_members
@require_safe
def event_rows(request: HttpRequest, member: Member) -> HttpResponse:
    """The rows that came after the version in the address; nothing (204) when none did."""
    after = request.GET.get("after", "")
    found = arrived(member.workspace, MOST, int(after) if after.isdecimal() and len(after) < 16 else None)
    return render(request, "console/events/_rows.html", _context(member, found) | {"swap": True})


@open_to(READERS)
@require_safe
async def event_stream(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A stream of ``events`` events, each with how far the log is."""
    return streamed("events", poller, await sync_to_async(_workspace)(request, slug))


def _context(member: Member, found: Arrived) -> dict[str, object]:
    return {
        "member": member,
        "events": [(event, WHY[event.reached]) for event in found.events],
        "version": found.version,
        "more": found.count - len(found.events),
        "companies": member.workspace.accounts_are == Workspace.AccountsAre.COMPANIES,
    }


def _workspace(request: HttpRequest, slug: str) -> str:
    found = member_of(request, slug).workspace.slug
    leave_the_database()
    return found


def read_versions(workspaces: list[str]) -> dict[str, str]:
    """How far the log of each workspace is."""
    return {workspace: str(events_table(home(), workspace).version) for workspace in workspaces}


poller = Poller(read_versions)
