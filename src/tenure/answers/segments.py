"""How large is each segment, how did it change lately, and how healthy are its members?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from tenure import clock
from tenure.facts.catalogue import label
from tenure.records.segment import Segment, SegmentChange, SegmentMember
from tenure.records.workspace import Workspace
from tenure.rules.definition import RuleError
from tenure.rules.explain import explain
from tenure.rules.parse import parse
from tenure.rules.tree import Rule

DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """One segment. ``sizes`` are those at the end of each of the last days and now; ``bands`` of the members' accounts."""

    segment: Segment
    size: int
    sizes: Sequence[int]
    bands: Mapping[str, int]

    @property
    def is_counting(self) -> bool:
        """Whether its members are still those of another version of the rule, or of none."""
        return self.segment.counted_version != self.segment.version

    @property
    def moved(self) -> int:
        """How many more there are than at the first of those days."""
        return self.sizes[-1] - self.sizes[0]


@dataclass(slots=True)
class _Seen:
    bands: dict[str, int] = field(default_factory=dict)
    steps: dict[int, int] = field(default_factory=dict)  # days ago -> came less went


def segments_of(workspace: Workspace) -> QuerySet[Segment]:
    """Those that are kept, by name."""
    return Segment.objects.filter(workspace=workspace, retired_at=None).order_by("name", "pk")


def rule_of(segment: Segment) -> Rule | None:
    """Its rule; None for one that this version cannot read."""
    try:
        return parse(segment.rule)
    except RuleError:
        return None


def said(segment: Segment) -> str:
    """When somebody is in it, without a full stop; empty for a rule that this version cannot read."""
    rule = rule_of(segment)
    return "" if rule is None else explain(rule, label)


def standings(workspace: Workspace, segments: Sequence[Segment], days: int = DAYS) -> list[Standing]:
    """How each of these stands, in two questions however many there are."""
    now = clock.now()
    seen = {one.pk: _Seen() for one in segments}
    members = SegmentMember.objects.filter(workspace=workspace, segment__in=list(seen)).order_by()
    for number, band, count in members.values_list("segment", "account__health__band").annotate(Count("pk")):
        bands = seen[number].bands
        bands[band or "none"] = bands.get(band or "none", 0) + count
    since = _midnight(now) - timedelta(days=days)
    changes = SegmentChange.objects.filter(workspace=workspace, segment__in=list(seen), at__gte=since).order_by()
    counted = changes.annotate(day=TruncDate("at")).values_list("segment", "day", "entered").annotate(Count("pk"))
    for number, day, entered, count in counted:
        ago, steps = (now.date() - day).days, seen[number].steps
        steps[ago] = steps.get(ago, 0) + (count if entered else -count)
    return [_standing(one, seen[one.pk], days) for one in segments]


def _standing(segment: Segment, seen: _Seen, days: int) -> Standing:
    size = sum(seen.bands.values())
    sizes = [size]
    for ago in range(days):  # backwards: before what happened on that day
        sizes.append(max(0, sizes[-1] - seen.steps.get(ago, 0)))
    return Standing(segment, size, sizes[::-1], seen.bands)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def segment_rows(workspace: Workspace, segments: Sequence[Segment]) -> list[dict[str, Any]]:
    """These segments as programs read them, over the API and from the command line."""
    return [
        {
            "slug": one.segment.slug,
            "name": one.segment.name,
            "of": one.segment.of,
            "rule": one.segment.rule,
            "says": said(one.segment),
            "version": one.segment.version,
            "counted": not one.is_counting,
            "size": one.size,
            "bands": dict(one.bands),
            "created_at": one.segment.created_at,
        }
        for one in standings(workspace, segments)
    ]
