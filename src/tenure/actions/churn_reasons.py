"""Keeps the list of why accounts leave, in two levels, so that departures can be counted by it."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.changing import change, note
from tenure.records.departure import ChurnReason
from tenure.records.workspace import Workspace

LONGEST: Final = 100
NOUN: Final = "churn reason"
# What a workspace is born with; words are its own from then on.
USUAL: Final[Mapping[str, Sequence[str]]] = {
    "Price": ("Too expensive", "Budget cut", "Cheaper competitor"),
    "Product": ("Something is missing", "Too hard to use", "Too many faults", "Does not fit any more"),
    "Service": ("Slow answers", "Nobody showed how", "Promises not kept"),
    "Not used": ("Never got started", "Stopped using it", "Champion left"),
    "Their business": ("Closed down", "Sold or merged", "Changed direction", "Does it themselves now"),
    "Payment": ("Card or invoice not paid",),
    "Another reason": (),
}


class ReasonRefused(ValueError):  # noqa: N818 - reads as what is the matter
    """A reason that cannot be; the sentence says what to change."""


def give_usual_reasons(*, workspace: Workspace) -> None:
    """Give a new workspace the list to begin with. Inside the caller's transaction, which notes the birth."""
    for position, (title, finer) in enumerate(USUAL.items()):
        parent = ChurnReason.objects.create(workspace=workspace, title=title, position=position)
        ChurnReason.objects.bulk_create(
            ChurnReason(workspace=workspace, parent=parent, title=one, position=place)
            for place, one in enumerate(finer)
        )


def add_reason(*, workspace: Workspace, title: str, by: str, parent_id: int | None = None) -> ChurnReason:
    """Add a reason, or a finer one under ``parent_id``; one that was retired comes back. Raises ReasonRefused."""
    title = _title(title)
    with transaction.atomic():
        parent = None
        if parent_id is not None:
            found = ChurnReason.objects.filter(workspace=workspace, pk=parent_id, parent=None, retired_at=None)
            parent = found.first()
            if parent is None:
                raise ReasonRefused("The reason that it belongs under is not there any more: choose another.")
        beside = ChurnReason.objects.filter(workspace=workspace, parent=parent)
        row = beside.filter(title=title).first()
        if row is not None:
            if row.retired_at is None:
                raise ReasonRefused(f"“{title}” is there already.")
            change(row, {"retired_at": None}, workspace=workspace, noun=NOUN, by=by, verb="restore")
            return row
        row = ChurnReason.objects.create(workspace=workspace, parent=parent, title=title, position=beside.count())
        note(workspace, by, "create", NOUN, row.pk, None, {"title": title, "under": parent.title if parent else None})
    return row


def rename_reason(*, workspace: Workspace, reason_id: int, title: str, by: str) -> bool:
    """Call a reason otherwise, also where it was given before; False when there is none. Raises ReasonRefused."""
    title = _title(title)
    with transaction.atomic():
        row = ChurnReason.objects.select_for_update().filter(workspace=workspace, pk=reason_id).first()
        if row is None:
            return False
        beside = ChurnReason.objects.filter(workspace=workspace, parent_id=row.parent_id, title=title)
        if beside.exclude(pk=row.pk).exists():
            raise ReasonRefused(f"“{title}” is there already.")
        return change(row, {"title": title}, workspace=workspace, noun=NOUN, by=by)


def retire_reason(*, workspace: Workspace, reason_id: int, by: str) -> bool:
    """Offer a reason no more, nor the finer ones under it; departures that gave it keep it. False: none is offered."""
    now = clock.now()
    with transaction.atomic():
        row = ChurnReason.objects.filter(workspace=workspace, pk=reason_id, retired_at=None).first()
        if row is None:
            return False
        for one in (row, *ChurnReason.objects.filter(workspace=workspace, parent=row, retired_at=None)):
            change(one, {"retired_at": now}, workspace=workspace, noun=NOUN, by=by, verb="retire")
    return True


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not 1 <= len(title) <= LONGEST:
        raise ReasonRefused(f"A reason needs a name of at most {LONGEST} characters.")
    return title
