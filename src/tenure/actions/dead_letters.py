"""Sends events through again that could not be kept: those that would be kept now; the others stay where they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tenure import clock
from tenure.eventlog.decode import decode_rows
from tenure.eventlog.spool import LAST, DeadRow, Spool, SpooledRow
from tenure.records.audit import AuditEntry
from tenure.records.workspace import Workspace

ALL = 1 << 31  # letters: more than any spool holds


@dataclass(frozen=True, slots=True)
class StillBad:
    """A letter that could not be kept this time either: it stays under its id, with the reason that holds now."""

    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of each letter that was meant."""

    ids: Sequence[int]  # wait to be sealed again
    still_bad: Sequence[StillBad]
    unknown: Sequence[int]  # no letter of this workspace has that id


def replay(
    *, workspace: Workspace, spool: Spool, oldest: datetime, by: str, ids: Collection[int] | None = None, said: str = ""
) -> Replayed:
    """Put letters back in the queue: those with these ids, or all, of these only such whose reason holds ``said``.

    A letter goes only when every event in it would be kept; else its trace would end at an id that nobody was told.
    """
    letters = {one.id: one for one in found(spool, workspace, ALL, said)}
    meant = sorted(letters if ids is None else set(ids))
    chosen = [letters[one] for one in meant if one in letters]
    reasons = [(one.id, _trouble(workspace.slug, spool.id, one, oldest)) for one in chosen]
    good = [one for one, reason in reasons if reason is None]
    if good:
        with transaction.atomic():
            AuditEntry.objects.create(
                workspace=workspace, at=clock.now(), by=by, verb="replay", noun="dead letter", record=good[0],
                after={"count": len(good)},
            )  # fmt: skip
            spool.replay(workspace.slug, good)
    still_bad = [StillBad(one, reason) for one, reason in reasons if reason is not None]
    return Replayed(good, still_bad, [one for one in meant if one not in letters])


def found(spool: Spool, workspace: Workspace, limit: int, said: str = "", before: int = LAST) -> list[DeadRow]:
    """The newest letters with an id below ``before`` whose reason holds ``said``, whatever its case."""
    letters = spool.dead_letters(workspace.slug, ALL if said else limit, before)
    return [one for one in letters if said.casefold() in one.reason.casefold()][:limit]


def _trouble(workspace: str, spool_id: str, letter: DeadRow, oldest: datetime) -> str | None:
    """Why the letter could still not be kept; None when it could."""
    row = SpooledRow(letter.id, letter.kind, letter.received_at, letter.body, 1)
    dead = decode_rows(workspace, spool_id, [row], oldest).dead
    return dead[0].reason if dead else None
