"""What did calls say of accounts? Writes their traits as dated history, so that any moment can be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tenure.actions.owner_links import link_owners
from tenure.records.account import Account, AccountHistory
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_NAME_LENGTH = 200
_SCALARS = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class TraitChange:
    """The traits that one call gave an account; ``once`` are those that count only where nothing was said before."""

    account: Account
    traits: Mapping[str, Any]
    time: datetime
    once: Mapping[str, Any]


class _Timeline:
    """The dated values of one trait of one account, and which of them are new."""

    def __init__(self, rows: Sequence[tuple[datetime, Any]]) -> None:
        self.values = dict(rows)
        self.new: set[datetime] = set()

    def learn(self, value: Any, time: datetime) -> bool:
        """Take in what was said at a time; False when that was known.

        The first value ever holds from the beginning, because nothing else is known of the time before; its
        own time is kept as well, so that an earlier call that arrives late takes over what lies before it.
        """
        earlier = [since for since in self.values if since <= time]
        later = [since for since in self.values if since > time]
        from_later = earlier == [BEGINNING] and later and self.values[min(later)] == self.values[BEGINNING]
        if not earlier or from_later:
            self._put(BEGINNING, value)
        elif self.values[max(earlier)] == value:
            return False
        self._put(time, value)
        return True

    def _put(self, since: datetime, value: Any) -> None:
        self.values[since] = value
        self.new.add(since)


def record_traits(workspace: Workspace, changes: Sequence[TraitChange]) -> set[int]:
    """Write names and traits; returns the accounts that changed. Runs inside the caller's transaction."""
    if not changes:
        return set()
    accounts = sorted({change.account.pk for change in changes})
    timelines = _read(workspace, accounts)
    renamed: dict[int, Account] = {}
    changed: set[int] = set()
    for change in changes:
        traits = _first_said(change, timelines) | dict(change.traits)
        name = traits.get("name")
        if isinstance(name, str) and name and change.account.name != name[:300]:
            change.account.name = name[:300]
            renamed[change.account.pk] = change.account
        for trait, value in traits.items():
            if trait == "name" or not isinstance(value, _SCALARS):
                continue  # lists and objects stay in the log; only scalars can be compared and shown
            key = _place(change.account, trait)
            if timelines.setdefault(key, _Timeline(())).learn(value, change.time):
                changed.add(change.account.pk)
    Account.objects.bulk_update(renamed.values(), ("name",), batch_size=2_000)
    _write(workspace, timelines)
    owned = {change.account.pk for change in changes if "owner" in change.traits or "owner" in change.once}
    link_owners(workspace, sorted(owned & changed))
    return changed | renamed.keys()


def _first_said(change: TraitChange, timelines: Mapping[tuple[int, str], _Timeline]) -> dict[str, Any]:
    """What is to be set once, as far as nothing is known of it."""
    account = change.account
    return {
        trait: value
        for trait, value in change.once.items()
        if (not account.name if trait == "name" else _place(account, trait) not in timelines)
    }


def _place(account: Account, trait: str) -> tuple[int, str]:
    return account.pk, f"trait.{trait}"[:_NAME_LENGTH]


def _read(workspace: Workspace, accounts: Sequence[int]) -> dict[tuple[int, str], _Timeline]:
    rows: dict[tuple[int, str], list[tuple[datetime, Any]]] = {}
    known = AccountHistory.objects.filter(workspace=workspace, name__startswith="trait.")
    for account, name, since, value in rows_of(known, "account", accounts, ("account", "name", "since", "value")):
        rows.setdefault((account, name), []).append((since, value))
    return {key: _Timeline(values) for key, values in rows.items()}


def _write(workspace: Workspace, timelines: Mapping[tuple[int, str], _Timeline]) -> None:
    rows = [
        AccountHistory(workspace=workspace, account_id=account, name=name, since=since, value=timeline.values[since])
        for (account, name), timeline in timelines.items()
        for since in timeline.new
    ]
    AccountHistory.objects.bulk_create(
        rows,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=("account", "name", "since"),
        update_fields=("value",),
    )
