"""Stores what the facts round computed: the latest health, and a row for every change of band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction

from tenure import clock
from tenure.actions.leases import SLACK
from tenure.actions.plays.starting import start_new, wake
from tenure.actions.segment_members import keep_members
from tenure.actions.signal_states import keep_states
from tenure.actions.webhooks import key_of, tell
from tenure.answers.rules_in_use import Held, RulesInUse
from tenure.calc.health import Health, from_json
from tenure.calc.moved import moved
from tenure.facts.changes import say_change
from tenure.records.health import AccountHealth, HealthChange
from tenure.records.queue import StaleAccount
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.values.topics import HEALTH_CHANGED

_BATCH = 500
_FIELDS = (
    "score", "band", "computed_band", "is_thin", "scorecard", "mrr", "stake", "currency", "renews_on",
    "last_seen_on", "facts", "detail", "computed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Computed:
    """One account's new health, its facts in JSON form, and what lists sort by."""

    account: int
    health: Health
    facts: Mapping[str, Any]
    mrr: int | None
    stake: int | None
    currency: str
    renews_on: date | None
    last_seen_on: date | None
    held: Held


def store_health(
    *,
    workspace: Workspace,
    computed: Sequence[Computed],
    rules: RulesInUse,
    at: datetime,
    marks: Mapping[int, int],
    again: Mapping[int, datetime] = MappingProxyType({}),
) -> list[HealthChange]:
    """Store results and take their accounts off the queue, in one transaction; returns the changes of band.

    With them goes what follows from the same facts: who is in which segment, and for whom which signal holds.

    ``marks`` are the queue's marks as read before computing: an account marked again since stays stale. Accounts of
    ``again`` stay queued for a time to come. What another process stored as of a later moment is left as it is.
    """
    accounts = sorted(result.account for result in computed)
    with transaction.atomic():
        known = AccountHealth.objects.filter(workspace=workspace)
        # A time far ahead of ours was written by a clock that was wrong.
        newer = known.filter(computed_at__gt=at, computed_at__lte=clock.now() + SLACK)
        late = {account for (account,) in rows_of(newer, "account", accounts, ("account",))}
        computed = [result for result in computed if result.account not in late]
        before = dict(rows_of(known, "account", accounts, ("account", "band")))
        moved_band = [result for result in computed if before.get(result.account, "") != result.health.band]
        changes = _changes(workspace, moved_band, at)
        AccountHealth.objects.bulk_create(
            [_row(workspace, result, at) for result in computed],
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=("account",),
            update_fields=_FIELDS,
        )
        HealthChange.objects.bulk_create(changes, batch_size=_BATCH)
        _tell(workspace, changes)
        _follow(workspace, computed, before, rules, at)
        _take_off(workspace, {account: mark for account, mark in marks.items() if account not in again})
        _put_off(workspace, marks, again)
    return changes


def _follow(
    workspace: Workspace, computed: Sequence[Computed], before: Mapping[int, str], rules: RulesInUse, at: datetime
) -> None:
    """What follows from facts: who is in which segment, for whom which signal holds, and which plays start or go on."""
    held = {result.account: result.held for result in computed}
    keep_members(workspace=workspace, rules=rules, held=held, at=at)
    keep_states(workspace=workspace, rules=rules, held=held, at=at)
    start_new(workspace, held.keys() - before.keys())
    wake(workspace, sorted(held))


def note_past_changes(
    *, workspace: Workspace, before: Mapping[int, Health], after: Mapping[int, Health], at: datetime
) -> None:
    """Keep the changes of band between two moments of the past, by account; ``at`` is the later one. Nobody is told."""
    both = ((account, before[account], health) for account, health in after.items() if account in before)
    changes = [
        _change(workspace, account, at, earlier, health)
        for account, earlier, health in both
        if earlier.band != health.band
    ]
    HealthChange.objects.bulk_create(changes, batch_size=_BATCH)


def _row(workspace: Workspace, result: Computed, at: datetime) -> AccountHealth:
    health = result.health
    return AccountHealth(
        workspace=workspace,
        account_id=result.account,
        score=health.score,
        band=health.band,
        computed_band=health.computed_band,
        is_thin=health.thin,
        scorecard=health.scorecard,
        mrr=result.mrr,
        stake=result.stake,
        currency=result.currency,
        renews_on=result.renews_on,
        last_seen_on=result.last_seen_on,
        facts=dict(result.facts),
        detail=health.as_json(),
        computed_at=at,
    )


def _changes(workspace: Workspace, moved_band: Sequence[Computed], at: datetime) -> list[HealthChange]:
    """A row for each account whose band is another than the stored one, with the sentence of what moved it most."""
    known = AccountHealth.objects.filter(workspace=workspace)
    accounts = sorted(result.account for result in moved_band)
    rows = rows_of(known, "account", accounts, ("account", "detail"))
    before = {account: from_json(detail) for account, detail in rows}
    return [_change(workspace, one.account, at, before.get(one.account), one.health) for one in moved_band]


def _change(workspace: Workspace, account: int, at: datetime, before: Health | None, after: Health) -> HealthChange:
    return HealthChange(
        workspace=workspace,
        account_id=account,
        at=at,
        band_before=before.band if before else "",
        band=after.band,
        score_before=before.score if before else None,
        score=after.score,
        cause=_cause(before, after)[:300],
    )


def _tell(workspace: Workspace, changes: Sequence[HealthChange]) -> None:
    """Note for webhooks what changed; a first score is no change."""
    news = [change for change in changes if change.band_before]
    keys = key_of(workspace, (change.account_id for change in news)) if news else {}
    tell(
        workspace,
        HEALTH_CHANGED,
        {
            f"health_change:{change.pk}": {
                "account": keys[change.account_id],
                "at": change.at.isoformat(),
                "band": {"before": change.band_before, "now": change.band},
                "score": {"before": change.score_before, "now": change.score},
                "cause": change.cause,
            }
            for change in news
        },
    )


def _cause(before: Health | None, after: Health) -> str:
    """What moved the score most, unless something else than the score decides the band."""
    decided_elsewhere = after.override is not None or after.caps
    factors = () if before is None or decided_elsewhere else moved(before, after, say=say_change)
    return factors[0].sentence if factors else after.cause


def _take_off(workspace: Workspace, marks: Mapping[int, int]) -> None:
    """Remove queue rows whose mark is still the one that was read."""
    by_mark: dict[int, list[int]] = {}
    for account, mark in marks.items():
        by_mark.setdefault(mark, []).append(account)
    for mark, accounts in by_mark.items():
        for start in range(0, len(accounts), 10_000):
            some = accounts[start : start + 10_000]
            StaleAccount.objects.filter(workspace=workspace, account__among=some, mark=mark).delete()


def _put_off(workspace: Workspace, marks: Mapping[int, int], again: Mapping[int, datetime]) -> None:
    """Leave queue rows for later, unless they were marked again since."""
    for account, since in again.items():
        mine = StaleAccount.objects.filter(workspace=workspace, account=account, mark=marks[account])
        mine.update(since=since, fresh_events=True)
