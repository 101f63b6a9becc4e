"""Saves rules as segments, changes and retires them. Their members are counted by the next facts round."""

from typing import Any, Final

from django.db import IntegrityError, transaction

from tenure import clock
from tenure.actions.changing import note
from tenure.records.segment import Segment
from tenure.records.workspace import Workspace
from tenure.rules.comparison import Comparison
from tenure.rules.leaves import Changed
from tenure.rules.tree import Rule, leaves
from tenure.values.slug import free_slug
from tenure.values.voice import worded

LONGEST_NAME: Final = 100
NOUN: Final = "segment"


class SegmentError(ValueError):
    """A segment that cannot be; the sentence says what to change."""


def create_segment(
    *, workspace: Workspace, name: str, rule: Rule, by: str, of: str = Segment.Of.ACCOUNTS, slug: str = ""
) -> Segment:
    """Save a rule under a name. Raises SegmentError for a name or a slug that does not fit or is taken."""
    name = _checked(name)
    _check_rule(rule, of)
    taken = Segment.objects.filter(workspace=workspace).values_list("slug", flat=True)
    slug = slug or free_slug(name, taken, otherwise="segment")
    row = Segment(
        workspace=workspace, slug=slug, name=name, of=of, rule=rule.as_json(), created_at=clock.now(), created_by=by
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            note(workspace, by, "create", NOUN, row.pk, after=_said(row))
    except IntegrityError:
        raise SegmentError(worded("There is a segment “{slug}” already: choose another name.", slug=slug)) from None
    return row


def change_segment(*, segment: Segment, by: str, name: str | None = None, rule: Rule | None = None) -> Segment:
    """Give a segment another name or rule; with another rule its members are counted anew. Raises SegmentError."""
    with transaction.atomic():
        row = Segment.objects.select_for_update().get(workspace=segment.workspace_id, pk=segment.pk)
        before = _said(row)
        if name is not None:
            row.name = _checked(name)
        if rule is not None and rule.as_json() != row.rule:
            _check_rule(rule, row.of)
            row.rule, row.version = rule.as_json(), row.version + 1
        if (after := _said(row)) != before:
            row.save(update_fields=["name", "rule", "version"])
            note(row.workspace, by, "change", NOUN, row.pk, before, after)
    return row


def retire_segment(*, segment: Segment, by: str) -> None:
    """Keep a segment no more: nobody is in it from now on. Who was in it when stays known."""
    with transaction.atomic():
        row = Segment.objects.select_for_update().get(workspace=segment.workspace_id, pk=segment.pk)
        if row.retired_at is None:
            row.retired_at = clock.now()
            row.slug = f"{row.slug[:40]}-retired-{row.pk}"  # the name is free again
            row.save(update_fields=["retired_at", "slug"])
            row.members.all().delete()
            note(row.workspace, by, "retire", NOUN, row.pk, _said(row))


def restore_segment(*, segment: Segment, by: str) -> None:
    """Keep a retired segment again, under its own slug where that is still free; its members are counted anew."""
    with transaction.atomic():
        row = Segment.objects.select_for_update().get(workspace=segment.workspace_id, pk=segment.pk)
        if row.retired_at is not None:
            others = Segment.objects.filter(workspace=row.workspace_id).exclude(pk=row.pk)
            row.slug = free_slug(row.name, others.values_list("slug", flat=True), otherwise="segment")
            row.retired_at, row.counted_version = None, 0
            row.save(update_fields=["retired_at", "slug", "counted_version"])
            note(row.workspace, by, "restore", NOUN, row.pk, after=_said(row))


def _checked(name: str) -> str:
    plain = " ".join(name.split())
    if not 1 <= len(plain) <= LONGEST_NAME or not plain.isprintable():
        raise SegmentError(worded("A segment needs a name of at most {most} characters.", most=str(LONGEST_NAME)))
    return plain


def _check_rule(rule: Rule, of: str) -> None:
    """A rule about accounts cannot ask about one of their contacts: it would not say which."""
    facts = [leaf.fact for leaf in leaves(rule) if isinstance(leaf, Comparison | Changed)]
    asked = next((fact for fact in facts if fact.startswith("contact.")), None)
    if of == Segment.Of.ACCOUNTS and asked:
        raise SegmentError(worded("“{fact}” is about a contact: make this a segment of contacts.", fact=asked))
    changed = next((leaf.fact for leaf in leaves(rule) if isinstance(leaf, Changed)), "")
    if changed.startswith("contact."):
        raise SegmentError(worded("What “{fact}” was before is not kept: compare it as it is.", fact=changed))


def _said(row: Segment) -> dict[str, Any]:
    return {"name": row.name, "of": row.of, "rule": row.rule}
