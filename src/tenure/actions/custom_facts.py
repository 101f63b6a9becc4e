"""Declares facts of a workspace's own, and takes them away; every account is computed again after that."""

from dataclasses import replace

from django.db import IntegrityError, transaction

from tenure import clock
from tenure.actions.staleness import mark_all_stale
from tenure.facts.custom import CustomFact, CustomFactError
from tenure.records.audit import AuditEntry
from tenure.records.custom_fact import CustomFact as CustomFactRow
from tenure.records.scorecard import Scorecard
from tenure.records.workspace import Workspace
from tenure.sources.cells import Style, metric
from tenure.sources.problems import CellError

MOST = 100  # of one workspace: each is computed for every account


def create_custom_fact(*, workspace: Workspace, custom: CustomFact, by: str) -> CustomFact:
    """Know ``custom`` of every account from now on, of the past too. Raises CustomFactError when that cannot be.

    Returns it as it is known: a metric is spelled as imports spell it, so that “Active users” finds its figures.
    """
    now, custom = clock.now(), _spelled(custom)
    known = CustomFactRow.objects.filter(workspace=workspace)
    if known.count() >= MOST:
        raise CustomFactError(f"A workspace has at most {MOST} facts of its own: remove one first")
    try:
        with transaction.atomic():
            row = CustomFactRow.objects.create(workspace=workspace, created_at=now, **_said(custom), name=custom.name)
            AuditEntry.objects.create(
                workspace=workspace, at=now, by=by, verb="create", noun="custom fact", record=row.pk,
                after={"name": custom.name} | _said(custom),
            )  # fmt: skip
            mark_all_stale(workspace)
    except IntegrityError:
        raise CustomFactError(
            f"There is a fact “{custom.name}” already: choose another name, or remove that one first"
        ) from None
    return custom


def remove_custom_fact(*, workspace: Workspace, name: str, by: str) -> bool:
    """Know it no more; False when there is none of that name. Raises CustomFactError while a scorecard in use reads it."""
    with transaction.atomic():
        row = CustomFactRow.objects.select_for_update().filter(workspace=workspace, name=name).first()
        if row is None:
            return False
        for card in Scorecard.objects.filter(workspace=workspace, retired_at=None).order_by("position", "slug"):
            if _reads(card.definition, name):
                raise CustomFactError(
                    f"The scorecard “{card.slug}” reads “{name}”: publish that scorecard without it first"
                )
        before = {field: getattr(row, field) for field in ("name", "source", "of", "how", "days")}
        AuditEntry.objects.create(
            workspace=workspace, at=clock.now(), by=by, verb="remove", noun="custom fact", record=row.pk, before=before
        )
        row.delete()
        mark_all_stale(workspace)
    return True


def _spelled(custom: CustomFact) -> CustomFact:
    if custom.source == "event":
        return custom
    try:
        return replace(custom, of=metric(custom.of, Style()))
    except CellError:
        raise CustomFactError(f"“{custom.of}” names no metric: write a word for what was measured") from None


def _said(custom: CustomFact) -> dict[str, str | int]:
    return {"source": custom.source, "of": custom.of, "how": custom.how, "days": custom.days}


def _reads(definition: object, name: str) -> bool:
    """Whether a definition, or anything in it, is about the fact."""
    if isinstance(definition, dict):
        return definition.get("fact") == name or any(_reads(part, name) for part in definition.values())
    return isinstance(definition, list) and any(_reads(part, name) for part in definition)
