"""What is each account to reach? Its objectives as facts read them, of some accounts or all, in one question."""

from collections.abc import Sequence

from tenure.facts.objectives import Aim
from tenure.records.objective import Objective
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace

_AIM = ("baseline", "target", "fact", "actual", "actual_since", "since", "ended_at")


def aims_of(workspace: Workspace, accounts: Sequence[int] | None) -> dict[int, list[Aim]]:
    """Account -> its objectives, also those that are ended: `Aim.is_open` says when each counts."""
    found: dict[int, list[Aim]] = {}
    rows = rows_of(Objective.objects.filter(workspace=workspace), "account", accounts, ("account", *_AIM))
    for account, *aim in rows:
        found.setdefault(account, []).append(Aim(*aim))
    return found


def aim_of(objective: Objective) -> Aim:
    """One objective as facts read it."""
    return Aim(*(getattr(objective, name) for name in _AIM))
