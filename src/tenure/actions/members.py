"""Changes what members may do, ends memberships and takes them up again, and notes who is away and who covers."""

from datetime import date
from typing import Any, Final

from django.db import transaction

from tenure import clock
from tenure.actions.alerts import align_owners
from tenure.actions.changing import change
from tenure.records.member import Member
from tenure.records.team import Team
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

LANGUAGES: Final = ("", "en", "nl", "de", "ru")  # "": as the browser asks
LONGEST_NAME: Final = 200


class MemberRefused(ValueError):  # noqa: N818 - reads as what is the matter
    """What cannot be done with a member; the sentence says why."""


def change_role(*, workspace: Workspace, member_id: int, role: str, by: str) -> bool:
    """Give a member another role; False when nothing changed. Raises MemberRefused for the last owner."""
    if role not in Member.Role.values:
        raise MemberRefused(worded("“{role}” is no role.", role=role))
    with transaction.atomic():
        member = _active(workspace, member_id)
        if role != Member.Role.OWNER:
            _spare_last_owner(member)
        return change(member, {"role": role}, workspace=workspace, noun="member", by=by)


def end_membership(*, workspace: Workspace, member_id: int, by: str) -> None:
    """Shut a member out from now on; what they wrote stays under their name.

    Their alerts fall to who leads. Raises MemberRefused for the last owner."""
    with transaction.atomic():
        member = _active(workspace, member_id)
        _spare_last_owner(member)
        change(member, {"ended_at": clock.now()}, workspace=workspace, noun="member", by=by, verb="end")
        align_owners(workspace=workspace)


def resume_membership(*, workspace: Workspace, member_id: int, by: str) -> bool:
    """Let somebody in again, in the role they had; False when they are in, or never were."""
    with transaction.atomic():
        found = Member.objects.select_for_update().filter(workspace=workspace, pk=member_id)
        member = found.exclude(ended_at=None).first()
        return member is not None and change(
            member, {"ended_at": None}, workspace=workspace, noun="member", by=by, verb="resume"
        )


def join_team(*, workspace: Workspace, member_id: int, team_id: int | None, by: str) -> bool:
    """Put a member into a team, or into none; False when nothing changed. Raises MemberRefused without such a team."""
    with transaction.atomic():
        member = _active(workspace, member_id)
        if team_id is not None and not Team.objects.filter(workspace=workspace, pk=team_id).exists():
            raise MemberRefused(worded("This team is not there any more: choose another."))
        return change(member, {"team_id": team_id}, workspace=workspace, noun="member", by=by)


def set_absence(
    *,
    workspace: Workspace,
    member_id: int,
    away_from: date | None,
    away_until: date | None,
    cover_id: int | None,
    by: str,
) -> bool:
    """Note from which day a member is away, the last day of it, and who stands in; None ends it.

    Raises MemberRefused for days that do not follow each other, or a cover who is none.
    """
    if away_from is None:
        away_until = cover_id = None
    elif away_until is not None and away_until < away_from:
        raise MemberRefused(worded("The last day away cannot be before the first."))
    with transaction.atomic():
        member = _active(workspace, member_id)
        if cover_id is not None:
            if cover_id == member.pk:
                raise MemberRefused(worded("Nobody stands in for themselves: choose somebody else."))
            _active(workspace, cover_id)
        values = {"away_from": away_from, "away_until": away_until, "cover_id": cover_id}
        return change(member, values, workspace=workspace, noun="member", by=by, verb="set_absence")


def change_own(*, member: Member, by: str, name: str, language: str) -> bool:
    """Change how a member is called and in which language pages speak to them. Raises MemberRefused."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise MemberRefused(worded("Write a name of at most {most} characters.", most=str(LONGEST_NAME)))
    if language not in LANGUAGES:
        raise MemberRefused(worded("Pages do not speak this language: choose another."))
    values: dict[str, Any] = {"name": name, "language": language}
    with transaction.atomic():
        row = _active(member.workspace, member.pk)
        return change(row, values, workspace=member.workspace, noun="member", by=by)


def _active(workspace: Workspace, member_id: int) -> Member:
    found = Member.objects.select_for_update().filter(workspace=workspace, pk=member_id, ended_at=None).first()
    if found is None:
        raise MemberRefused(worded("This person is not a member any more."))
    return found


def _spare_last_owner(member: Member) -> None:
    """Owners are locked together, so that two who end each other at once cannot both succeed."""
    if member.role != Member.Role.OWNER:
        return
    owners = Member.objects.select_for_update().filter(
        workspace=member.workspace_id, role=Member.Role.OWNER, ended_at=None
    )
    if not [owner for owner in owners.order_by("pk") if owner.pk != member.pk]:
        raise MemberRefused(worded("{name} is the last owner: make somebody else an owner first.", name=member.name))
