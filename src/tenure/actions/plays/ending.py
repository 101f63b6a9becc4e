"""Ends runs of plays that are on their way, for a reason that their log tells."""

from collections.abc import Collection
from typing import Final

from django.db.models import QuerySet

from tenure import clock
from tenure.records.account import Account
from tenure.records.play import PlayRun
from tenure.values.voice import later, worded

_MERGED: Final = later("The account was merged into another that was on this play already.")


def end_runs(runs: QuerySet[PlayRun], because: str) -> int:
    """End them; how many. Those that chance left alone stay told apart. Inside the caller's transaction."""
    ended = {"ended_at": clock.now(), "ended_because": because, "next_at": None}
    held_out = runs.filter(state=PlayRun.State.HELD_OUT).update(**ended)
    return held_out + runs.filter(state=PlayRun.State.RUNNING).update(state=PlayRun.State.STOPPED, **ended)


def end_doubled(kept: Account, came: Collection[int]) -> int:
    """Of two runs of one play that a merge brought together, end the one that came (by its number); others go on.

    Inside the caller's transaction.
    """
    on_it = PlayRun.objects.filter(workspace=kept.workspace_id, account=kept, ended_at=None).exclude(pk__in=came)
    twice = PlayRun.objects.filter(workspace=kept.workspace_id, pk__in=came, ended_at=None)
    return end_runs(twice.filter(play__in=list(on_it.values_list("play", flat=True))), worded(_MERGED))
