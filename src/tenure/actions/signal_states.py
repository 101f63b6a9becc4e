"""Keeps for which accounts signals hold, in the transaction that stores the facts that decide it; opens and ends alerts."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from tenure.actions.alerts import align_owners, fire_due, resolve_alerts
from tenure.answers.rules_in_use import Held, RulesInUse
from tenure.calc.signal import Signal
from tenure.records.signal import Alert, SignalState
from tenure.records.slices import SLICE, rows_of
from tenure.records.workspace import Workspace

_BATCH: Final = 1_000
Place = tuple[int, int]  # (signal, account)


def keep_states(*, workspace: Workspace, rules: RulesInUse, held: Mapping[int, Held], at: datetime) -> None:
    """Let the states of these accounts be what holds; resolve the alerts that are settled, and open those due."""
    if not rules.signals or not held:
        return
    before = _states(workspace, rules.signals, sorted(held))
    after = {(signal, account): values for account, one in held.items() for signal, values in one.signals.items()}
    gone = [state.pk for place, state in before.items() if place not in after]
    SignalState.objects.filter(workspace=workspace, pk__among=gone).delete()
    came = sorted(after.keys() - before.keys())
    ended = _last_ends(workspace, came)
    SignalState.objects.bulk_create(
        [
            SignalState(
                workspace=workspace,
                signal_id=place[0],
                account_id=place[1],
                since=at,
                due_at=due_at(rules.signals[place[0]], at, ended.get(place)),
                values=dict(after[place]),
            )
            for place in came
        ],
        batch_size=_BATCH,
    )
    waiting = [state for place, state in before.items() if place in after and state.due_at is not None]
    for state in waiting:  # what is told is what holds when it fires
        state.values = dict(after[state.signal_id, state.account_id])
    SignalState.objects.bulk_update(waiting, ["values"], batch_size=_BATCH)
    align_owners(workspace=workspace, accounts=sorted(held))
    resolve_alerts(workspace, {(signal, account) for account, one in held.items() for signal in one.settled}, at)
    fire_due(workspace=workspace, at=at)


def due_at(signal: Signal, since: datetime, ended: datetime | None) -> datetime:
    """When a signal fires that began to hold: after it held for long enough, and not before the cooldown is over."""
    due = since + timedelta(days=signal.holds_days)
    return due if ended is None else max(due, ended + timedelta(days=signal.cooldown_days))


def _states(workspace: Workspace, signals: Iterable[int], accounts: list[int]) -> dict[Place, SignalState]:
    known = SignalState.objects.filter(workspace=workspace, signal__among=sorted(signals))
    found: dict[Place, SignalState] = {}
    for start in range(0, len(accounts), SLICE):
        for row in known.filter(account__among=accounts[start : start + SLICE]):
            found[row.signal_id, row.account_id] = row
    return found


def _last_ends(workspace: Workspace, places: Collection[Place]) -> dict[Place, datetime]:
    """When the last alert of each ended, if one did."""
    known = Alert.objects.filter(workspace=workspace, ended_at__isnull=False)
    found: dict[Place, datetime] = {}
    accounts = sorted({account for _, account in places})
    for signal, account, ended in rows_of(known, "account", accounts, ("signal", "account", "ended_at")):
        place = signal, account
        found[place] = max(ended, found.get(place, ended))
    return found
