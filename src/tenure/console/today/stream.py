"""Tells open pages of Today that something changed which they show."""

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from tenure.console.access import READERS, member_of, open_to
from tenure.console.live_poller import Poller
from tenure.console.streaming import leave_the_database, streamed
from tenure.records.models import HealthChange, Snooze


def read_stamps(workspaces: list[int]) -> dict[int, str]:
    """The latest change of a band and the latest snooze of each workspace."""
    close_old_connections()
    return {one: stamp_of(one) for one in workspaces}


def stamp_of(workspace: int) -> str:
    """The same of one workspace: a page that was made with it need not be told of it."""
    return f"{_last(HealthChange, workspace)}-{_last(Snooze, workspace)}"


def _last(model: type[HealthChange] | type[Snooze], workspace: int) -> int:
    order = "-at" if model is HealthChange else "-pk"
    return model.objects.filter(workspace=workspace).order_by(order, "-pk").values_list("pk", flat=True).first() or 0


changes = Poller(read_stamps)


@open_to(READERS)
@require_safe
async def today_stream(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A stream of ``news`` events."""
    return streamed("news", changes, await sync_to_async(_workspace)(request, slug))


def _workspace(request: HttpRequest, slug: str) -> int:
    workspace = member_of(request, slug).workspace_id
    leave_the_database()
    return workspace
