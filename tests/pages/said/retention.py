"""Whether accounts stay, and what is aimed at."""

from datetime import date

from tenure.actions.goals import set_goal
from tests.pages.asking import Asking


def a_goal(workspace):
    return [set_goal(workspace=workspace, figure="nrr", target=1.1, due_on=date(2099, 1, 1), by="test").pk]


ADDRESSES = {
    "retention": Asking(),
    "retention-why": Asking(query="?figure=retention_rate"),
    "retention-accounts": Asking(query="?group=lost"),
    "make-goal": Asking(says={"figure": "nrr", "target": "110", "due_on": "2099-01-01"}),
    "drop-goal": Asking(a_goal),
}
