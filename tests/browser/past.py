"""A workspace with an account that felt well two months ago and does not now, for a browser to look back."""

from datetime import timedelta

from tenure import clock
from tenure.actions.ratings import rate
from tenure.actions.touchpoints import Said, log_touchpoint
from tenure.actions.workspaces import create_workspace
from tenure.answers.score_history import WEEKS
from tenure.records.models import Contact, Member, User
from tenure.rounds.known import store_end_of
from tenure.values.moment import day_key
from tests.factories import make_account, store


def fill_past(user: User) -> None:
    """The workspace “Past”, with the account “Hotel De Leeuw”."""
    workspace = create_workspace(name="Past", by="test", demo=True)
    Member.objects.create(workspace=workspace, user=user, role="owner", name="Owner", created_at=workspace.created_at)
    account, now = make_account(workspace, "leeuw", "Hotel De Leeuw"), clock.now()
    for rating, days in ((4, 70), (1, 20)):
        rate(account=account, rating=rating, at=now - timedelta(days), by="test")
    store(account, {"sentiment": 1, "last_touchpoint_days": 25}, now)
    for name in ("Ann", "Piet"):
        Contact.objects.create(workspace=workspace, account=account, key=name.lower(), name=name, created_at=now)
    said = Said("call", now - timedelta(25), summary="They miss their reports")
    log_touchpoint(account=account, said=said, by="test")
    for back in range(WEEKS):
        store_end_of(workspace, day_key(now.date()) - 1 - 7 * back)
