"""What arrives right now, which account did it reach, and why? The live page, and its rows as they come."""

import asyncio
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.answers.arrivals import Arrived, arrived
from tenure.answers.process import home
from tenure.console.access import READERS, for_members, member_of, open_to
from tenure.console.live import HEARTBEAT_SECONDS, LONGEST_SECONDS
from tenure.console.live_poller import Poller
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
    """One ``events`` event at once with the log's version, and another whenever that rises."""
    workspace = await sync_to_async(_workspace)(request, slug)
    response = StreamingHttpResponse(_versions(workspace), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # a proxy that collects answers would hold the news back
    return response


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
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:  # a stream may last; it must not keep a database connection for itself
            connection.close()
    return found


async def _versions(workspace: str) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    end = clock.monotonic() + LONGEST_SECONDS
    with poller.watch(workspace) as news:
        while clock.monotonic() < end:
            try:
                version = await asyncio.wait_for(news.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
            else:
                yield f"event: events\ndata: {version}\n\n"


def read_versions(workspaces: list[str]) -> dict[str, str]:
    """How far the log of each workspace is."""
    return {workspace: str(events_table(home(), workspace).version) for workspace in workspaces}


poller = Poller(read_versions)
