"""Which events arrived lately, which account did each reach, and why? Never what they carry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from tenure.answers.process import home
from tenure.eventlog import arrivals as log
from tenure.eventlog.schema import USAGE_TYPES
from tenure.records.account import Account
from tenure.records.account_keys import by_key
from tenure.records.belonging import Way, ways_of
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace

Reached = Literal["group", "identity", "contact", "key", "unknown group", "nobody", "no actor"]
_REACHED: dict[Way, Reached] = {"identity": "identity", "contact": "contact", "key": "key"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One event or call. ``reached`` says through what it found its account; key and name are empty where it found none."""

    id: str
    type: str
    name: str
    actor: str  # as sent, without what tells users from anonymous ids
    is_anonymous: bool
    group: str
    account_key: str
    account_name: str
    reached: Reached
    received_at: datetime
    time: datetime
    is_future: bool
    import_id: int | None

    @property
    def is_usage(self) -> bool:
        """Whether it counts as use; calls only say who somebody is."""
        return self.type in USAGE_TYPES


@dataclass(frozen=True, slots=True)
class Arrived:
    """The latest first, up to a version of the log; ``count`` came in all, of which these are the newest."""

    version: int
    events: Sequence[Arrival]
    count: int


def arrived(workspace: Workspace, most: int, after: int | None = None) -> Arrived:
    """What arrived after a version of the log, or the newest there is."""
    found = log.arrivals(home(), workspace.slug, most, after)
    rows = found.rows.to_pylist()
    by_group = workspace.accounts_are == Workspace.AccountsAre.COMPANIES
    groups = {row["group_id"] for row in rows if row["group_id"]} if by_group else set()
    numbers = by_key(workspace, sorted(groups))
    grouped = {pk: (pk, key, name) for pk, key, name in _accounts(workspace, set(numbers.values()))}
    group_of = {group: grouped[pk] for group, pk in numbers.items() if pk in grouped}
    actors = {actor for row in rows if not (by_group and row["group_id"]) and (actor := _actor(row))}
    ways = ways_of(workspace, actors) if actors else {}
    named = {pk: (pk, key, name) for pk, key, name in _accounts(workspace, {pk for pk, _ in ways.values()})}
    events = []
    for row in rows:
        group, actor = (row["group_id"] or "") if by_group else "", _actor(row)
        way = ways.get(actor)
        account, reached = _place(group, actor, group_of.get(group), way, named.get(way[0]) if way else None)
        events.append(_arrival(row, account, reached))
    return Arrived(found.version, events, found.count)


_Named = tuple[int, str, str]


def _place(
    group: str, actor: str, of_group: _Named | None, way: tuple[int, Way] | None, of_actor: _Named | None
) -> tuple[_Named | None, Reached]:
    """An event's own group goes before its actor, as in facts (`facts.belonging`)."""
    if group:
        return of_group, "group" if of_group else "unknown group"
    if way is None or of_actor is None:
        return None, "nobody" if actor else "no actor"
    return of_actor, _REACHED[way[1]]


def _actor(row: dict[str, Any]) -> str:
    if row["user_id"]:
        return f"u:{row['user_id']}"
    return f"a:{row['anonymous_id']}" if row["anonymous_id"] else ""


def _accounts(workspace: Workspace, numbers: set[int]) -> list[Any]:
    return list(rows_of(Account.objects.filter(workspace=workspace), "pk", sorted(numbers), ("pk", "key", "name")))


def _arrival(row: dict[str, Any], account: _Named | None, reached: Reached) -> Arrival:
    _, key, name = account or (0, "", "")
    return Arrival(
        id=row["message_id"],
        type=row["type"],
        name=row["event"] or row["type"],
        actor=row["user_id"] or row["anonymous_id"] or "",
        is_anonymous=not row["user_id"],
        group=row["group_id"] or "",
        account_key=key,
        account_name=name or key,
        reached=reached,
        received_at=row["received_at"],
        time=row["time"],
        is_future=row["flag"] == "future",
        import_id=row["import_id"],
    )
