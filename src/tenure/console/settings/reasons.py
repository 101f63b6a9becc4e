"""Why do accounts leave, in this workspace's own words? Reasons in two levels: added, renamed, moved, retired."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.churn_reasons import (
    ReasonError,
    create_reason,
    move_reason,
    rename_reason,
    restore_reason,
    retire_reason,
)
from tenure.calc.ready_words import kept
from tenure.console.access import actor, for_admins, for_members
from tenure.console.settings.frame import settings_page
from tenure.records.models import ChurnReason, Member


@for_members
@require_safe
def reasons(request: HttpRequest, member: Member) -> HttpResponse:
    """Every reason, with the finer ones under it."""
    return settings_page(request, member, "reasons", _context(member))


@for_admins
@require_POST
def make_reason(request: HttpRequest, member: Member) -> HttpResponse:
    """Add a reason, or a finer one under another."""
    under = request.POST.get("under", "")
    parent = _reason(member, int(under)).pk if under.isdecimal() and len(under) < 19 else None
    try:
        create_reason(workspace=member.workspace, title=request.POST.get("title", ""), parent=parent, by=actor(member))
    except ReasonError as refused:
        messages.error(request, str(refused))
    return redirect("reasons", member.workspace.slug)


@for_admins
@require_POST
def change_reason(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Call it otherwise, or put it one place up or down."""
    row, title, to = _reason(member, number), request.POST.get("title"), request.POST.get("to")
    try:
        if title is not None:
            rename_reason(workspace=member.workspace, number=row.pk, title=kept(title, row.title), by=actor(member))
        if to in {"up", "down"}:
            beside = ChurnReason.objects.filter(workspace=member.workspace, parent=row.parent_id, retired_at=None)
            place = list(beside.order_by("position", "pk").values_list("pk", flat=True)).index(row.pk)
            move_reason(
                workspace=member.workspace,
                number=row.pk,
                position=place + (1 if to == "down" else -1),
                by=actor(member),
            )
    except ReasonError as refused:
        messages.error(request, str(refused))
    return redirect("reasons", member.workspace.slug)


@for_admins
@require_POST
def drop_reason(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Offer it no more; departures that gave it keep it."""
    row = _reason(member, number)
    retire_reason(workspace=member.workspace, number=row.pk, by=actor(member))
    messages.success(request, _("“%(title)s” is not offered any more; who gave it keeps it.") % {"title": row.words})
    return redirect("reasons", member.workspace.slug)


@for_admins
@require_POST
def bring_reason_back(request: HttpRequest, member: Member, number: int) -> HttpResponse:  # noqa: ARG001 - views take it
    """Offer it again."""
    restore_reason(workspace=member.workspace, number=_reason(member, number).pk, by=actor(member))
    return redirect("reasons", member.workspace.slug)


def _reason(member: Member, number: int) -> ChurnReason:
    row = ChurnReason.objects.filter(workspace=member.workspace, pk=number).first()
    if row is None:
        raise Http404("no such reason")
    return row


def _context(member: Member) -> dict[str, Any]:
    rows = list(ChurnReason.objects.filter(workspace=member.workspace).select_related("parent"))
    offered = [row for row in rows if row.retired_at is None]
    return {
        "tops": [
            (top, [row for row in offered if row.parent_id == top.pk]) for top in offered if top.parent_id is None
        ],
        "retired": [row for row in rows if row.retired_at is not None],
    }
