"""What will a play do for one account if nothing changes but the calendar? Each turn to come, and how sure that is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tenure.plays.decide import Turn, step_at, turns
from tenure.plays.play import Branch, Check, Play, WaitForRule
from tenure.plays.progress import END, Progress

_LOOKS: Final = 400  # more waits than a play can have


@dataclass(frozen=True, slots=True)
class Coming:
    """One turn that comes ``at`` a time as the clocks of the workspace show it.

    ``is_sure``: no rule was asked on the way whose answer may be another by then.
    """

    at: datetime
    turn: Turn
    is_sure: bool


def ahead(  # noqa: PLR0917 - what `decide` takes, and until when
    play: Play, progress: Progress, now: datetime, until: datetime, facts: Mapping[str, object], run: int
) -> Iterator[Coming]:
    """What comes from ``now`` until a time, with the facts as they are now; the same arguments as `plays.decide`."""
    sure = True
    for _ in range(_LOOKS):
        for turn in turns(play, progress, now, facts, run):
            if turn.path != END and isinstance(step_at(play, turn.path), WaitForRule | Check | Branch):
                sure = False
            yield Coming(now, turn, sure)
            progress = turn.progress
        if progress.is_over or progress.until is None:
            return
        now = max(progress.until.astimezone(now.tzinfo), now + timedelta(microseconds=1))
        if now > until:
            return
