"""Starts plays for accounts: alerts, entries and exits, dates and new accounts become runs, each cause once.

What started a play is noted as seen in the transaction that made the runs, so that a crash loses and repeats none.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final

from django.db import models, transaction

from tenure import clock
from tenure.actions.changing import note
from tenure.answers.play_starts import cause_of, fall_on
from tenure.plays.parse import readable
from tenure.plays.play import OnAlert, OnDate, OnNewAccount, OnSegment, Play, Trigger
from tenure.records.account import Account
from tenure.records.play import Play as PlayRow
from tenure.records.play import PlayRun, PlayVersion
from tenure.records.segment import SegmentChange
from tenure.records.signal import Alert
from tenure.records.workspace import Workspace
from tenure.values.voice import worded
from tenure.values.zone import day_in

SLICE: Final = 1_000  # alerts, entries and exits that are looked at together
_BATCH: Final = 1_000


class NotStarted(ValueError):  # noqa: N818 - reads as what happened
    """A play that cannot be started by hand; the sentence says why."""


def start_waiting(*, workspace: Workspace) -> bool:
    """Make runs of what waits for plays; whether more does."""
    versions = published(workspace)
    more = _take(Alert.objects.filter(workspace=workspace), versions, _of_alert, ("signal__slug",))
    changes = SegmentChange.objects.filter(workspace=workspace)
    more |= _take(changes, versions, _of_change, ("segment__slug", "entered", "contact"))
    for version, play in versions:
        if isinstance(play.trigger, OnDate):
            _take_dates(workspace, version, play.trigger)
    return more


def start_new(workspace: Workspace, accounts: Collection[int]) -> None:
    """Start plays for new accounts whose facts were computed for the first time. Inside the caller's transaction."""
    if not accounts:
        return
    for version, play in published(workspace):
        if isinstance(play.trigger, OnNewAccount):
            first = PlayVersion.objects.filter(play=version.play_id).earliest("version").published_at
            new = Account.objects.filter(workspace=workspace, pk__among=list(accounts), created_at__gte=first)
            _insert(version, ((account, "new account") for account in new.values_list("pk", flat=True)))


def wake(workspace: Workspace, accounts: Sequence[int]) -> None:
    """Have runs looked at that wait for facts, of accounts whose facts were computed. Inside the caller's transaction."""
    waiting = PlayRun.objects.filter(workspace=workspace, ended_at=None, moves_with_facts=True)
    waiting.filter(account__among=list(accounts)).update(next_at=clock.now())


def start_by_hand(*, play: PlayRow, accounts: Collection[int], token: str, by: str) -> int:
    """Start a published play for accounts that a member chose; how many it was not started for already.

    The same ``token`` starts it once, however often the page is sent. Raises NotStarted for a play that is not running.
    """
    with transaction.atomic():
        found = [version for version, _ in published(play.workspace) if version.play_id == play.pk]
        if not found:
            raise NotStarted(worded("“{name}” is not running: publish it first.", name=play.name))
        mine = Account.objects.filter(workspace=play.workspace_id, pk__among=list(accounts))
        runs = PlayRun.objects.filter(play=play, cause=f"hand:{token}")
        before = runs.count()
        _insert(found[0], ((account, f"hand:{token}") for account in mine.values_list("pk", flat=True)))
        started = runs.count() - before
        if started:
            note(play.workspace, by, "start", "play", play.pk, after={"accounts": started})
    return started


def published(workspace: Workspace) -> list[tuple[PlayVersion, Play]]:
    """The version that is running of each play, and what it says; what this version of Tenure cannot read is left out."""
    rows = PlayVersion.objects.select_related("play").filter(
        workspace=workspace, replaced_at=None, play__state=PlayRow.State.PUBLISHED
    )
    said = ((row, readable(row.definition)) for row in rows.order_by("pk"))
    return [(row, play) for row, play in said if play is not None]


def _take(
    rows: models.QuerySet[Any],
    versions: Sequence[tuple[PlayVersion, Play]],
    trigger: Callable[..., tuple[Trigger | None, str]],
    named: tuple[str, ...],
) -> bool:
    """Start what a slice of rows starts, and note that they were seen; whether there may be more."""
    if not rows.filter(handled_at=None).exists():  # a pass that finds nothing must not wait for those who write
        return False
    with transaction.atomic():
        waiting = rows.filter(handled_at=None).select_for_update(of=("self",)).order_by("pk")[:SLICE]
        taken = list(waiting.values_list("pk", "account", *named))
        causes: dict[Trigger, list[tuple[int, str]]] = {}
        for pk, account, *of in taken:
            starts, kind = trigger(*of)
            if starts is not None:
                causes.setdefault(starts, []).append((account, f"{kind}:{pk}"))
        for version, play in versions:
            _insert(version, causes.get(play.trigger, ()))
        rows.filter(pk__among=[pk for pk, *_ in taken]).update(handled_at=clock.now())
    return len(taken) == SLICE


def _of_alert(signal: str) -> tuple[Trigger, str]:
    return OnAlert(signal), "alert"


def _of_change(segment: str, entered: bool, contact: int | None) -> tuple[Trigger | None, str]:
    """Contacts that come and go start nothing: a play is for accounts."""
    return OnSegment(segment, entered) if contact is None else None, "segment change"


def _take_dates(workspace: Workspace, version: PlayVersion, trigger: OnDate) -> None:
    """Once a day, start what falls on this day, or fell on one of the last few and was not known then."""
    today = day_in(clock.now(), workspace.time_zone)
    if version.play.dated_on == today:
        return
    with transaction.atomic():
        found = fall_on(workspace, trigger, today)
        _insert(version, ((account, cause_of(trigger, day)) for account, day in found))
        PlayRow.objects.filter(pk=version.play_id).update(dated_on=today)


def _insert(version: PlayVersion, causes: Iterable[tuple[int, str]]) -> None:
    """A run for each account and cause that there is none for. Inside the caller's transaction."""
    now = clock.now()
    rows = [
        PlayRun(
            workspace_id=version.workspace_id, play_id=version.play_id, version=version, account_id=account,
            cause=cause[:200], started_at=now, next_at=now,
        )
        for account, cause in causes
    ]  # fmt: skip
    PlayRun.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
