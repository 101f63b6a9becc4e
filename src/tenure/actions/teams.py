"""Makes, renames and dissolves teams."""

from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.changing import change, note
from tenure.records.team import Team
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

LONGEST: Final = 100


class TeamRefused(ValueError):  # noqa: N818 - reads as what is the matter
    """A team that cannot be; the sentence says what to change."""


def create_team(*, workspace: Workspace, name: str, by: str) -> Team:
    """Make a team; members join it one by one. Raises TeamRefused."""
    name = _free_name(workspace, name)
    with transaction.atomic():
        team = Team.objects.create(workspace=workspace, name=name, created_at=clock.now())
        note(workspace, by, "create", "team", team.pk, None, {"name": name})
    return team


def rename_team(*, workspace: Workspace, team_id: int, name: str, by: str) -> bool:
    """Call a team otherwise; False when there is none. Raises TeamRefused."""
    name = _free_name(workspace, name, but=team_id)
    with transaction.atomic():
        team = Team.objects.select_for_update().filter(workspace=workspace, pk=team_id).first()
        return team is not None and change(team, {"name": name}, workspace=workspace, noun="team", by=by)


def dissolve_team(*, workspace: Workspace, team_id: int, by: str) -> bool:
    """End a team; its members stay, without one. False when there is none."""
    with transaction.atomic():
        team = Team.objects.select_for_update().filter(workspace=workspace, pk=team_id).first()
        if team is None:
            return False
        members = list(team.members.order_by("pk").values_list("pk", flat=True))
        note(workspace, by, "remove", "team", team.pk, {"name": team.name, "members": members}, None)
        team.delete()
    return True


def _free_name(workspace: Workspace, name: str, but: int | None = None) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST:
        raise TeamRefused(worded("A team needs a name of at most {most} characters.", most=str(LONGEST)))
    if any(team.pk != but for team in Team.objects.filter(workspace=workspace, name=name)):
        raise TeamRefused(worded("There is a team “{name}” already.", name=name))
    return name
