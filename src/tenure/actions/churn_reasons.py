"""Keeps the list of why accounts leave, in two levels: named, renamed, put in order, retired and offered again."""

from typing import Final

from django.db import transaction
from django.db.models import Max

from tenure import clock
from tenure.actions.changing import change, note
from tenure.calc.usual_reasons import USUAL
from tenure.records.departure import ChurnReason
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

LONGEST: Final = 100
NOUN: Final = "churn_reason"


class ReasonError(ValueError):
    """A reason that cannot be; the sentence says what to change."""


def name_usual_reasons(*, workspace: Workspace) -> None:
    """Give a new workspace the list to begin with. Inside the caller's transaction, which notes the birth."""
    for position, (title, finer) in enumerate(USUAL):
        top = ChurnReason.objects.create(workspace=workspace, title=title, position=position)
        ChurnReason.objects.bulk_create(
            ChurnReason(workspace=workspace, parent=top, title=one, position=place) for place, one in enumerate(finer)
        )


def create_reason(*, workspace: Workspace, title: str, by: str, parent: int | None = None) -> ChurnReason:
    """Add a reason at the end, or a finer one under ``parent``; one that was retired is offered again.

    Raises ReasonError for a title that is none or is there already, and for a third level.
    """
    title = _title(title)
    with transaction.atomic():
        if parent is not None and _row(workspace, parent).parent_id is not None:
            raise ReasonError(worded("There are two levels of reasons: put it beside this one instead."))
        row = _same(workspace, parent, title)
        if row is not None:
            if row.retired_at is None:
                raise _taken(row.title)
            change(row, {"title": title, "retired_at": None}, workspace=workspace, noun=NOUN, by=by, verb="restore")
            return row
        beside = ChurnReason.objects.filter(workspace=workspace, parent_id=parent)
        last = beside.aggregate(last=Max("position"))["last"]
        row = ChurnReason.objects.create(
            workspace=workspace, parent_id=parent, title=title, position=0 if last is None else last + 1
        )
        note(workspace, by, "create", NOUN, row.pk, after={"title": title, "parent": parent})
    return row


def rename_reason(*, workspace: Workspace, number: int, title: str, by: str) -> bool:
    """Call a reason otherwise, also where it was given before; False when nothing differs. Raises ReasonError."""
    title = _title(title)
    with transaction.atomic():
        row = _row(workspace, number)
        same = _same(workspace, row.parent_id, title)
        if same is not None and same.pk != row.pk:
            raise _taken(same.title)
        return change(row, {"title": title}, workspace=workspace, noun=NOUN, by=by)


def retire_reason(*, workspace: Workspace, number: int, by: str) -> bool:
    """Offer a reason no more, nor those under it; departures that gave it keep it. Raises ReasonError without it."""
    now = clock.now()
    with transaction.atomic():
        row = _row(workspace, number)
        under = ChurnReason.objects.filter(workspace=workspace, parent=row, retired_at=None)
        rows = [one for one in (row, *under) if one.retired_at is None]
        done = [change(one, {"retired_at": now}, workspace=workspace, noun=NOUN, by=by, verb="retire") for one in rows]
    return any(done)


def restore_reason(*, workspace: Workspace, number: int, by: str) -> bool:
    """Offer a reason again; False when it is offered anyway. Raises ReasonError without it."""
    with transaction.atomic():
        return change(
            _row(workspace, number), {"retired_at": None}, workspace=workspace, noun=NOUN, by=by, verb="restore"
        )


def move_reason(*, workspace: Workspace, number: int, position: int, by: str) -> bool:
    """Put a reason at another place of its level, 0 being the first; False when it stands there. Raises ReasonError."""
    with transaction.atomic():
        row = _row(workspace, number)
        beside = ChurnReason.objects.filter(workspace=workspace, parent_id=row.parent_id, retired_at=None)
        rows = list(beside.order_by("position", "pk"))
        before = [one.pk for one in rows]
        rows = [one for one in rows if one.pk != row.pk]
        rows.insert(max(0, position), row)
        after = [one.pk for one in rows]
        if after == before:
            return False
        for place, one in enumerate(rows):
            ChurnReason.objects.filter(workspace=workspace, pk=one.pk).update(position=place)
        note(workspace, by, "move", NOUN, row.pk, {"order": before}, {"order": after})
    return True


def _row(workspace: Workspace, number: int) -> ChurnReason:
    found = ChurnReason.objects.select_for_update().filter(workspace=workspace, pk=number).first()
    if found is None:
        raise ReasonError(worded("This reason is no longer there: look at the list again."))
    return found


def _same(workspace: Workspace, parent: int | None, title: str) -> ChurnReason | None:
    """The reason of that level with this title, however it is capitalised."""
    beside = ChurnReason.objects.filter(workspace=workspace, parent_id=parent)
    return next((one for one in beside if one.title.casefold() == title.casefold()), None)


def _taken(title: str) -> ReasonError:
    return ReasonError(worded("There is a reason “{title}” here already: choose another name.", title=title))


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not 1 <= len(title) <= LONGEST:
        raise ReasonError(worded("A reason needs a name of at most {most} characters.", most=str(LONGEST)))
    return title
