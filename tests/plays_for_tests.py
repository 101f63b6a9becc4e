"""Plays that tests publish, and what happens that sets them off."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from tenure import clock
from tenure.actions.plays.publishing import publish, save_draft
from tenure.plays.parse import parse
from tenure.records.models import Account, Alert, PlayStep, Segment, SegmentChange, Signal, Task, Workspace
from tenure.records.models import Play as PlayRow
from tenure.rounds.plays import run_plays

CALL = {"do": "task", "title": "Call", "to": "owner", "due_in": 2}
LEFT = {"fact": "is_former", "op": "eq", "value": True}


def published(workspace: Workspace, *steps: dict[str, Any], on: dict[str, Any] | None = None, **more: Any) -> PlayRow:
    """A play that runs; by itself it starts when the signal “silent” fires."""
    if (on := on or {"on": "alert", "signal": "silent"})["on"] == "alert":
        signal_of(workspace, on["signal"])
    if "segment" in on:
        segment_of(workspace, on["segment"])
    said = {"slug": "save", "name": "Save", "trigger": on, "steps": list(steps) or [CALL], **more}
    row = save_draft(workspace=workspace, play=parse(said), by="test")
    return publish(play=row, by="test").play


def signal_of(workspace: Workspace, slug: str = "silent") -> Signal:
    made = {"name": slug, "definition": {}, "created_at": clock.now(), "created_by": "test"}
    return Signal.objects.get_or_create(workspace=workspace, slug=slug, defaults=made)[0]


def segment_of(workspace: Workspace, slug: str) -> Segment:
    made = {"name": slug, "rule": {}, "created_at": clock.now(), "created_by": "test"}
    return Segment.objects.get_or_create(workspace=workspace, slug=slug, defaults=made)[0]


def fire(accounts: Iterable[Account], slug: str = "silent") -> None:
    """An alert for each, as the facts round would open it; the one before is over."""
    now = clock.now()
    for account in accounts:
        signal = signal_of(account.workspace, slug)
        Alert.objects.filter(signal=signal, account=account, ended_at=None).update(ended_at=now, end="resolved")
        Alert.objects.create(
            workspace=account.workspace, signal=signal, account=account, severity="high", since=now, opened_at=now
        )


def pass_through(account: Account, slug: str, *, entered: bool) -> None:
    segment = segment_of(account.workspace, slug)
    SegmentChange.objects.create(
        workspace=account.workspace, segment=segment, account=account, at=clock.now(), entered=entered
    )


def rounds(workspace: Workspace) -> None:
    """Passes of the round until nothing is left to do now."""
    while run_plays(workspace):
        pass


def tasks_of(account: Account) -> list[str]:
    return list(Task.objects.filter(account=account).order_by("pk").values_list("title", flat=True))


def log_of(account: Account) -> list[tuple[str, str, str]]:
    steps = PlayStep.objects.filter(run__account=account).order_by("pk")
    return list(steps.values_list("path", "kind", "why"))


def days(count: float) -> timedelta:
    return timedelta(days=count)
