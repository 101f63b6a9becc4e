"""Who answers for an account: its owner, or, where nobody does who is still here, whoever leads."""

from typing import Final

from tenure.records.member import Member
from tenure.records.workspace import Workspace

# Who leads where the owner's team has nobody: the first role that somebody has.
_LEADING: Final = (Member.Role.MANAGER, Member.Role.ADMIN, Member.Role.OWNER)


class Leading:
    """The members of a workspace, read once for many accounts. ``here`` are those who have not left."""

    def __init__(self, workspace: Workspace) -> None:
        self._all = {member.pk: member for member in Member.objects.filter(workspace=workspace).order_by("pk")}
        self.here = {pk: member for pk, member in self._all.items() if member.ended_at is None}

    def owner(self, owner_id: int | None) -> Member | None:
        """Whoever owns an account, None only where nobody leads either. Who has left is nobody."""
        return self.here.get(owner_id or 0) or self.lead(owner_id)

    def lead(self, owner_id: int | None) -> Member | None:
        """Whoever leads the team of an account's owner, else the workspace."""
        owner = self._all.get(owner_id or 0)
        leading = [
            (owner is None or owner.team_id is None or member.team_id != owner.team_id, _LEADING.index(role), pk)
            for pk, member in self.here.items()
            if (role := Member.Role(member.role)) in _LEADING
        ]
        return self.here[min(leading)[2]] if leading else None
