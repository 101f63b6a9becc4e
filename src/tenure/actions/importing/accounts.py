"""Writes rows of an accounts file: accounts by key, their dated scalars and traits as history."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tenure import clock
from tenure.actions.accounts import BEGINNING, RATINGS
from tenure.actions.bulk import insert, reserve, update
from tenure.actions.importing.names import with_keys
from tenure.actions.importing.records import Change, Json, Outcome, as_json
from tenure.actions.owner_links import link_owners, meant_by, members_called
from tenure.records.account import Account, AccountHistory, AccountKey
from tenure.records.imports import Import
from tenure.records.queue import StaleAccount
from tenure.records.slices import rows_of
from tenure.sources.problems import Problem, shortened
from tenure.sources.reading import Reading, Row
from tenure.values.voice import worded

DATED = ("owner", "lifecycle_stage", "source", "preferred_channel", "sentiment")
_OWN = ("name", "minimum_score", "created_at")
_INSTANT = timedelta(microseconds=1)

Held = dict[tuple[int, str], tuple[Any, datetime]]  # (account, name) -> the value that holds, and since when


@dataclass(slots=True)
class _Writes:
    """What a batch will write."""

    new: list[tuple[Row, Json, Json]] = field(default_factory=list)  # with own values and dated values
    history: list[tuple[Any, ...]] = field(default_factory=list)
    renewed: list[tuple[Any, ...]] = field(default_factory=list)
    owned: list[int] = field(default_factory=list)  # accounts there were already, of whose owner something new is said


def write_accounts(of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update the account of each row; each key stands in one row. Runs inside the caller's transaction."""
    outcome, writes = Outcome(), _Writes()
    rows = with_keys(of, reading, _own_rows(of, reading, rows, outcome), outcome)
    known = {key: tuple(rest) for key, *rest in _known(of, [str(row.values["key"]) for row in rows])}
    names = _history_names(reading)
    held = _held(of, [pk for pk, *_ in known.values()], names)
    for row in rows:
        existing = known.get(str(row.values["key"]))
        if existing is None:
            _plan_new(of, row, writes)
        else:
            _plan_change(of, row, existing, held, writes=writes, outcome=outcome)
    _write_new(of, writes, outcome)
    insert(AccountHistory, ("workspace", "account", "name", "value", "since"), writes.history)
    update(Account, _OWN, writes.renewed)
    link_owners(of.workspace, writes.owned)
    return outcome


def _own_rows(of: Import, reading: Reading, rows: Sequence[Row], outcome: Outcome) -> list[Row]:
    """The rows but those of accounts that were merged into others: they stay out, and what they say is not guessed at."""
    keys = [str(row.values["key"]) for row in rows]
    merged = AccountKey.objects.filter(workspace=of.workspace_id)
    into = dict(rows_of(merged, "key", keys, ("key", "account__key")))
    own = []
    for row in rows:
        key = str(row.values["key"])
        if key in into:
            reason = worded(
                "this account was merged into “{name}”; take the merge back to have it again", name=into[key]
            )
            outcome.refuse(Problem(row.number, reading.header("key"), shortened(key), reason))
        else:
            own.append(row)
    return own


def _known(of: Import, keys: Sequence[str]) -> list[tuple[Any, ...]]:
    accounts = Account.objects.filter(workspace=of.workspace_id)
    return list(rows_of(accounts, "key", keys, ("key", "pk", *_OWN)))


def _history_names(reading: Reading) -> list[str]:
    dated = [name for name in DATED if name in reading.match.columns]
    return dated + [f"trait.{column.name}" for column in reading.columns if column.is_trait]


def _held(of: Import, accounts: Sequence[int], names: Sequence[str]) -> Held:
    """The latest value of each name of each account."""
    if not accounts or not names:
        return {}
    found: Held = {}
    history = AccountHistory.objects.filter(workspace=of.workspace_id, name__in=names)
    for account, name, value, since in rows_of(history, "account", accounts, ("account", "name", "value", "since")):
        at = account, name
        if at not in found or found[at][1] < since:
            found[at] = value, since
    return found


def _own_values(row: Row) -> Json:
    return {name: row.values[name] for name in _OWN if row.values.get(name) is not None}


def _dated_values(row: Row) -> Json:
    dated = {name: row.values[name] for name in DATED if row.values.get(name) is not None}
    return dated | {f"trait.{name}": value for name, value in row.traits.items()}


def _first_since(of: Import, name: str) -> datetime:
    """A first value counts from the beginning, for nothing else is known of before; a rating from when it was given."""
    return of.started_at if name in RATINGS else BEGINNING


def _plan_new(of: Import, row: Row, writes: _Writes) -> None:
    own = {"name": "", "minimum_score": None, "created_at": of.started_at} | _own_values(row)
    writes.new.append((row, own, _dated_values(row)))


def _plan_change(
    of: Import, row: Row, existing: tuple[Any, ...], held: Held, *, writes: _Writes, outcome: Outcome
) -> None:
    pk, current = existing[0], dict(zip(_OWN, existing[1:], strict=True))
    outcome.records[row.number] = pk
    own = {name: value for name, value in _own_values(row).items() if current[name] != value}
    dated: Json = {}
    before: Json = {name: as_json(current[name]) for name in own}
    for name, value in _dated_values(row).items():
        value_held, since_held = held.get((pk, name), (None, None))
        if since_held is not None and value_held == value and isinstance(value_held, bool) is isinstance(value, bool):
            continue
        since = _first_since(of, name) if since_held is None else max(of.started_at, since_held + _INSTANT)
        dated[name] = [value, since.isoformat()]
        writes.history.append((of.workspace_id, pk, name, value, since))
    if not own and not dated:
        outcome.unchanged += 1
        return
    outcome.updated += 1
    outcome.stale.add(pk)
    if "owner" in dated:
        writes.owned.append(pk)
    if own:
        writes.renewed.append((*((current | own)[name] for name in _OWN), pk))
    after = {name: as_json(value) for name, value in own.items()} | {"history": dated}
    outcome.changes.append(Change(row.number, "account", pk, before, after))


def _write_new(of: Import, writes: _Writes, outcome: Outcome) -> None:
    """Insert new accounts, with what undo needs, and their place in the queue; their history waits in ``writes``."""
    if not writes.new:
        return
    beginning, started = BEGINNING.isoformat(), as_json(of.started_at)
    numbers = reserve(Account, len(writes.new))
    accounts, called = [], members_called(of.workspace)
    for pk, (row, own, dated) in zip(numbers, writes.new, strict=True):
        key, created = row.values["key"], own["created_at"]
        outcome.records[row.number] = pk
        owner = meant_by(called, dated.get("owner"))
        accounts.append((pk, of.workspace_id, key, own["name"], own["minimum_score"], created, owner))
        history = {}
        for name, value in dated.items():
            since = _first_since(of, name)
            writes.history.append((of.workspace_id, pk, name, value, since))
            history[name] = [value, beginning if since is BEGINNING else started]
        after = {**own, "created_at": started if created is of.started_at else as_json(created)}
        after |= {"key": key, "parent_id": None, "history": history}
        outcome.changes.append(Change(row.number, "account", pk, None, after))
    insert(Account, ("pk", "workspace", "key", "name", "minimum_score", "created_at", "owner"), accounts)
    outcome.created += len(accounts)
    now = clock.now()
    mark = int(now.timestamp() * 1_000_000)  # as mark_stale begins; that nobody queued them yet is certain
    queued = [(of.workspace_id, pk, mark, False, now) for pk in numbers]
    insert(StaleAccount, ("workspace", "account", "mark", "fresh_events", "since"), queued)
