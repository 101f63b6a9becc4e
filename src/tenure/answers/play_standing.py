"""Where in a play do accounts stand, who was on it, and how many tasks did plays make lately?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTextTransform

from tenure import clock
from tenure.plays.progress import FIRST
from tenure.records.play import Play, PlayRun, PlayVersion
from tenure.records.task import Task
from tenure.records.workspace import Workspace

LATELY: Final = 30  # days
BY: Final = "play:"  # how the audit calls a play, before its slug


@dataclass(frozen=True, slots=True)
class Inside:
    """Accounts on their way through one version: at each step (by its path) those acted on; ``alone`` those left alone."""

    at: Mapping[str, int] = field(default_factory=dict)
    alone: int = 0

    @property
    def on(self) -> int:
        """All that are acted on."""
        return sum(self.at.values())


def tasks_made(workspace: Workspace) -> dict[str, int]:
    """How many tasks each play made in the last 30 days, by its slug."""
    made = Task.objects.filter(workspace=workspace, created_at__gte=clock.now() - timedelta(days=LATELY))
    by_plays = made.filter(created_by__startswith=BY).order_by().values_list("created_by").annotate(Count("pk"))
    return {by.removeprefix(BY): count for by, count in by_plays}


def inside(play: Play) -> dict[int, Inside]:
    """For each version with accounts on their way (by its number), where they stand; one query."""
    at = KeyTextTransform("at", "progress")
    rows = PlayRun.objects.filter(workspace=play.workspace_id, play=play, ended_at=None).annotate(step=at).order_by()
    counts: dict[int, Counter[str]] = {}
    alone: Counter[int] = Counter()
    for version, step, state, count in rows.values_list("version__version", "step", "state").annotate(Count("pk")):
        counts.setdefault(version, Counter())
        if state == PlayRun.State.HELD_OUT:
            alone[version] += count
        else:
            counts[version][step or FIRST] += count
    return {version: Inside(some, alone[version]) for version, some in counts.items()}


def versions_of(play: Play) -> Sequence[PlayVersion]:
    """All that were published, the latest first."""
    return list(PlayVersion.objects.filter(play=play).order_by("-version"))


def runs_of(play: Play) -> QuerySet[PlayRun]:
    """Every run of a play, the latest first, with its account and version."""
    rows = PlayRun.objects.filter(workspace=play.workspace_id, play=play)
    return rows.select_related("account__owner", "version").order_by("-started_at", "-pk")
