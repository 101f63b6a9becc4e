"""Which scorecards does a workspace have, in which versions, and who published each?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from tenure.calc.ready_words import said_card
from tenure.calc.scorecard import Scorecard, parse
from tenure.records.audit import AuditEntry
from tenure.records.scorecard import Scorecard as Row
from tenure.records.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Published:
    """One version, its names in the voice in force. ``place`` counts from 0 in the order in which cards are tried; ``by`` is the actor that published it."""

    card: Scorecard
    version: int
    place: int
    at: datetime
    retired_at: datetime | None
    by: str


def in_use(workspace: Workspace) -> list[Published]:
    """The cards that score, in the order in which they are tried."""
    return _published(workspace, _rows(workspace).filter(retired_at=None).order_by("position", "slug"))


def versions_of(workspace: Workspace, slug: str) -> list[Published]:
    """Every version of a card, the latest first; none of a card that there never was."""
    return _published(workspace, _rows(workspace).filter(slug=slug).order_by("-version"))


def cards_known(workspace: Workspace, slug: str) -> list[Scorecard]:
    """The cards that score and every version of the one of that slug, at the cost of one question."""
    rows = _rows(workspace).filter(Q(retired_at=None) | Q(slug=slug)).order_by("position", "slug", "-version")
    return [said_card(parse(definition)) for definition in rows.values_list("definition", flat=True)]


def retired(workspace: Workspace) -> list[Published]:
    """The last version of each card that scores no more, by slug."""
    rows = _rows(workspace)
    used = rows.filter(retired_at=None).values("slug")
    latest: dict[str, Row] = {row.slug: row for row in rows.exclude(slug__in=used).order_by("slug", "version")}
    return _published(workspace, list(latest.values()))


def as_kept(workspace: Workspace) -> list[Scorecard]:
    """Every version of every card as it is kept, whatever the voice in force."""
    return [parse(definition) for definition in _rows(workspace).values_list("definition", flat=True)]


def _rows(workspace: Workspace) -> QuerySet[Row]:
    return Row.objects.filter(workspace=workspace)


def _published(workspace: Workspace, rows: QuerySet[Row] | Sequence[Row]) -> list[Published]:
    listed = list(rows)
    entries = AuditEntry.objects.filter(workspace=workspace, noun="scorecard", verb="publish")
    by = dict(entries.filter(record__in=[row.pk for row in listed]).values_list("record", "by"))
    return [
        Published(
            said_card(parse(row.definition)), row.version, at, row.published_at, row.retired_at, by.get(row.pk, "")
        )
        for at, row in enumerate(listed)
    ]
