"""Sets one field of one account or of many, by the rules of the import, and takes that back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from tenure import clock
from tenure.actions.accounts import BEGINNING, Scalar
from tenure.actions.bulk import insert, update
from tenure.actions.importing.progress import take_turns
from tenure.actions.owner_links import link_owners
from tenure.actions.staleness import mark_stale
from tenure.actions.suggestions import keep_suggestions
from tenure.actions.taking_back import CHANGED, UndoError
from tenure.answers.whitespace import DECLINED
from tenure.records.account import Account, AccountHistory
from tenure.records.audit import AuditEntry
from tenure.records.slices import SLICE, rows_of
from tenure.records.workspace import Workspace
from tenure.sources.given import TRAITS, read_given
from tenure.values.voice import worded

COLUMNS: Final[Mapping[str, Scalar]] = {"name": "", "minimum_score": None}  # each with its value when nothing is known
DATED: Final = ("owner", "lifecycle_stage", "preferred_channel", "source")
TRAIT: Final = "trait."
VERB: Final = "set_field"
LONGEST_REASON: Final = 300  # why an option was declined
_INSTANT = timedelta(microseconds=1)
_SHOWN = 100  # accounts that the audit entry of undoing names


@dataclass(frozen=True, slots=True)
class _Change:
    """What one `set_field` did: the old value of each account, and since when the new one holds (of dated ones)."""

    field: str
    value: Any
    before: Mapping[int, Any]
    since: Mapping[datetime, Sequence[int]]

    @classmethod
    def read(cls, entry: AuditEntry) -> "_Change":
        """From the entry that it left."""
        before, after = dict(entry.before or {}), dict(entry.after or {})
        (field,) = before
        olds = before[field] if entry.record is None else {str(entry.record): before[field]}
        since = {datetime.fromisoformat(at): accounts for at, accounts in after["since"].items()}
        return cls(field, after[field], {int(account): old for account, old in olds.items()}, since)


class FieldError(ValueError):
    """A field that cannot be set so; the sentence says what to change."""


def set_field(
    *, workspace: Workspace, accounts: Sequence[int], field: str, value: Scalar, by: str
) -> AuditEntry | None:
    """Set a field of accounts (by number) to a value, or forget it (None); those of other workspaces are passed over.

    ``field`` is ``name``, ``minimum_score``, ``owner``, ``lifecycle_stage``, ``preferred_channel``, ``source`` or
    ``trait.NAME``, or ``declined.OPTION``. Returns the entry that `undo` takes back, None when nothing changed. An owner is
    linked to the member of that name; `owners.assign_owner` says the member himself. Raises FieldError for what an import would refuse.
    """
    said = read_value(workspace, field, value)
    with transaction.atomic():
        take_turns(workspace.pk)
        write = _write_column if field in COLUMNS else _write_dated
        before, since = write(workspace, sorted(set(accounts)), field, said)
        if not before:
            return None
        if field == "owner":
            link_owners(workspace, sorted(before))
        if field.startswith(DECLINED):
            keep_suggestions(workspace=workspace, accounts=sorted(before))
        mark_stale(workspace, before)
        one = next(iter(before)) if len(before) == 1 else None
        return AuditEntry.objects.create(
            workspace=workspace, at=clock.now(), by=by, verb=VERB, noun="account", record=one,
            before={field: {str(account): old for account, old in before.items()} if one is None else before[one]},
            after={field: said, "since": since},
        )  # fmt: skip


def field_back(entry: AuditEntry) -> int:
    """Take back what one `set_field` did, where nothing else was said since; how many accounts are as before.

    Raises UndoError when something else was said of all of them, or when it is an entry of something else.
    """
    if entry.verb != VERB:
        raise UndoError(worded(CHANGED))
    change = _Change.read(entry)
    workspace, field = entry.workspace, change.field
    undone = _restore_column(workspace, change) if field in COLUMNS else _drop_dated(workspace, change)
    if not undone:
        raise UndoError(worded(CHANGED))
    if field == "owner":
        link_owners(workspace, undone)
    mark_stale(workspace, undone)
    AuditEntry.objects.create(
        workspace=workspace, at=clock.now(), by=entry.by, verb="undo", noun="account",
        record=undone[0] if len(undone) == 1 else None, before={field: change.value},
        after={"undid": entry.pk, "count": len(undone), "records": undone[:_SHOWN]},
    )  # fmt: skip
    return len(undone)


def read_value(workspace: Workspace, field: str, value: Scalar) -> Scalar:
    """The value as an import would store it; raises FieldError with the import's reason."""
    is_trait = field.startswith(TRAIT)
    if not (is_trait or field.startswith(DECLINED) or field in COLUMNS or field in DATED):
        raise FieldError(worded("There is no field “{field}” that can be set.", field=field[:60]))
    if field.startswith(DECLINED):
        return str(value).strip()[:LONGEST_REASON] if value else None
    if value is None or (isinstance(value, str) and not value.strip()):
        return COLUMNS.get(field)
    said = {TRAITS: {field.removeprefix(TRAIT): value}} if is_trait else {field: value}
    _, (row,) = read_given("accounts", [{"key": "it", **said}], workspace.currency)
    if row.problems:
        raise FieldError("; ".join(problem.reason for problem in row.problems))
    read: Scalar = row.traits[field.removeprefix(TRAIT)] if is_trait else row.values[field]  # type: ignore[assignment]  # parsed by the field
    return read


