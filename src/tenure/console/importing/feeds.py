"""Which addresses are read every day, and what did each reading come to? Feeds: stopped, read now, and their log."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.feeds import read_now, stop_feed
from tenure.console.access import actor, for_managers, for_members, may_manage
from tenure.records.models import Feed, FeedReading, Member

SHOWN = 50


@for_members
@require_safe
def feeds(request: HttpRequest, member: Member) -> HttpResponse:
    """Every feed with its last reading, and the log of one that the address names, or of all."""
    latest = FeedReading.objects.filter(workspace=member.workspace, feed=OuterRef("pk")).order_by("-pk")
    found = list(
        Feed.objects.filter(workspace=member.workspace)
        .annotate(last=Subquery(latest.values("outcome")[:1]), last_ok=Subquery(latest.values("ok")[:1]))
        .order_by("-pk")
    )
    one = next((feed for feed in found if str(feed.pk) == request.GET.get("feed", "")), None)
    readings = FeedReading.objects.filter(workspace=member.workspace).select_related("feed").order_by("-pk")
    context = {
        "member": member, "section": "imports", "tab": "feeds", "here": True, "may_manage": may_manage(member),
        "in_use": [feed for feed in found if feed.stopped_at is None],
        "stopped": [feed for feed in found if feed.stopped_at is not None], "one": one,
        "readings": list((readings.filter(feed=one) if one else readings)[:SHOWN]),
    }  # fmt: skip
    return render(request, "console/imports/feeds.html", context)


@for_managers
@require_POST
def read_feed_now(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Make it due: the worker reads it within half a minute."""
    if read_now(workspace=member.workspace, feed_id=number, by=actor(member)):
        messages.success(request, gettext("It is read within half a minute; what comes of it shows below."))
    return redirect("feeds", member.workspace.slug)


@for_managers
@require_POST
def drop_feed(request: HttpRequest, member: Member, number: int) -> HttpResponse:  # noqa: ARG001 - views take it
    """Read it no more; one that is stopped already is no error."""
    stop_feed(workspace=member.workspace, feed_id=number, by=actor(member))
    return redirect("feeds", member.workspace.slug)
