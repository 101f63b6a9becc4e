"""Whose band changed lately, and what caused it?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from tenure.records.models import Account, HealthChange, Workspace

PAGE: Final = 12
LATELY: Final = timedelta(days=7)
WAYS: Final = ("", "worse", "better")
_RANKS: Final[Mapping[str, int]] = {"poor": 0, "average": 1, "good": 2}
_WORSE: Final = Q(band_before="good", band__in=("average", "poor")) | Q(band_before="average", band="poor")
_BETTER: Final = Q(band_before="poor", band__in=("average", "good")) | Q(band_before="average", band="good")


@dataclass(frozen=True, slots=True)
class Changes:
    """The latest first; ``earlier`` is the change to go on from (None: there are no more)."""

    rows: list[HealthChange]
    earlier: int | None


def way_of(band_before: str, band: str) -> str:
    """``worse`` or ``better``; empty where one of them is no judgement."""
    before, after = _RANKS.get(band_before), _RANKS.get(band)
    if before is None or after is None or before == after:
        return ""
    return "worse" if after < before else "better"


def latest(workspace: Workspace, accounts: QuerySet[Account] | None, way: str, before: int | None) -> Changes:
    """One page of the changes of these accounts (None: of all); ``before`` is the change that the page goes on from."""
    rows = _of(workspace, accounts).select_related("account").order_by("-pk")
    if way:
        rows = rows.filter(_WORSE if way == "worse" else _BETTER)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return Changes(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def lately(workspace: Workspace, accounts: QuerySet[Account] | None, now: datetime) -> Counter[str]:
    """How many changes of the last seven days were for the worse, and how many for the better."""
    rows = _of(workspace, accounts).filter(at__gte=now - LATELY).order_by().values_list("band_before", "band")
    counted: Counter[str] = Counter()
    for before, after, count in rows.annotate(Count("pk")):
        counted[way_of(before, after)] += count
    return counted


def _of(workspace: Workspace, accounts: QuerySet[Account] | None) -> QuerySet[HealthChange]:
    rows = HealthChange.objects.filter(workspace=workspace).exclude(band_before="")
    return rows if accounts is None else rows.filter(account__in=accounts)
