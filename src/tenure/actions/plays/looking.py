"""What does one look at the runs of plays know? The time where the workspace is, who works there, and who has room."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tenure.actions.plays.whom import Whom
from tenure.answers.task_room import TaskRoom
from tenure.records.workspace import Workspace
from tenure.values.zone import moment_in, time_in


@dataclass(frozen=True, slots=True)
class Look:
    """``wall`` is the time as the clocks of the workspace show it; ``today`` and ``tomorrow`` begin at its midnight."""

    now: datetime
    wall: datetime
    today: datetime
    tomorrow: datetime
    whom: Whom
    room: TaskRoom


def look_at(workspace: Workspace, now: datetime) -> Look:
    """Read once what a slice of runs needs."""
    wall = time_in(now, workspace.time_zone)
    today, tomorrow = (
        moment_in(datetime.combine(wall.date() + timedelta(days=ahead), time()), workspace.time_zone)
        for ahead in (0, 1)
    )
    return Look(now, wall, today, tomorrow, Whom(workspace, wall.date()), TaskRoom(workspace, today))
