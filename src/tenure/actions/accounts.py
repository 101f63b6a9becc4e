"""Notes what held of an account since when: its owner, stage, sentiment and other dated scalars."""

import math
from datetime import UTC, datetime

from django.db import transaction

from tenure import clock
from tenure.actions.owner_links import link_owners
from tenure.actions.staleness import mark_stale
from tenure.records.account import Account, AccountHistory
from tenure.records.audit import AuditEntry
from tenure.values.voice import worded

Scalar = str | int | float | bool | None

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_NAME = 200
RATINGS = frozenset({"sentiment"})  # said anew each time: the same value again counts from the new time
SENTIMENT = range(1, 6)


class AccountError(ValueError):
    """A change to an account that cannot be made; the sentence says what to change."""


def record_history(*, account: Account, name: str, value: Scalar, by: str, at: datetime | None = None) -> bool:
    """Note that ``name`` (owner, lifecycle_stage, sentiment, ``trait.NAME``) is ``value`` since ``at`` (None: now).

    The first value a name ever gets holds from 1970 as well, because nothing else is known of the time before. Returns
    False when that value held then already; a sentiment said again is a new rating all the same.
    Raises AccountError for a value that is no JSON scalar, a name that does not fit or a time without a zone.
    """
    now = clock.now()
    since = at or now
    _check(name, value, since, now)
    with transaction.atomic():
        Account.objects.select_for_update().get(workspace=account.workspace, pk=account.pk)
        known = AccountHistory.objects.filter(workspace=account.workspace, account=account, name=name)
        held = known.filter(since__lte=since).order_by("since").last()
        if held and name not in RATINGS and _same(held.value, value):
            return False
        if held is None or _was_assumed(account, held, since):
            _put(account, name, value, BEGINNING)
        _put(account, name, value, since)
        if name == "owner":
            link_owners(account.workspace, [account.pk])
        before = {name: held.value} if held else None
        _audit(account, "record", by, before, {name: value, "since": since.isoformat()})
        mark_stale(account.workspace, [account.pk])
    return True


def _check(name: str, value: Scalar, since: datetime, now: datetime) -> None:
    if not 1 <= len(name) <= LONGEST_NAME:
        raise AccountError(worded("A name has 1 to {most} characters", most=str(LONGEST_NAME)))
    if not isinstance(value, str | int | float | bool | None) or (
        isinstance(value, float) and not math.isfinite(value)
    ):
        raise AccountError(worded("“{name}” takes text, a number, true, false or nothing", name=name))
    if name == "sentiment" and value is not None and (isinstance(value, bool) or value not in SENTIMENT):
        raise AccountError(worded("A sentiment is a rating from 1 to 5; {value} is not", value=str(value)))
    if since.utcoffset() is None:
        raise AccountError(worded("A time needs its zone: pass an aware datetime"))
    if since > now:
        raise AccountError(worded("What will hold in future is not known yet: choose a time up to now"))


def _same(one: object, other: object) -> bool:
    """Equal and of one type: true is not 1."""
    return one == other and isinstance(one, bool) is isinstance(other, bool)


def _was_assumed(account: Account, held: AccountHistory, since: datetime) -> bool:
    """Whether the value held only because the first one, said later than ``since``, was taken to hold from 1970."""
    if held.since != BEGINNING:
        return False
    later = AccountHistory.objects.filter(workspace=account.workspace, account=account, name=held.name, since__gt=since)
    first = later.order_by("since").first()
    return first is not None and _same(first.value, held.value)


def _put(account: Account, name: str, value: Scalar, since: datetime) -> None:
    AccountHistory.objects.update_or_create(
        workspace=account.workspace, account=account, name=name, since=since, defaults={"value": value}
    )


def _audit(account: Account, verb: str, by: str, before: dict[str, object] | None, after: dict[str, object]) -> None:
    AuditEntry.objects.create(
        workspace=account.workspace,
        at=clock.now(),
        by=by,
        verb=verb,
        noun="account",
        record=account.pk,
        before=before,
        after=after,
    )
