"""Tells open pages of alerts that something changed which they show."""

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from tenure.console.access import READERS, member_of, open_to
from tenure.console.live_poller import Poller
from tenure.console.streaming import leave_the_database, streamed
from tenure.records.models import Alert


def read_stamps(workspaces: list[int]) -> dict[int, str]:
    """The latest alert of each workspace, and the latest that ended."""
    close_old_connections()
    return {one: stamp_of(one) for one in workspaces}


def stamp_of(workspace: int) -> str:
    """The same of one workspace: a page that was made with it need not be told of it."""
    alerts = Alert.objects.filter(workspace=workspace)
    opened = alerts.order_by("-pk").values_list("pk", flat=True).first()
    ended = alerts.exclude(ended_at=None).order_by("-ended_at", "-pk").values_list("pk", flat=True).first()
    return f"{opened or 0}-{ended or 0}"


changes = Poller(read_stamps)


@open_to(READERS)
@require_safe
async def alerts_stream(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A stream of ``news`` events."""
    return streamed("news", changes, await sync_to_async(_workspace)(request, slug))


def _workspace(request: HttpRequest, slug: str) -> int:
    workspace = member_of(request, slug).workspace_id
    leave_the_database()
    return workspace
