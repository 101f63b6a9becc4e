"""Which members work together? Teams: made, renamed, dissolved; their place is the page of members."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenure.actions.teams import TeamRefused, create_team, dissolve_team, rename_team
from tenure.console.access import actor, for_admins
from tenure.records.models import Member, Team


@for_admins
@require_POST
def make_team(request: HttpRequest, member: Member) -> HttpResponse:
    """Make a team; members join it one by one."""
    try:
        create_team(workspace=member.workspace, name=request.POST.get("name", ""), by=actor(member))
    except TeamRefused as refused:
        messages.error(request, str(refused))
    return redirect("members", member.workspace.slug)


@for_admins
@require_POST
def change_team(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Call it otherwise."""
    team = _team(member, number)
    try:
        rename_team(workspace=member.workspace, team_id=team.pk, name=request.POST.get("name", ""), by=actor(member))
    except TeamRefused as refused:
        messages.error(request, str(refused))
    return redirect("members", member.workspace.slug)


@for_admins
@require_POST
def drop_team(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """End it; its members stay."""
    team = _team(member, number)
    dissolve_team(workspace=member.workspace, team_id=team.pk, by=actor(member))
    messages.success(request, _("The team %(name)s is dissolved; its members stay.") % {"name": team.name})
    return redirect("members", member.workspace.slug)


def _team(member: Member, number: int) -> Team:
    team = Team.objects.filter(workspace=member.workspace, pk=number).first()
    if team is None:
        raise Http404("no such team")
    return team
