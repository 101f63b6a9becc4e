"""Puts an account out of sight until a day, with a reason, and takes it back."""

from datetime import date, datetime

from django.db import transaction

from tenure import clock
from tenure.actions.importing.records import Json, difference, snapshot
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.snooze import Snooze
from tenure.values.voice import worded

LONGEST_REASON = 1000
LONGEST_DAYS = 366  # what is out of sight for longer is forgotten


class SnoozeError(ValueError):
    """A snooze that cannot be made; the sentence says what to change."""


def snooze(*, account: Account, until: date, reason: str, by: str) -> list[AuditEntry]:
    """Let the account rest until a day, the first on which it is shown again; an earlier snooze in force ends.

    Health, facts and alerts go on as ever. Returns the entries that `undo` takes back. Raises SnoozeError for an empty or overlong reason, and for a day that is not
    ahead or more than a year away.
    """
    now = clock.now()
    today, reason = now.date(), reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise SnoozeError(
            worded(
                "A snooze needs a reason of at most {most} characters, for those who miss the account",
                most=str(LONGEST_REASON),
            )
        )
    if not 0 < (until - today).days <= LONGEST_DAYS:
        raise SnoozeError(worded("Choose a day from tomorrow on, at most a year ahead"))
    with transaction.atomic():
        ended = [_end(earlier, now, by) for earlier in _in_force(account, today)]
        row = Snooze.objects.create(
            workspace=account.workspace, account=account, until=until, reason=reason, by=by, since=now
        )
        return [*ended, _note(row, "create", by, None, snapshot(row))]


def end_snooze(*, account: Account, by: str) -> list[AuditEntry]:
    """Show the account again at once; no entry when no snooze is in force."""
    now = clock.now()
    with transaction.atomic():
        return [_end(row, now, by) for row in _in_force(account, now.date())]


def _in_force(account: Account, today: date) -> list[Snooze]:
    rows = Snooze.objects.select_for_update().filter(workspace=account.workspace, account=account, ended_at=None)
    return list(rows.filter(until__gt=today).order_by("pk"))


def _end(row: Snooze, at: datetime, by: str) -> AuditEntry:
    was = snapshot(row)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    return _note(row, "end", by, *difference(was, snapshot(row)))


def _note(row: Snooze, verb: str, by: str, before: Json | None, after: Json) -> AuditEntry:
    return AuditEntry.objects.create(
        workspace=row.workspace, at=clock.now(), by=by, verb=verb, noun="snooze", record=row.pk, before=before,
        after=after,
    )  # fmt: skip
