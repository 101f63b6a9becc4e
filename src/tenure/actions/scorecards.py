"""Publishes how a workspace scores: each publication is a new version, and the one before it retires."""

from django.db import transaction
from django.db.models import Max

from tenure import clock
from tenure.actions.staleness import mark_all_stale
from tenure.calc.scorecard import Scorecard
from tenure.records.audit import AuditEntry
from tenure.records.scorecard import Scorecard as ScorecardRow
from tenure.records.workspace import Workspace


def publish(*, workspace: Workspace, card: Scorecard, by: str, position: int | None = None) -> ScorecardRow:
    """Score with ``card`` from now on, in place of the version in use of the same slug; every account becomes stale.

    ``position`` is its place in the order in which cards are tried; None keeps its place, or puts a new card last.
    Publishing what is in use already changes nothing.
    """
    now = clock.now()
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)  # one at a time, so that versions do not collide
        known = ScorecardRow.objects.filter(workspace=workspace)
        before = known.filter(slug=card.slug, retired_at=None).first()
        place = _place(workspace, before) if position is None else position
        definition = card.as_json()
        if before and (before.definition, before.position) == (definition, place):
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


def _place(workspace: Workspace, before: ScorecardRow | None) -> int:
    if before:
        return before.position
    last = ScorecardRow.objects.filter(workspace=workspace, retired_at=None).order_by("position").last()
    return last.position + 1 if last else 0


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
