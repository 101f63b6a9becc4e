"""Who does what a play asks for? Its roles as members of the workspace, as they are now."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Final

from django.db.models import Count

from tenure.actions.assignments import choose
from tenure.answers.books import is_away
from tenure.answers.leading import Leading
from tenure.plays.play import Role, Who
from tenure.records.account import Account
from tenure.records.member import Member
from tenure.records.play import PlayRun
from tenure.records.task import Task
from tenure.records.workspace import Workspace


class Whom:
    """The members of a workspace, read once for many runs. Who has left is nobody: then it falls to who leads."""

    def __init__(self, workspace: Workspace, today: date) -> None:
        self._workspace, self._today = workspace, today
        self._leading = Leading(workspace)
        self._here = self._leading.here

    def find(self, who: Who, run: PlayRun) -> Member | None:
        """The member, None where only the rules of assignment could name one and do not."""
        return _ROLES[who.role](self, who, run.account, run)

    def gave(self, member: Member) -> None:
        """Count a task that was just made for a member."""
        self._load[member.pk] += 1

    @cached_property
    def _load(self) -> Counter[int]:
        open_now = Task.objects.filter(workspace=self._workspace, done_at=None, dropped_at=None).exclude(owner=None)
        return Counter(dict(open_now.values_list("owner").annotate(Count("pk"))))

    def _owner(self, _who: Who, account: Account, _run: PlayRun) -> Member | None:
        return self._leading.owner(account.owner_id)

    def _cover(self, who: Who, account: Account, run: PlayRun) -> Member | None:
        owner = self._owner(who, account, run)
        if owner is None or not is_away(owner, self._today):
            return owner
        return self._here.get(owner.cover_id or 0) or owner

    def _lead(self, _who: Who, account: Account, _run: PlayRun) -> Member | None:
        return self._leading.lead(account.owner_id)

    def _named(self, who: Who) -> list[Member]:
        return [self._here[number] for number in who.members if number in self._here]

    def _member(self, who: Who, account: Account, run: PlayRun) -> Member | None:
        return next(iter(self._named(who)), None) or self._lead(who, account, run)

    def _in_turn(self, who: Who, account: Account, run: PlayRun) -> Member | None:
        """By the place of the run among those of its play: no turn has to be kept, and none is lost."""
        if not (named := self._named(who)):
            return self._lead(who, account, run)
        return named[PlayRun.objects.filter(play=run.play_id, pk__lt=run.pk).count() % len(named)]

    def _least(self, who: Who, account: Account, run: PlayRun) -> Member | None:
        if not (named := self._named(who)):
            return self._lead(who, account, run)
        return min(named, key=lambda member: self._load[member.pk])

    def _by_rules(self, _who: Who, account: Account, _run: PlayRun) -> Member | None:
        return choose(workspace=self._workspace, account=account)


_ROLES: Final[Mapping[Role, Callable[[Whom, Who, Account, PlayRun], Member | None]]] = {
    Role.OWNER: Whom._owner,
    Role.COVER: Whom._cover,
    Role.LEAD: Whom._lead,
    Role.MEMBER: Whom._member,
    Role.ROUND_ROBIN: Whom._in_turn,
    Role.LOAD: Whom._least,
    Role.RULES: Whom._by_rules,
}
