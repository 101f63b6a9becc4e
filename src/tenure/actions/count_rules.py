"""Stores for whom new or changed rules hold, as they are counted; no play is told, for no account changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from tenure.actions.segment_members import keep_members
from tenure.actions.signal_states import keep_states
from tenure.answers.rules_in_use import Held, RulesInUse
from tenure.records.segment import Segment
from tenure.records.signal import Signal
from tenure.records.workspace import Workspace


def store_counted(*, workspace: Workspace, rules: RulesInUse, held: Mapping[int, Held], at: datetime) -> None:
    """Some accounts: members of segments, states of signals and the alerts that follow."""
    with transaction.atomic():
        keep_members(workspace=workspace, rules=rules, held=held, at=at, is_news=False)
        keep_states(workspace=workspace, rules=rules, held=held, at=at)


def note_counted(*, workspace: Workspace, segments: Iterable[Segment], signals: Iterable[Signal]) -> None:
    """Every account was counted by these versions; one that was changed meanwhile is counted again."""
    with transaction.atomic():
        for row in segments:
            Segment.objects.filter(workspace=workspace, pk=row.pk).update(counted_version=row.version)
        for one in signals:
            Signal.objects.filter(workspace=workspace, pk=one.pk).update(counted_version=one.version)
