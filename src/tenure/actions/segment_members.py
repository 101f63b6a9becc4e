"""Keeps who is in which segment, in the transaction that stores the facts that decide it; each change is a row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from tenure.actions.bulk import insert
from tenure.answers.rules_in_use import Held, RulesInUse
from tenure.records.segment import SegmentChange, SegmentMember
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace

_MEMBER: Final = ("workspace", "segment", "account", "contact", "since")
_CHANGE: Final = ("workspace", "segment", "account", "contact", "at", "entered", "handled_at")
Place = tuple[int, int, int | None]  # (segment, account, contact)


def keep_members(
    *, workspace: Workspace, rules: RulesInUse, held: Mapping[int, Held], at: datetime, is_news: bool = True
) -> int:
    """Let the members among these accounts be those for whom the rules hold; how many came or went.

    ``is_news`` False: the rule changed and not the account, so that no play is told. Of a contact that moved between
    accounts both of them are computed again.
    """
    judged = set(rules.segments) | set(rules.of_contacts)
    if not judged or not held:
        return 0
    before = _members(workspace, judged, sorted(held))
    after = {place for account, one in held.items() for place in _places(account, one)}
    gone, came = sorted(before.keys() - after, key=_order), sorted(after - before.keys(), key=_order)
    SegmentMember.objects.filter(workspace=workspace, pk__among=[before[place] for place in gone]).delete()
    insert(SegmentMember, _MEMBER, [(workspace.pk, *place, at) for place in came])
    changes = [
        (workspace.pk, *place, at, entered, None if is_news else at)
        for places, entered in ((gone, False), (came, True))
        for place in places
    ]
    insert(SegmentChange, _CHANGE, changes)
    return len(changes)


def _members(workspace: Workspace, segments: Iterable[int], accounts: Sequence[int]) -> dict[Place, int]:
    known = SegmentMember.objects.filter(workspace=workspace, segment__among=sorted(segments))
    rows = rows_of(known, "account", accounts, ("segment", "account", "contact", "pk"))
    return {(segment, account, contact): pk for segment, account, contact, pk in rows}


def _places(account: int, held: Held) -> Iterable[Place]:
    yield from ((segment, account, None) for segment in held.segments)
    yield from ((segment, account, contact) for segment, contact in held.contacts)


def _order(place: Place) -> tuple[int, int, int]:
    return place[0], place[1], place[2] or 0