Written = tuple[dict[int, Any], dict[str, list[int]]]  # old value of each account, and since when the new one holds


def _write_column(workspace: Workspace, accounts: Sequence[int], field: str, value: Scalar) -> Written:
    rows = rows_of(Account.objects.filter(workspace=workspace), "pk", accounts, ("pk", field))
    before = {account: old for account, old in rows if old != value}
    update(Account, (field,), [(value, account) for account in before])
    return before, {}


def _write_dated(workspace: Workspace, accounts: Sequence[int], field: str, value: Scalar) -> Written:
    """A first value counts from the beginning, for nothing else is known of before."""
    mine = {account for (account,) in rows_of(Account.objects.filter(workspace=workspace), "pk", accounts, ("pk",))}
    held, now = _held(workspace, accounts, field), clock.now()
    before: dict[int, Any] = {}
    since: dict[str, list[int]] = {}
    new = []
    for account in accounts:
        old, old_since = held.get(account, (None, None))
        if account not in mine or (old == value and isinstance(old, bool) is isinstance(value, bool)):
            continue
        at = BEGINNING if old_since is None else max(now, old_since + _INSTANT)
        before[account] = old
        since.setdefault(at.isoformat(), []).append(account)
        new.append((workspace.pk, account, field, value, at))
    insert(AccountHistory, ("workspace", "account", "name", "value", "since"), new)
    return before, since


def _held(workspace: Workspace, accounts: Sequence[int], field: str) -> dict[int, tuple[Any, datetime]]:
    """The latest value of each account, and since when it holds."""
    found: dict[int, tuple[Any, datetime]] = {}
    history = AccountHistory.objects.filter(workspace=workspace, name=field)
    for account, value, since in rows_of(history, "account", accounts, ("account", "value", "since")):
        if account not in found or found[account][1] < since:
            found[account] = value, since
    return found


def _restore_column(workspace: Workspace, change: _Change) -> list[int]:
    rows = rows_of(Account.objects.filter(workspace=workspace), "pk", sorted(change.before), ("pk", change.field))
    same = sorted(account for account, value in rows if value == change.value)
    update(Account, (change.field,), [(change.before[account], account) for account in same])
    return same


def _drop_dated(workspace: Workspace, change: _Change) -> list[int]:
    held = _held(workspace, sorted(change.before), change.field)
    undone: list[int] = []
    for at, accounts in change.since.items():
        same = [account for account in accounts if held.get(account) == (change.value, at)]
        rows = AccountHistory.objects.filter(workspace=workspace, name=change.field, since=at)
        for start in range(0, len(same), SLICE):
            rows.filter(account__among=same[start : start + SLICE]).delete()
        undone += same
    return sorted(undone)
