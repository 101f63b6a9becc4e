"""Whose accounts are looked at: mine, my team's, or all of the workspace?"""

from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenure import clock
from tenure.records.models import Account, Member

Of = TypeVar("Of", bound=Model)
MINE: Final = "mine"
TEAM: Final = "team"
ALL: Final = "all"
SCOPES: Final = (MINE, TEAM, ALL)
_WORDS: Final[dict[str, str | Promise]] = {MINE: _("Mine"), TEAM: _("My team’s"), ALL: _("Everybody’s")}


def words_of(member: Member) -> dict[str, str | Promise]:
    """The scopes that a member chooses among, in words; a team only for who is in one."""
    return {scope: words for scope, words in _WORDS.items() if scope != TEAM or member.team_id is not None}


def scope_of(request: HttpRequest, member: Member) -> str:  # noqa: ARG001 - whoever asks has the member; a scope may come to depend on it
    """What the address asks for with ``scope``: ``mine``, ``team`` or ``all``; all when it asks for nothing that is one."""
    asked = request.GET.get("scope", "")
    return asked if asked in SCOPES else ALL


def own_first(request: HttpRequest, member: Member) -> str:
    """The same; what asks for nothing is about the member's own accounts where there are any, else about all."""
    if request.GET.get("scope", "") in SCOPES:
        return scope_of(request, member)
    mine = in_scope(Account.objects.filter(workspace=member.workspace_id), member, MINE)
    return MINE if mine.exists() else ALL


def in_scope(accounts: QuerySet[Account], member: Member, scope: str) -> QuerySet[Account]:
    """Those of the accounts that the member owns or stands in for, or anybody of the member's team; all of them otherwise.

    Who is in no team is a team of one.
    """
    return whose(accounts, member, scope, "owner")


def whose(rows: QuerySet[Of], member: Member, scope: str, column: str) -> QuerySet[Of]:
    """The same of rows that name whose they are in ``column``: tasks by their owner, touchpoints by their member."""
    if scope == MINE or (scope == TEAM and member.team_id is None):
        return rows.filter(**{f"{column}__in": books_of(member)})
    return rows.filter(**{f"{column}__team": member.team_id}) if scope == TEAM else rows


def books_of(member: Member) -> QuerySet[Member, int]:
    """The member, and whoever is away today and named this member as the one who stands in."""
    today = clock.now().date()
    away = Q(cover=member.pk, away_from__lte=today) & (Q(away_until=None) | Q(away_until__gte=today))
    found = Member.objects.filter(Q(pk=member.pk) | away, workspace=member.workspace_id, ended_at=None)
    return found.values_list("pk", flat=True)
