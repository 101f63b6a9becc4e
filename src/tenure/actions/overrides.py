"""Puts a member's band in place of the computed one, with a reason and an expiry, and takes it back."""

from datetime import datetime

from django.db import transaction

from tenure import clock
from tenure.actions.importing.records import Json, difference, snapshot
from tenure.actions.staleness import mark_stale
from tenure.calc.band import BANDS
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.health import HealthOverride
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

LONGEST_REASON = 1000


class OverrideError(ValueError):
    """An override that cannot be made; the sentence says what to change."""


def override(*, account: Account, band: str, reason: str, by: str, until: datetime | None = None) -> list[AuditEntry]:
    """Replace the account's band until a time (None: until somebody ends it); an earlier override in force ends.

    Returns the entries that `undo` takes back. Raises OverrideError for a band that is none, an empty or overlong reason, or an end that is not in the future.
    """
    now = clock.now()
    reason = reason.strip()
    if band not in BANDS:
        raise OverrideError(worded("“{band}” is no band: choose good, average or poor", band=band))
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise OverrideError(
            worded(
                "An override needs a reason of at most {most} characters, for those who read it later",
                most=str(LONGEST_REASON),
            )
        )
    if until is not None and (until.utcoffset() is None or until <= now):
        raise OverrideError(worded("An override has to end in the future: choose a later time, or none"))
    with transaction.atomic():
        ended = [_end(earlier, now, by) for earlier in _in_force(account.workspace, now, account=account)]
        row = HealthOverride.objects.create(
            workspace=account.workspace, account=account, band=band, reason=reason, by=by, since=now, until=until
        )
        mark_stale(account.workspace, [account.pk])
        return [*ended, _note(row, "create", by, None, snapshot(row))]


def end_override(*, account: Account, by: str) -> list[AuditEntry]:
    """End the override in force, so that the computed band counts again; no entry when there is none."""
    now = clock.now()
    with transaction.atomic():
        ended = [_end(row, now, by) for row in _in_force(account.workspace, now, account=account)]
        if ended:
            mark_stale(account.workspace, [account.pk])
    return ended


def expire_overrides(*, workspace: Workspace, by: str) -> int:
    """Close overrides whose time has run out and mark their accounts stale; returns how many. For the facts round.

    Answers look at ``until`` themselves; this makes what is stored follow at once, not at the next midnight.
    """
    now = clock.now()
    over = HealthOverride.objects.filter(workspace=workspace, ended_at=None, until__lte=now)
    if not over.exists():  # nearly always: a round asks often, and must not hold up writers
        return 0
    with transaction.atomic():
        rows = list(over.select_for_update().order_by("account", "pk"))
        for row in rows:
            _end(row, row.until or now, by, verb="expire")
        mark_stale(workspace, [row.account_id for row in rows])
    return len(rows)


def _in_force(workspace: Workspace, now: datetime, *, account: Account) -> list[HealthOverride]:
    rows = HealthOverride.objects.select_for_update().filter(workspace=workspace, account=account, ended_at=None)
    return [row for row in rows.order_by("pk") if row.until is None or row.until > now]


def _end(row: HealthOverride, at: datetime, by: str, verb: str = "end") -> AuditEntry:
    was = snapshot(row)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    return _note(row, verb, by, *difference(was, snapshot(row)))


def _note(row: HealthOverride, verb: str, by: str, before: Json | None, after: Json) -> AuditEntry:
    return AuditEntry.objects.create(
        workspace=row.workspace, at=clock.now(), by=by, verb=verb, noun="override", record=row.pk, before=before,
        after=after,
    )  # fmt: skip
