"""Which accounts of the demo changed band in the weeks that it looks back on? Noted as a product that had run would have."""

from tenure.actions.health import note_past_changes
from tenure.answers.known import health_known_then
from tenure.calc.health import from_json
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_of


def tell_changes(workspace: Workspace, days: list[int]) -> None:
    """Compare the stored ends of these days (day keys, in order) two by two; each change is noted at the later end."""
    before = None
    for day in days:
        moment = Moment.end_of(day_of(day))
        after = {account: from_json(health) for account, health in health_known_then(workspace, moment, None).rows}
        if before is not None:
            note_past_changes(workspace=workspace, before=before, after=after, at=moment.at)
        before = after
