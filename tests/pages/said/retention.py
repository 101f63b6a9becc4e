"""Whether accounts stay, and what is aimed at."""

from datetime import date, timedelta

from tenure import clock
from tenure.actions.goals import set_goal
from tenure.records.models import Touchpoint
from tests.factories import make_account
from tests.pages.asking import Asking


def a_goal(workspace):
    return [set_goal(workspace=workspace, figure="nrr", target=1.1, due_on=date(2099, 1, 1), by="test").record]


def a_touchpoint(workspace):
    """Of the service “Care”, so that there is something to ask of."""
    account = make_account(workspace, "bakery", "Bakkerij Smit")
    at = clock.now().replace(day=1) - timedelta(days=40)
    Touchpoint.objects.create(
        workspace=workspace, account=account, key="t", at=at, minutes=30, service="Care", created_at=at
    )
    return []


ADDRESSES = {
    "retention": Asking(),
    "retention-why": Asking(query="?figure=retention_rate"),
    "retention-accounts": Asking(query="?group=lost"),
    "retention-product": Asking(a_touchpoint, query="?product=Care", told_in="test_retention_page.py"),
    "make-goal": Asking(says={"figure": "nrr", "target": "110", "due_on": "2099-01-01"}),
    "drop-goal": Asking(a_goal),
}
