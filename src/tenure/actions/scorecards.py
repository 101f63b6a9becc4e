"""Publishes how a workspace scores: each publication is a new version, and the one before it retires."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from tenure import clock
from tenure.actions.staleness import mark_all_stale
from tenure.calc.scorecard import Scorecard
from tenure.records.audit import AuditEntry
from tenure.records.scorecard import Scorecard as ScorecardRow
from tenure.records.workspace import Workspace


class OvertakenError(ValueError):
    """Somebody else published a version since the one that was changed; nothing was published."""


def publish(
    *, workspace: Workspace, card: Scorecard, by: str, position: int | None = None, over: int | None = None
) -> ScorecardRow:
    """Score with ``card`` from now on, in place of the version in use of the same slug; every account becomes stale.

    ``position`` is its place in the order in which cards are tried, from 0; None keeps its place, or puts a new card
    last. The others move up or down. ``over`` is the version that the change was made from (0: none): raises
    OvertakenError when another is in use. Publishing what is in use already changes nothing.
    """
    now = clock.now()
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)  # one at a time, so that versions do not collide
        known = ScorecardRow.objects.filter(workspace=workspace)
        before = known.filter(slug=card.slug, retired_at=None).first()
        if over is not None and over != (before.version if before else 0):
            raise OvertakenError(card.slug)
        others = list(known.filter(retired_at=None).exclude(slug=card.slug).order_by("position", "slug"))
        place = _place(others, before) if position is None else min(max(0, position), len(others))
        definition = card.as_json()
        if before and (before.definition, _place(others, before)) == (definition, place):
            return before
        known.filter(slug=card.slug, retired_at=None).update(retired_at=now)
        latest = known.filter(slug=card.slug).aggregate(latest=Max("version"))["latest"] or 0
        row = ScorecardRow.objects.create(
            workspace=workspace,
            slug=card.slug,
            version=latest + 1,
            position=place,
            definition=definition,
            published_at=now,
        )
        _line_up([*others[:place], row, *others[place:]])
        _audit(row, "publish", by, before)
        mark_all_stale(workspace)
    return row


def retire(*, workspace: Workspace, slug: str, by: str) -> bool:
    """Stop scoring with a card; every account becomes stale. False when no such card is in use."""
    with transaction.atomic():
        row = ScorecardRow.objects.filter(workspace=workspace, slug=slug, retired_at=None).first()
        if row is None:
            return False
        row.retired_at = clock.now()
        row.save(update_fields=["retired_at"])
        _audit(row, "retire", by, row)
        mark_all_stale(workspace)
    return True


def _place(others: Sequence[ScorecardRow], before: ScorecardRow | None) -> int:
    """How many cards are tried before it: as many as before, all of them when it is new."""
    if before is None:
        return len(others)
    return sum((one.position, one.slug) < (before.position, before.slug) for one in others)


def _line_up(rows: Sequence[ScorecardRow]) -> None:
    """Number the cards in use in this order."""
    for place, row in enumerate(rows):
        if row.position != place:
            row.position = place
            row.save(update_fields=["position"])


def _audit(row: ScorecardRow, verb: str, by: str, before: ScorecardRow | None) -> None:
    AuditEntry.objects.create(
        workspace=row.workspace,
        at=clock.now(),
        by=by,
        verb=verb,
        noun="scorecard",
        record=row.pk,
        before={"slug": before.slug, "version": before.version} if before else None,
        after={"slug": row.slug, "version": row.version, "position": row.position} if verb == "publish" else None,
    )
