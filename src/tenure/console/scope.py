"""Whose accounts are looked at: mine, my team's, or all of the workspace?"""

from typing import Final

from django.db.models import QuerySet
from django.http import HttpRequest

from tenure.records.models import Account, Member

MINE: Final = "mine"
TEAM: Final = "team"
ALL: Final = "all"
SCOPES: Final = (MINE, TEAM, ALL)


def scope_of(request: HttpRequest, member: Member) -> str:  # noqa: ARG001 - whoever asks has the member; a scope may come to depend on it
    """What the address asks for with ``scope``: ``mine``, ``team`` or ``all``; all when it asks for nothing that is one."""
    asked = request.GET.get("scope", "")
    return asked if asked in SCOPES else ALL


def in_scope(accounts: QuerySet[Account], member: Member, scope: str) -> QuerySet[Account]:
    """Those of the accounts that the member owns, or anybody of the member's team; all of them otherwise.

    Who is in no team is a team of one.
    """
    if scope == MINE or (scope == TEAM and member.team_id is None):
        return accounts.filter(owner=member.pk)
    if scope == TEAM:
        return accounts.filter(owner__team=member.team_id)
    return accounts
