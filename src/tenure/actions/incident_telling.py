"""Says who was told of an incident, takes that back, and lets an account be called instead of written to."""

from collections.abc import Collection

from django.db import transaction

from tenure import clock
from tenure.actions.incident_entries import Doing, Done, IncidentError, locked, rows_of
from tenure.actions.incident_tasks import finish_told, reopen_telling, share_out
from tenure.records.incident import Incident, IncidentAccount
from tenure.values.voice import worded

LONGEST_WHY = 300


def tell(*, incident: Incident, numbers: Collection[int], by: str) -> Done:
    """Note that these accounts of it were told by now; tasks by which everybody was told are finished."""
    now = clock.now()
    with transaction.atomic():
        doing = Doing.to(locked(incident))
        for row in _chosen(doing.incident, numbers):
            if row.told_at is None:
                doing.change(row, {"told_at": now, "told_by": by})
        finish_told(doing, by)
        return doing.note("tell", by)


def untell(*, incident: Incident, numbers: Collection[int], by: str) -> Done:
    """Note that these were not told after all; whose task to tell them is over gets it anew."""
    with transaction.atomic():
        doing = Doing.to(locked(incident))
        rows = [row for row in _chosen(doing.incident, numbers) if row.told_at is not None]
        for row in rows:
            doing.change(row, {"told_at": None, "told_by": ""})
        if doing.incident.closed_at is None:
            reopen_telling(doing, rows, by)
            share_out(doing, by)
        return doing.note("untell", by)


def call_instead(*, incident: Incident, numbers: Collection[int], why: str, by: str) -> Done:
    """Let these be called, because what was written does not reach them; ``why`` is said in a few words.

    Raises IncidentError for an account that was told, or a closed incident.
    """
    why = " ".join(why.replace("\0", "").split())
    if len(why) > LONGEST_WHY:
        raise IncidentError(worded("Why takes at most {most} characters.", most=str(LONGEST_WHY)))
    with transaction.atomic():
        doing = Doing.to(locked(incident))
        rows = _chosen(doing.incident, numbers)
        if doing.incident.closed_at is not None or any(row.told_at is not None for row in rows):
            raise IncidentError(worded("Who was told already, or needs no telling any more, is not called."))
        for row in rows:
            if row.way == IncidentAccount.Way.NOTICE:
                doing.change(row, {"way": IncidentAccount.Way.CALL, "why": why, "task": None})
        share_out(doing, by)
        return doing.note("call", by)


def _chosen(incident: Incident, numbers: Collection[int]) -> list[IncidentAccount]:
    """The rows of these numbers. Raises IncidentError for one that is not of this incident."""
    rows = rows_of(incident, sorted(set(numbers)))
    if not rows or len(rows) < len(set(numbers)):
        raise IncidentError(worded("Choose accounts of this incident."))
    return rows
