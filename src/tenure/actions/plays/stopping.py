"""Takes one account off a play, because a member says so."""

from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.changing import note
from tenure.actions.plays.publishing import PlayRefused
from tenure.plays.progress import parse
from tenure.records.play import PlayRun, PlayStep
from tenure.values.voice import worded

LONGEST_REASON: Final = 200
KIND: Final = "stopped by hand"


def stop_run(*, run: PlayRun, reason: str, by: str, name: str) -> None:
    """End a run that is on its way, for a reason; ``name`` is what the run's log calls who did. Raises PlayRefused."""
    reason = " ".join(reason.replace("\0", "").split())
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise PlayRefused(worded("Say why, in at most {most} characters.", most=str(LONGEST_REASON)))
    with transaction.atomic():
        rows = PlayRun.objects.select_for_update(of=("self",)).select_related("workspace", "account")
        row = rows.get(workspace=run.workspace_id, pk=run.pk)
        if row.ended_at is not None:
            raise PlayRefused(worded("It is over already."))
        if row.state != PlayRun.State.HELD_OUT:  # chance put it there, and the comparison counts it there
            row.state = PlayRun.State.STOPPED
        row.ended_at, row.next_at = clock.now(), None
        row.ended_because = worded("{who} stopped it: {reason}", who=name, reason=reason)[:300]
        row.save(update_fields=["state", "ended_at", "ended_because", "next_at"])
        PlayStep.objects.create(
            workspace=row.workspace, run=row, path=parse(row.progress).at, at=row.ended_at, kind=KIND,
            why=row.ended_because,
        )  # fmt: skip
        after = {"account": row.account.key, "reason": reason}
        note(row.workspace, by, "stop", "play", row.play_id, after=after)
