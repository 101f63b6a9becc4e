"""How did the scores of some accounts go over the last twelve weeks, as they were known at the time?"""

from collections.abc import Sequence

from tenure.answers.process import home
from tenure.eventlog import facts_history
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

WEEKS = 12


def score_history(workspace: Workspace, moment: Moment, accounts: Sequence[int]) -> dict[int, list[float | None]]:
    """Account -> its score at the end of each of the last twelve weeks, oldest first; accounts with none are missing.

    The last point is of yesterday, the last day that can be stored; None where none was stored or there was no score.
    """
    days = [moment.window_day - 1 - 7 * back for back in reversed(range(WEEKS))]
    found = facts_history.scores(home(), workspace.slug, days, accounts)
    return {account: [by_day.get(day) for day in days] for account, by_day in found.items()}
